import { applies, type Profile } from "../catalogue/applies.ts";
import type { Duty, EventName } from "../catalogue/duty.ts";
import { allDuties, dutyOf } from "../catalogue/packs/index.ts";
import { procedureOf } from "./kinds.ts";

/**
 * Duties whose cases an event starts in an organization: those that name it and apply; where one case serves several rows of a kind, only the leading
 * one. The single table of triggers, which `duban duty show` prints.
 * @param source duty of the case from which the event came; null: none
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

/** Events whose duties are due with the tasks of a month's end, on its last workday, because nothing about them is urgent. */
const unhurried: readonly EventName[] = ["drill-held"];
export const joinsSheet = (event: EventName | null): boolean => event !== null && unhurried.includes(event);
