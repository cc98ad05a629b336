import { type Expectation, expected } from "../reasons/index.ts";
import type { LanguageCode, Role } from "../terms.ts";
import { parsePhone } from "./address.ts";
import { type CellError, cellProblem, printable } from "./cell.ts";
import { columnError, type RosterFields, readFields, roleColumns } from "./columns.ts";
import { type Mailbox, parseMailbox, splitMailboxes } from "./mailbox.ts";

export type { CellError } from "./cell.ts";
export { rosterColumns, writtenColumns } from "./columns.ts";

/** One person, the same object for every organization and role that names them. */
export interface RosterPerson {
  /** Key of a person: the e-mail address, otherwise telephone number and name. */
  key: string;
  name: string;
  /** In lower case. */
  email?: string;
  /** E.164. */
  phone?: string;
  /** Language of the first organization that names them. */
  language: LanguageCode;
}

export interface OrganizationRow extends RosterFields {
  /** Row in the sheet; the header is row 1. */
  row: number;
  people: readonly { role: Role; person: RosterPerson }[];
}

export interface Roster {
  /** Rows without errors. An import is all or nothing: use them only if `errors` is empty. */
  organizations: OrganizationRow[];
  /** The people in those rows, each once. */
  people: RosterPerson[];
  errors: CellError[];
}

/** Maximum number of characters in a cell of people: about a hundred of them. */
const longestRoleCell = 20_000;
const longestField = 200;

/**
 * Parses a sheet of organizations with their people (columns: examples/README.md) that was split into cells. Never throws: every error has its row,
 * column, value and what was expected. An invalid header is reported alone, because the cells below cannot be interpreted.
 */
export function parseRoster(header: readonly string[], rows: readonly (readonly string[])[]): Roster {
  const columns = header.map((cell, index) => (index === 0 ? cell.replace(/^\uFEFF/, "") : cell).trim().toLowerCase());
  const errors: CellError[] = columnError(columns, header);
  if (errors.length > 0) return { organizations: [], people: [], errors };
  const places = new Map(columns.map((column, index) => [column, index]));
  const sheet = new Sheet(places);
  const organizations: OrganizationRow[] = [];
  rows.forEach((cells, index) => {
    const organization = sheet.read(index + 2, cells);
    if (organization) organizations.push(organization);
  });
  return { organizations, people: sheet.named(organizations), errors: sheet.errors };
}

/** Where a person was first named. */
interface CellPlace {
  firstRow: number;
  firstColumn: string;
}

/** State from row to row: codes, people and telephone numbers found so far. */
class Sheet {
  readonly errors: CellError[] = [];
  private readonly codes = new Map<string, number>();
  private readonly people = new Map<string, { person: RosterPerson; at: CellPlace; phoneAt: CellPlace }>();
  private readonly phones = new Map<string, string | undefined>();
  private readonly zones = new Map<string, string | undefined>();
  private readonly places: ReadonlyMap<string, number>;

  constructor(places: ReadonlyMap<string, number>) {
    this.places = places;
  }

  read(row: number, cells: readonly string[]): OrganizationRow | undefined {
    const before = this.errors.length;
    if (cells.length !== this.places.size) {
      this.refuse(
        row,
        "",
        cells.join(","),
        expected("cells-as-header", { cells: this.places.size, has: cells.length }),
      );
      return undefined;
    }
    const bad = new Set<string>();
    const values: Record<string, string> = {};
    for (const [column, place] of this.places) {
      const value = cells[place] ?? "";
      const problem = cellProblem(value, roleColumns.has(column) ? longestRoleCell : longestField);
      if (problem) {
        this.refuse(row, column, value, problem);
        bad.add(column);
      }
      values[column] = value.trim();
    }
    const fields = readFields(values, this.zones, (column, instead) => {
      if (!bad.has(column)) this.refuse(row, column, values[column] ?? "", instead);
    });
    this.once(row, values.code ?? "");
    const language = fields?.language ?? "zh-CN";
    const people: { role: Role; person: RosterPerson }[] = [];
    for (const [column, role] of roleColumns) {
      if (!bad.has(column)) this.hold(row, column, role, values[column] ?? "", language, people);
    }
    if (people.length === 0 && this.errors.length === before) {
      this.refuse(row, "secretariat", "", expected("some-person"));
    }
    return fields && this.errors.length === before ? { row, ...fields, people } : undefined;
  }

  named(organizations: readonly OrganizationRow[]): RosterPerson[] {
    return [...new Set(organizations.flatMap((organization) => organization.people.map(({ person }) => person)))];
  }

  private hold(
    row: number,
    column: string,
    role: Role,
    cell: string,
    language: LanguageCode,
    people: { role: Role; person: RosterPerson }[],
  ): void {
    const here = new Set<RosterPerson>();
    for (const text of splitMailboxes(cell)) {
      const mailbox = parseMailbox(text, (value) => this.phone(value));
      if ("expected" in mailbox) {
        this.refuse(row, column, mailbox.value, mailbox.expected);
        continue;
      }
      const person = this.person(row, column, mailbox, language);
      if (person && !here.has(person)) people.push({ role, person });
      if (person) here.add(person);
    }
  }

  /** The person of a mailbox; a contradiction with an earlier mailbox is an error that names both places. */
  private person(row: number, column: string, mailbox: Mailbox, language: LanguageCode): RosterPerson | undefined {
    const key = mailbox.email ?? `${mailbox.phone} ${mailbox.name}`;
    const at = { firstRow: row, firstColumn: column };
    const known = this.people.get(key);
    if (!known) {
      const person: RosterPerson = { key, ...mailbox, language };
      this.people.set(key, { person, at, phoneAt: at });
      return person;
    }
    const { person } = known;
    if (person.name !== mailbox.name) {
      this.refuse(row, column, `${mailbox.name} <${key}>`, expected("same-name", { ...known.at, name: person.name }));
      return undefined;
    }
    if (mailbox.phone !== undefined && person.phone === undefined) {
      person.phone = mailbox.phone;
      known.phoneAt = at;
    }
    if (mailbox.phone !== undefined && person.phone !== mailbox.phone) {
      const instead = expected("same-phone", { ...known.phoneAt, phone: person.phone ?? "", of: key });
      this.refuse(row, column, mailbox.phone, instead);
      return undefined;
    }
    return person;
  }

  /** A code may occur once in a sheet; the first row keeps it. */
  private once(row: number, code: string): void {
    if (code === "") return;
    const first = this.codes.get(code);
    if (first === undefined) this.codes.set(code, row);
    else this.refuse(row, "code", code, expected("code-once", { firstRow: first }));
  }

  private phone(value: string): string | undefined {
    if (value.length > 40) return undefined;
    if (!this.phones.has(value)) this.phones.set(value, parsePhone(value));
    return this.phones.get(value);
  }

  private refuse(row: number, column: string, value: string, instead: Expectation): void {
    this.errors.push({ row, column, value: printable(value), expected: instead });
  }
}
