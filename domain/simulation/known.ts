import type { Advance } from "../escalation/advance.ts";
import type { OpenedTask } from "../procedures/opening.ts";
import type { Bounds } from "../tasks/own-work.ts";
import { profile } from "./alike.ts";
import type { SimulatedOrganization, SimulationRules } from "./scenario.ts";

/** Cached results for the same people under the same rules, shared by similar organizations. */
export interface Known {
  doers: Map<string, readonly string[]>;
  bounds: Map<string, Bounds>;
  said: Map<string, Advance>;
  /** First tasks, by organizations for which the same tasks open. */
  openings: Map<string, readonly OpenedTask[]>;
}

type OfPeople = Omit<Known, "openings"> & { openings: Map<string, Known["openings"]> };

const shared = new WeakMap<SimulationRules, Map<string, OfPeople>>();
/** Number of groups of people whose results are cached: organizations with the same people are adjacent. */
const most = 8;

export function knownOf(of: SimulatedOrganization, rules: SimulationRules): Known {
  const byPeople = shared.get(rules) ?? new Map<string, OfPeople>();
  shared.set(rules, byPeople);
  const people = JSON.stringify([of.zone, of.holders]);
  const known = byPeople.get(people) ?? { doers: new Map(), bounds: new Map(), said: new Map(), openings: new Map() };
  byPeople.delete(people);
  byPeople.set(people, known);
  const [oldest] = byPeople.keys();
  if (byPeople.size > most && oldest !== undefined) byPeople.delete(oldest);
  const likeness = [profile(of), rules.alike(of), of.zone, of.sites?.map(({ id }) => id)].join();
  const openings = known.openings.get(likeness) ?? new Map();
  known.openings.set(likeness, openings);
  return { ...known, openings };
}
