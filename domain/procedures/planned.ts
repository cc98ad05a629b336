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

/** What is needed to open a planned case's tasks. */
export interface PlannedOpening
  extends Required<Pick<Opened, "caseId" | "organizationId" | "shard" | "zone" | "policy" | "term">> {
  /** Day on which the organization was added. */
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
 * The instant from which it is requested: in the middle of a period for an organization that was added or whose level changed there; after an outage
 * the original instant, so that the task counts as late.
 */
export function openingInstant({ cut, opensOn, opensAt }: Occurrence, joined: LocalDate, now: Date): Date {
  const midway = cut === true || opensOn <= joined;
  return midway && now > opensAt ? now : opensAt;
}

/** The end of a case's period: an organization may be asked in a month of its own and still have until then. */
export function endOfPeriod({ duty, period, dueOn, dueAt }: Occurrence, zone: Zone, calendar: Calendar): Date {
  if (dutyOf(duty).kind !== drillKind) return dueAt;
  const last = rollBack(calendar, periodOfKey(period).to);
  return last > dueOn ? instantAt(last, "18:00", zone) : dueAt;
}
