import { applies } from "../catalogue/applies.ts";
import { allDuties } from "../catalogue/packs/index.ts";
import { type Level, levels } from "../terms.ts";
import { figuresByPerson, type MonthFigures } from "./figures.ts";
import type { Span } from "./scenario.ts";
import { messagesOf } from "./sending.ts";
import { simulate } from "./simulate.ts";
import {
  defaultRules,
  type SimulatedType,
  type Size,
  secretariat,
  simulatedTypes,
  sizes,
  tableIds,
  typicalOrganization,
} from "./typical.ts";

/** Workload of the secretariat in a month: averages over a year, and the worst month of any organization. */
export interface TableRow {
  type: SimulatedType;
  level: Level;
  size: Size;
  actsMean: number;
  actsWorst: number;
  mailsMean: number;
  mailsWorst: number;
  smsMean: number;
  openWorst: number;
}

/** The year of the table; its calendar was announced, so that the result is always the same. */
export const tableYear: Span = { from: "2026-01-01", to: "2026-12-31", answers: "on-time" };

/** One row of the table. */
export function tableRow(type: SimulatedType, level: Level, size: Size): TableRow {
  const figures = figuresOf(type, level, size);
  return { type, level, size, ...figures };
}

const known = new Map<string, Omit<TableRow, "type" | "level" | "size">>();

/** Figures of a type; types with the same duties are computed once. */
function figuresOf(type: SimulatedType, level: Level, size: Size): Omit<TableRow, "type" | "level" | "size"> {
  const profile = typicalOrganization(type, size, "");
  const duties = allDuties.filter((duty) => duty.cadence !== undefined && applies(duty, profile));
  const key = [level, size, ...duties.map(({ number }) => number)].join("/");
  const figures = known.get(key) ?? reckoned(type, level, size);
  known.set(key, figures);
  return figures;
}

function reckoned(type: SimulatedType, level: Level, size: Size): Omit<TableRow, "type" | "level" | "size"> {
  const rules = defaultRules(level);
  const months: MonthFigures[] = [];
  for (const id of tableIds) {
    const organization = typicalOrganization(type, size, id);
    const found = simulate(organization, rules, tableYear);
    const messages = messagesOf(found.notices, organization.zone);
    months.push(...(figuresByPerson([found], messages, tableYear, organization.zone).get(secretariat) ?? []));
  }
  const mean = (what: "acts" | "mails" | "sms"): number =>
    Math.round((months.reduce((sum, one) => sum + one[what], 0) / months.length) * 100) / 100;
  const worst = (what: "acts" | "mails" | "open"): number => Math.max(...months.map((one) => one[what]));
  return {
    ...{ actsMean: mean("acts"), actsWorst: worst("acts"), mailsMean: mean("mails") },
    ...{ mailsWorst: worst("mails"), smsMean: mean("sms"), openWorst: worst("open") },
  };
}

/** Every row: nine types, three levels, two sizes. */
export const tableRows = (): TableRow[] =>
  simulatedTypes.flatMap((type) => levels.flatMap((level) => sizes.map((size) => tableRow(type, level, size))));
