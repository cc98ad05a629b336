import { type Expectation, expected } from "../reasons/index.ts";
import {
  type LanguageCode,
  languageCodes,
  type Mark,
  marks,
  type OrganizationType,
  organizationTypes,
  type Registration,
  type Role,
  registrations,
  roles,
  type Zone,
} from "../terms.ts";
import { cityZone } from "../time/zones.ts";
import { type CellError, printable } from "./cell.ts";

/** Fields of an organization in a row. */
export interface RosterFields {
  code: string;
  name: string;
  /** Its first type. */
  type: OrganizationType;
  /** All of its types, first type first. */
  types: readonly OrganizationType[];
  registration: Registration;
  zone: Zone;
  /** May be empty. */
  district: string;
  /** It has a party organization. */
  party: boolean;
  /** It may raise funds from the public. */
  qualified: boolean;
  language: LanguageCode;
  /** Marks for which statutes require more; null: the sheet has no such column. */
  marks: readonly Mark[] | null;
  /** It is a charity (慈善组织), independent of its type; null: not stated. */
  charity: boolean | null;
  /** It has a supervising authority (业务主管单位); null: not stated. */
  supervised: boolean | null;
}

/** Columns with the organization's own fields. */
export const fieldColumns = [
  "code",
  "name",
  "type",
  "types",
  "registration",
  "zone",
  "district",
  "party",
  "qualified",
  "language",
  "marks",
  "charity",
  "supervised",
] as const satisfies readonly (keyof RosterFields)[];

/** A column for each role, with underscores, as is usual in spreadsheets. */
export const roleColumns: ReadonlyMap<string, Role> = new Map(roles.map((role) => [role.replaceAll("-", "_"), role]));

/** All columns, which are read in any order. */
export const rosterColumns: readonly string[] = [...fieldColumns, ...roleColumns.keys()];
/** The header in the order of writing. `type` is the column of older sheets with a single type. */
export const writtenColumns: readonly string[] = rosterColumns.filter((column) => column !== "type");
/** Columns that older sheets may lack; one of `type` and `types` is required. */
const optional: readonly string[] = ["type", "marks", "charity", "supervised", "party_committee"];

const typeNames: Readonly<Record<string, OrganizationType>> = {
  枢纽型: "HUB",
  枢纽型社会组织: "HUB",
  公益慈善类: "CHA",
  公益慈善类社会组织: "CHA",
  志愿服务组织: "VOL",
  行业协会商会: "IND",
  异地商会: "CHM",
  社会服务机构: "SVC",
  社区社会组织: "COM",
  其他: "OTH",
  其他社会组织: "OTH",
  其他类社会组织: "OTH",
};

const registrationNames: Readonly<Record<string, Registration>> = {
  社会团体: "association",
  民办非企业单位: "service",
  社会服务机构: "service",
  "民办非企业单位（社会服务机构）": "service",
  "民办非企业单位(社会服务机构)": "service",
  基金会: "foundation",
};

const answers = new Map([
  ["yes", true],
  ["no", false],
  ["是", true],
  ["否", false],
]);

/** Errors of the header: unknown, missing or repeated columns. */
export function columnError(columns: readonly string[], header: readonly string[]): CellError[] {
  const errors: CellError[] = [];
  const refuse = (column: string, value: string, instead: Expectation) =>
    errors.push({ row: 1, column: printable(column), value: printable(value), expected: instead });
  columns.forEach((column, index) => {
    const value = header[index] ?? "";
    if (!rosterColumns.includes(column)) refuse(column, value, expected("one-of-columns", { columns: rosterColumns }));
    else if (columns.indexOf(column) !== index) refuse(column, value, expected("column-once"));
  });
  for (const column of rosterColumns) {
    const given = column === "types" ? columns.includes("type") : optional.includes(column);
    if (!given && !columns.includes(column)) refuse(column, "", expected("roster-column", { column }));
  }
  return errors;
}

