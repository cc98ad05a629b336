import type { Holder } from "../tasks/people.ts";
import type { Zone } from "../terms.ts";
import type { Calendar } from "../time/calendar.ts";
import { type Advance, advance, type Climber, copiedOnce } from "./advance.ts";
import type { Policy } from "./policy.ts";
import { isCopy } from "./rung-id.ts";

/** What a ladder will send at an instant. */
export interface Foreseen {
  at: Date;
  said: Advance;
}

/**
 * What a ladder will send if nobody acts, computed by the engine's own function at each instant. Empty for a task without a next step (settled,
 * paused, set aside, waiting for others); infinite if the policy repeats without end.
 * @param copied ids of the people who have had their copy under this D
 */
export function* foresee(
  task: Climber & { nextAt: Date | null },
  policy: Policy,
  around: { zone: Zone; calendar: Calendar; holders: readonly Holder[] },
  now: Date,
  copied: readonly string[] = [],
): Generator<Foreseen> {
  const copies = new Set(copied);
  let climber: Climber = task;
  let next = task.nextAt;
  while (next) {
    const at: Date = next > now ? next : now;
    const said: Advance = copiedOnce(advance(climber, policy, around, at), ({ personId }) => copies.has(personId));
    for (const { step, personId } of said.notices) if (isCopy(step)) copies.add(personId);
    if (said.rungNames.length > 0) yield { at, said };
    climber = { ...climber, processedThrough: said.processedThrough, highestRung: said.highestRung };
    next = said.next;
  }
}
