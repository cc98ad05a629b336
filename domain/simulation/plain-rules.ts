import { allDuties, dutyOf } from "../catalogue/packs/index.ts";
import type { Offset, Policy } from "../escalation/policy.ts";
import { credits } from "../planning/credits.ts";
import type { PlannedDuty } from "../planning/plan.ts";
import type { Overlay } from "../time/announced.ts";
import { chinaCalendar } from "../time/calendar.ts";
import type { Kind } from "./alike.ts";
import type { SimulationRules } from "./scenario.ts";

/** Rules as plain data, which can be passed to another thread. */
export interface PlainRules {
  overlay: Overlay | undefined;
  policies: ReadonlyMap<string, Policy>;
  /** Settings, by the key of organizations with equal settings. */
  set: ReadonlyMap<string, PlainSettings>;
  /** The key of each organization. */
  words: ReadonlyMap<string, string>;
}

interface PlainSettings {
  planned: readonly (Omit<PlannedDuty, "duty"> & { duty: string })[];
  /** Policies set for duties instead of the catalogue's. */
  policies: Readonly<Record<string, string>>;
  terms: Readonly<Record<string, Readonly<Record<string, Offset>>>>;
  paused: readonly string[];
  off: readonly string[];
}

/** Rules of some organizations as plain data. */
export function plainRules(rules: SimulationRules, kinds: readonly Kind[]): PlainRules {
  const set = new Map<string, PlainSettings>();
  const words = new Map<string, string>();
  for (const { organization } of kinds) {
    const { id } = organization;
    // Planned duties are computed for each key.
    const word = rules.alike(organization);
    words.set(id, word);
    if (set.has(word)) continue;
    const terms = allDuties.map((duty) => [duty.number, rules.terms(duty, id)] as const);
    set.set(word, {
      planned: rules.planned(organization).map(({ duty, ...one }) => ({ ...one, duty: duty.number })),
      policies: Object.fromEntries(
        allDuties.flatMap((duty) => {
          const policy = rules.policy(duty, id);
          return policy === duty.policy ? [] : [[duty.number, policy]];
        }),
      ),
      terms: Object.fromEntries(terms.filter(([, of]) => Object.keys(of).length > 0)),
      paused: allDuties.filter((duty) => rules.paused(duty, id)).map(({ number }) => number),
      off: credits.filter(({ name }) => rules.creditOff(name, id)).map(({ name }) => name),
    });
  }
  return { overlay: rules.calendar.overlay, policies: rules.policies, set, words };
}

const none = {};

/** Restores rules from plain data. */
export function rulesFrom({ overlay, policies, set, words }: PlainRules): SimulationRules {
  const of = (id: string): PlainSettings | undefined => set.get(words.get(id) ?? "");
  const planned = new Map(
    [...set].map(([word, one]) => [word, one.planned.map(({ duty, ...more }) => ({ ...more, duty: dutyOf(duty) }))]),
  );
  return {
    calendar: chinaCalendar(overlay),
    policies,
    planned: ({ id }) => planned.get(words.get(id) ?? "") ?? [],
    policy: (duty, id) => of(id)?.policies[duty.number] ?? duty.policy,
    terms: (duty, id) => of(id)?.terms[duty.number] ?? none,
    paused: (duty, id) => of(id)?.paused.includes(duty.number) ?? false,
    creditOff: (line, id) => of(id)?.off.includes(line) ?? false,
    alike: ({ id }) => words.get(id) ?? "",
  };
}