/**
 * Parses the organization's fields in a row.
 * @param zones caches validated zones: the check costs more than all else in a row
 * @returns undefined: an error was found
 */
export function readFields(
  values: Readonly<Record<string, string>>,
  zones: Map<string, Zone | undefined>,
  refuse: (column: string, instead: Expectation) => void,
): RosterFields | undefined {
  let sound = true;
  function need<T>(column: string, value: T | undefined, instead: Expectation): T | undefined {
    if (value === undefined) {
      sound = false;
      refuse(column, instead);
    }
    return value;
  }
  const cell = (column: string) => values[column] ?? "";
  const answer = (column: string) => need(column, answers.get(cell(column).toLowerCase()), expected("yes-or-no"));
  const code = need(
    "code",
    /^[A-Z0-9-]{3,32}$/.test(cell("code")) ? cell("code") : undefined,
    expected("organization-code"),
  );
  const name = need("name", cell("name") || undefined, expected("organization-name"));
  const typed = cell("types") ? "types" : "type";
  const types = split(cell(typed), /[|｜]/).map((one) => oneOf(organizationTypes, one, typeNames));
  if (types.length === 0 || types.includes(undefined)) need(typed, undefined, listed(organizationTypes, typeNames));
  const registration = need(
    "registration",
    oneOf(registrations, cell("registration"), registrationNames),
    listed(registrations, registrationNames),
  );
  const zone = need("zone", zoneOf(cell("zone") || cityZone, zones), expected("zone"));
  const party = answer("party");
  const qualified = answer("qualified");
  const language = need("language", oneOf(languageCodes, cell("language") || "zh-CN", {}), expected("language"));
  const stated = (column: string) => (cell(column) === "" ? null : answer(column));
  // Sheets without a column for charities had it among the marks.
  const marked = split(cell("marks"), /[;；]/).filter((one) => one !== "charity");
  const charity = stated("charity") ?? (split(cell("marks"), /[;；]/).includes("charity") || null);
  if (qualified && charity === false) need("charity", undefined, expected("charity-as-qualified"));
  const supervised = stated("supervised");
  if (supervised === false && cell("authority")) need("authority", undefined, expected("no-authority"));
  if (supervised !== false && cell("party_committee"))
    need("party_committee", undefined, expected("no-party-committee"));
  if (marked.some((one) => !marks.some((mark) => mark === one)))
    need("marks", undefined, expected("some-of", { options: marks }));
  if (!sound) return undefined;
  return {
    code,
    name,
    type: types[0],
    types: [...new Set(types)],
    registration,
    zone,
    district: cell("district"),
    party,
    qualified,
    language,
    marks: values.marks === undefined ? null : marks.filter((mark) => marked.includes(mark)),
    charity,
    supervised,
  } as RosterFields;
}

const split = (cell: string, sign: RegExp): string[] =>
  cell
    .split(sign)
    .map((one) => one.trim())
    .filter(Boolean);

function oneOf<T extends string>(codes: readonly T[], value: string, names: Readonly<Record<string, T>>) {
  return codes.find((code) => code === value) ?? (Object.hasOwn(names, value) ? names[value] : undefined);
}

function listed(codes: readonly string[], names: Readonly<Record<string, string>>): Expectation {
  const named = (code: string): string => `${code} ${Object.keys(names).find((name) => names[name] === code)}`;
  return expected("one-of", { options: codes.map(named) });
}

function zoneOf(value: string, known: Map<string, Zone | undefined>): Zone | undefined {
  if (!known.has(value)) known.set(value, checkZone(value));
  return known.get(value);
}

/** Offsets such as +08:00 are not accepted as zones, because they have no daylight saving time. */
function checkZone(value: string): Zone | undefined {
  if (!/^[A-Za-z]/.test(value)) return undefined;
  try {
    const resolved = new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone;
    // Letter case is corrected; an old name such as Asia/Chongqing is kept.
    return resolved.toLowerCase() === value.toLowerCase() ? resolved : value;
  } catch {
    return undefined;
  }
}
