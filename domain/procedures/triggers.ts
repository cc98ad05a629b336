import { applies, type Profile } from "../catalogue/applies.ts";
import type { Duty, EventName } from "../catalogue/duty.ts";
import { allDuties, dutyOf } from "../catalogue/packs/index.ts";
import { procedureOf } from "./kinds.ts";

/**
 * Duties whose cases an event starts in an organization: those that name it and apply; where one case serves several rows of a
 * kind, the one that leads it. The one table of triggers, which `duban duty show` prints.
 * @param source duty of the case it came out of; null: none
 */
export function startedBy(event: EventName, organization: Profile, source: string | null = null): Duty[] {
  const started = new Map<string, Duty>();
  for (const duty of allDuties) {
    const { leads, listens } = procedureOf(duty.kind);
    if (listens === true || listens?.includes(event) || !duty.events.includes(event) || !applies(duty, organization))
      continue;
    const lead = leads?.({ event, organization, source }) ?? null;
    const leading = lead === null ? duty : dutyOf(lead);
    if (applies(leading, organization)) started.set(leading.number, leading);
  }
  return [...started.values()];
}

/** What these events start is due with the sheet of a month, on its last workday: nothing is in danger that could not wait for it. */
const unhurried: readonly EventName[] = ["drill-held"];
export const joinsSheet = (event: EventName | null): boolean => event !== null && unhurried.includes(event);
