import { isSeverity, type Severity } from "../procedures/severity.ts";
import { type OrganizationType, organizationTypes, type Zone } from "../terms.ts";
import { addDays } from "../time/dates.ts";
import { dateIn, instantAt } from "../time/zones.ts";

/** Tables of the board. */
export const boardViews = ["late", "risk", "verdict", "asked", "unreachable", "aside"] as const;
export type BoardView = (typeof boardViews)[number];

/** Periods by which tasks can be filtered. */
export const duePeriods = ["today", "week", "month"] as const;
export type DuePeriod = (typeof duePeriods)[number];
const days: Readonly<Record<DuePeriod, number>> = { today: 0, week: 6, month: 30 };

/** The filter in the address of a board. */
export interface BoardFilter {
  search: string;
  duty: string;
  district: string;
  type: OrganizationType | null;
  severity: Severity | null;
  due: DuePeriod | null;
  view: BoardView | null;
  page: number;
}

export function readFilter(query: (name: string) => string | undefined): BoardFilter {
  const severity = query("severity");
  return {
    search: (query("q") ?? "").trim().slice(0, 80),
    duty: (query("duty") ?? "").slice(0, 8),
    district: (query("district") ?? "").slice(0, 40),
    type: organizationTypes.find((one) => one === query("type")) ?? null,
    severity: isSeverity(severity) ? severity : null,
    due: duePeriods.find((one) => one === query("due")) ?? null,
    view: boardViews.find((one) => one === query("view")) ?? null,
    page: Math.max(1, Math.min(1_000, Number.parseInt(query("page") ?? "1", 10) || 1)),
  };
}

/** Whether the filter excludes anything. */
export const isNarrow = ({ search, duty, district, type, severity, due }: BoardFilter): boolean =>
  Boolean(search || duty || district || type || severity || due);

/** The instant up to which tasks of a period are due. */
export const dueByOf = (due: DuePeriod, now: Date, zone: Zone): Date =>
  instantAt(addDays(dateIn(now, zone), days[due]), "24:00", zone);

/** The address of a filter with a change; another table begins on its first page. */
export function addressOf(filter: BoardFilter, change: { view?: BoardView | null; page?: number } = {}): string {
  const query = queryOf({ ...filter, view: change.view ?? null });
  if (change.page && change.page > 1) query.set("page", String(change.page));
  return query.size > 0 ? `/board?${query}` : "/board";
}

/** Query of a filter, without the page number; only this part of an address is ever stored. */
export function queryOf({ search, duty, district, type, severity, due, view }: BoardFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ q: search, duty, district, type, severity, due, view }))
    if (value) query.set(name, value);
  return query;
}

/** Parses the filter of a query, stored or typed. */
export function filterIn(query: string): BoardFilter {
  const given = new URLSearchParams(query.replace(/^[^?]*\?/, ""));
  return readFilter((name) => given.get(name) ?? undefined);
}
