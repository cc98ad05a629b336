import type { Duty } from "../../domain/catalogue/duty.ts";
import type { LocalDate } from "../../domain/terms.ts";
import { addDays, type Calendar } from "../../domain/time/calendar.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import type { CaseRow } from "../../records/cases/cases.ts";
import { occurrencesOf } from "../../records/cases/planned.ts";
import type { OrganizationRow } from "../../records/roster/holders.ts";
import { settingsOf } from "../../records/settings.ts";

/** In days: how far to look ahead; a yearly duty opens within it. */
const horizon = 400;

export interface NextPeriod {
  /** Key of the period. */
  key: string;
  opensAt: Date;
  /** The due day shown to the doer. */
  dueOn: LocalDate;
}

/** The period that follows a planned case, computed by the planner's own function. @returns null: none is planned, or it has opened already */
export async function nextPeriodOf(
  tx: Tx,
  { case: found, organization, duty }: { case: CaseRow; organization: OrganizationRow; duty: Duty },
  calendar: Calendar,
  now: Date,
): Promise<NextPeriod | null> {
  if (found.cadence === null || organization.closedAt) return null;
  const from = dateIn(found.openedAt, organization.zone);
  const rules = { calendar, settings: await settingsOf(tx) };
  const until = addDays(dateIn(now, organization.zone), horizon);
  const [next] = occurrencesOf(organization, [duty], from, rules, until)
    .filter(({ period, opensAt }) => period !== found.key && opensAt > found.openedAt)
    .sort((one, other) => one.opensAt.getTime() - other.opensAt.getTime());
  return next && next.opensAt > now
    ? { key: next.period, opensAt: next.opensAt, dueOn: next.askedBy ?? next.dueOn }
    : null;
}
