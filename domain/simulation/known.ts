import type { Advance } from "../escalation/advance.ts";
import type { OpenedTask } from "../procedures/opening.ts";
import type { Bounds } from "../tasks/own-work.ts";
import type { SimulatedOrganization, SimulationRules } from "./scenario.ts";

/** What was reckoned of the same people by the same rules: organizations that are alike share it. */
export interface Known {
  /** What of an organization decides how its tasks open. */
  profile: string;
  doers: Map<string, readonly string[]>;
  bounds: Map<string, Bounds>;
  said: Map<string, Advance>;
  openings: Map<string, readonly OpenedTask[]>;
}

const shared = new WeakMap<SimulationRules, WeakMap<readonly unknown[], Omit<Known, "profile">>>();

export function knownOf(of: SimulatedOrganization, rules: SimulationRules): Known {
  const byHolders = shared.get(rules) ?? new WeakMap<readonly unknown[], Omit<Known, "profile">>();
  shared.set(rules, byHolders);
  const known = byHolders.get(of.holders) ?? {
    doers: new Map(),
    bounds: new Map(),
    said: new Map(),
    openings: new Map(),
  };
  byHolders.set(of.holders, known);
  const { type, types, party, qualified, registration, marks, charity, supervised, sites = [] } = of;
  const profile = [type, types, party, qualified, registration, marks, charity, supervised, sites.map(({ id }) => id)];
  return { ...known, profile: profile.join() };
}
