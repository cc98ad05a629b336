import { isSeverity, type Severity } from "../procedures/severity.ts";
import { type OrganizationType, organizationTypes, type Zone } from "../terms.ts";
import { addDays } from "../time/dates.ts";
import { dateIn, instantAt } from "../time/zones.ts";

/** Tables of the board. */
export const boardViews = ["late", "risk", "verdict", "asked", "unreachable", "aside"] as const;
export type BoardView = (typeof boardViews)[number];

/** By when what is shown is due. */
export const duePeriods = ["today", "week", "month"] as const;
export type DuePeriod = (typeof duePeriods)[number];
const days: Readonly<Record<DuePeriod, number>> = { today: 0, week: 6, month: 30 };

/** What a board's address asks for. */
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

/** Whether some of all that there is is asked for. */
export const isNarrow = ({ search, duty, district, type, severity, due }: BoardFilter): boolean =>
  Boolean(search || duty || district || type || severity || due);

/** The instant by which what is shown is due. */
export const dueByOf = (due: DuePeriod, now: Date, zone: Zone): Date =>
  instantAt(addDays(dateIn(now, zone), days[due]), "24:00", zone);

/** The same filter as an address, with a change; another view begins on its first page. */
export function addressOf(filter: BoardFilter, change: { view?: BoardView | null; page?: number } = {}): string {
  const query = queryOf({ ...filter, view: change.view ?? null });
  if (change.page && change.page > 1) query.set("page", String(change.page));
  return query.size > 0 ? `/board?${query}` : "/board";
}

/** What a filter asks for, without the page of a table: nothing else is ever kept of an address. */
export function queryOf({ search, duty, district, type, severity, due, view }: BoardFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ q: search, duty, district, type, severity, due, view }))
    if (value) query.set(name, value);
  return query;
}

/** The filter of a query as it was kept, or as somebody typed it. */
export function filterIn(query: string): BoardFilter {
  const given = new URLSearchParams(query.replace(/^[^?]*\?/, ""));
  return readFilter((name) => given.get(name) ?? undefined);
}
