import { dutyOf } from "../catalogue/packs/index.ts";
import type { Occurrence } from "../planning/plan.ts";
import type { LocalDate, Zone } from "../terms.ts";
import { rollBack } from "../time/business-days.ts";
import type { Calendar } from "../time/calendar.ts";
import { periodOfKey } from "../time/periods.ts";
import { instantAt } from "../time/zones.ts";
import { drillKind } from "./kinds/drill.ts";
import { firstSteps, firstTerm } from "./kinds.ts";
import { type CaseSurroundings, type Opened, type OpenedTask, openSteps } from "./opening.ts";

/** What a planned case's tasks are opened with. */
export interface PlannedOpening
  extends Required<Pick<Opened, "caseId" | "organizationId" | "shard" | "zone" | "policy" | "term">> {
  /** First day of the organization. */
  joined: LocalDate;
}

/** The tasks with which a planned case begins. */
export function openOccurrence(
  occurrence: Occurrence,
  { joined, ...opening }: PlannedOpening,
  around: CaseSurroundings,
  now: Date,
): OpenedTask[] {
  const duty = dutyOf(occurrence.duty);
  const openedAt = openingInstant(occurrence, joined, now);
  const until = endOfPeriod(occurrence, opening.zone, around.calendar);
  const { dueAt, facts } = firstTerm(duty, openedAt, occurrence.dueAt, opening.zone, around.calendar, until);
  const { askedBy } = occurrence;
  const known = { ...facts, ...(askedBy && askedBy < occurrence.dueOn && { askedBy }) };
  return openSteps({ ...opening, duty, openedAt, endsAt: dueAt, facts: known }, firstSteps(duty), around);
}

/**
 * Since when it is asked. Who joined in the middle of a period, and whose level changed there, is asked from then on; whom an outage kept
 * waiting is told that it is late.
 */
export function openingInstant({ cut, opensOn, opensAt }: Occurrence, joined: LocalDate, now: Date): Date {
  const midway = cut === true || opensOn <= joined;
  return midway && now > opensAt ? now : opensAt;
}

/** By when the case of a period is over: an organization may be asked in a month of its own, and be done by the end of the period. */
export function endOfPeriod({ duty, period, dueOn, dueAt }: Occurrence, zone: Zone, calendar: Calendar): Date {
  if (dutyOf(duty).kind !== drillKind) return dueAt;
  const last = rollBack(calendar, periodOfKey(period).to);
  return last > dueOn ? instantAt(last, "18:00", zone) : dueAt;
}
