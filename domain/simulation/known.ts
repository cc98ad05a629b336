import type { Advance } from "../escalation/advance.ts";
import type { OpenedTask } from "../procedures/opening.ts";
import type { Bounds } from "../tasks/own-work.ts";
import { profile } from "./alike.ts";
import type { SimulatedOrganization, SimulationRules } from "./scenario.ts";

/** What was reckoned of the same people by the same rules: organizations that are alike share it. */
export interface Known {
  doers: Map<string, readonly string[]>;
  bounds: Map<string, Bounds>;
  said: Map<string, Advance>;
  /** Of organizations whose tasks open alike. */
  openings: Map<string, readonly OpenedTask[]>;
}

type OfPeople = Omit<Known, "openings"> & { openings: Map<string, Known["openings"]> };

const shared = new WeakMap<SimulationRules, Map<string, OfPeople>>();
/** People of whom is kept what was reckoned: organizations with the same follow one another. */
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
