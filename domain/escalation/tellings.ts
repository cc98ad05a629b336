import { shapeHeight } from "../messages/shapes.ts";
import { aboveDoer } from "../tasks/role-chain.ts";
import { type Channel, channels } from "../terms.ts";
import type { Audience, Policy, Telling } from "./policy.ts";
import type { Anchor, Rung } from "./rungs.ts";

/**
 * Height of a rung in the escalation: the place of its step among those of the due day and after, 0 the first.
 * @returns −1 for a step before D, or one the policy does not have (it was replaced)
 */
export function reach(policy: Policy, rungName: string): number {
  const name = rungName.split("#", 1)[0];
  return policy.steps
    .filter((step) => step.from === "due" && step.offset.n >= 0)
    .findIndex((step) => step.name === name);
}

/**
 * Tellings of a rung for a task that climbed higher under an earlier D: a rung once reached is not climbed again from
 * the bottom, so from the new D on those of `highestRung` are told along. Before the new D nobody above the doer hears anything. Who is
 * already told by this rung keeps its shape.
 * @param again the D is not the first one: more time was given, or it was returned
 */
export function lift(
  policy: Policy,
  anchor: Anchor,
  rung: Rung,
  highestRung: string | null,
  again = highestRung !== null,
): Telling[] {
  const own = mergeTellings([rung]);
  // The one before was missed: the opening of this one tells those whom that had reached.
  const opening = rung.step.from === "opened" && rung.step.offset.n === 0 && rung.at < anchor.due;
  if (opening && highestRung !== null && !again) return alongside(own, upTo(policy, highestRung));
  if (rung.at < anchor.due) return again ? own.filter(({ audience }) => !aboveDoer.includes(audience)) : own;
  // A repetition comes after the rung that it repeats, which has told along what was reached: of two that repeat, each keeps its own days.
  if (highestRung === null || isRepetition(rung) || reach(policy, highestRung) <= reach(policy, rung.step.name))
    return own;
  const name = highestRung.split("#", 1)[0];
  const higher = policy.steps.find((step) => step.name === name)?.tell ?? [];
  const merged = new Map<Audience, Telling>(own.map((telling) => [telling.audience, telling]));
  for (const telling of higher) {
    const held = merged.get(telling.audience);
    const shape = held?.shape ?? telling.shape;
    merged.set(telling.audience, { ...telling, shape, channels: union(held?.channels ?? [], telling.channels) });
  }
  return [...merged.values()];
}

/** Tellings of the rungs of the due day and after as far as one, by e-mail. */
function upTo(policy: Policy, rungName: string): Telling[] {
  const height = reach(policy, rungName);
  const steps = policy.steps.filter((step) => {
    const own = reach(policy, step.name);
    return own >= 0 && own <= height;
  });
  return steps.flatMap(({ tell }) => tell.map((telling) => ({ ...telling, channels: ["email"] })));
}

/** An audience that is told anyway keeps its own. */
const alongside = (own: readonly Telling[], others: readonly Telling[]): Telling[] => [
  ...new Map([...others, ...own].map((telling) => [telling.audience, telling])).values(),
];

/**
 * The rung from which a task begins whose duty was missed before: after one miss that which the missed one had reached, after more the
 * one that first tells the authority. Null: nobody above the doer is told.
 */
export function rungAfter(policy: Policy, missed: number, reached: string | null): string | null {
  if (missed < 2) return reached;
  const told = policy.steps.find(
    ({ from, offset, tell }) =>
      from === "due" && offset.n >= 0 && tell.some(({ audience }) => audience === "authority"),
  );
  return told?.name ?? reached;
}

const isRepetition = (rung: Rung): boolean => rung.name !== rung.step.name;

/** Tellings of rungs that meet: one an audience, over all their channels, with the higher shape. */
export function mergeTellings(rungs: readonly Rung[]): Telling[] {
  const merged = new Map<Audience, Telling>();
  for (const { step } of rungs)
    for (const telling of step.tell) {
      const held = merged.get(telling.audience);
      if (!held) merged.set(telling.audience, telling);
      else
        merged.set(telling.audience, {
          audience: telling.audience,
          channels: union(held.channels, telling.channels),
          shape: shapeHeight[telling.shape] > shapeHeight[held.shape] ? telling.shape : held.shape,
        });
    }
  return [...merged.values()];
}

function union(a: readonly Channel[], b: readonly Channel[]): Channel[] {
  return channels.filter((channel) => a.includes(channel) || b.includes(channel));
}
