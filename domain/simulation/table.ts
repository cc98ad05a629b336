import { monthOf } from "../planning/start.ts";
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
  typicalOrganization,
} from "./typical.ts";

/** What a month asks of the secretariat's person: means over a year, and the worst month of any organization. */
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

/** The year of the table: one whose calendar is announced, so that it reads the same whenever it is made. */
export const tableYear: Span = { from: "2026-01-01", to: "2026-12-31", answers: "on-time" };

const yearlyDuty = {};
/** Organizations whose months for what is half-yearly and yearly are each of those that there are, once. */
export const tableIds: readonly string[] = (() => {
  const found = new Map<string, string>();
  for (let n = 1; found.size < 60; n += 1) {
    const start = { id: `organization-${n}`, joined: "2020-01-01", gentle: true };
    const months = [monthOf(start, yearlyDuty, "half-yearly"), monthOf(start, yearlyDuty, "yearly")].join("/");
    if (!found.has(months)) found.set(months, start.id);
  }
  return [...found.values()];
})();

/** One row of the table. */
export function tableRow(type: SimulatedType, level: Level, size: Size, span: Span = tableYear): TableRow {
  const rules = defaultRules(level);
  const months: MonthFigures[] = [];
  for (const id of tableIds) {
    const organization = typicalOrganization(type, size, id);
    const found = simulate(organization, rules, span);
    const messages = messagesOf(found.notices, organization.zone);
    months.push(...(figuresByPerson([found], messages, span, organization.zone).get(secretariat) ?? []));
  }
  const mean = (what: "acts" | "mails" | "sms"): number =>
    Math.round((months.reduce((sum, one) => sum + one[what], 0) / months.length) * 100) / 100;
  const worst = (what: "acts" | "mails" | "open"): number => Math.max(...months.map((one) => one[what]));
  return {
    ...{ type, level, size, actsMean: mean("acts"), actsWorst: worst("acts"), mailsMean: mean("mails") },
    ...{ mailsWorst: worst("mails"), smsMean: mean("sms"), openWorst: worst("open") },
  };
}

/** Every row: nine types, three levels, two sizes. */
export const tableRows = (): TableRow[] =>
  simulatedTypes.flatMap((type) => levels.flatMap((level) => sizes.map((size) => tableRow(type, level, size))));
