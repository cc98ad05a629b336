import { shapeHeight } from "../messages/shapes.ts";
import { aboveDoer } from "../tasks/role-chain.ts";
import { type Channel, channels } from "../terms.ts";
import type { Audience, AudienceNotice, Policy } from "./policy.ts";
import type { Anchor, Rung } from "./rungs.ts";

/**
 * Rank of a rung in the escalation: its position among those of the due day and after, from 0.
 * @returns −1: a rung before D, or one that the policy does not have (any more)
 */
export function reach(policy: Policy, rungName: string): number {
  const name = rungName.split("#", 1)[0];
  return policy.rungs
    .filter((rule) => rule.from === "due" && rule.offset.n >= 0)
    .findIndex((rule) => rule.name === name);
}

/**
 * Recipients of a rung for a task that climbed higher under an earlier D. A rank once reached is not climbed again from the bottom: from the new D
 * on, the recipients of `highestRung` are notified too. Before the new D nobody above the doer is notified. Recipients of the rung itself keep its
 * shape.
 * @param again the D is not the first one: it was extended, or the task was returned
 */
export function lift(
  policy: Policy,
  anchor: Anchor,
  rung: Rung,
  highestRung: string | null,
  again = highestRung !== null,
): AudienceNotice[] {
  const own = mergeNotices([rung]);
  // The previous task was missed: the opening of this one notifies the people whom that one had reached.
  const opening = rung.rule.from === "opened" && rung.rule.offset.n === 0 && rung.at < anchor.due;
  if (opening && highestRung !== null && !again) return alongside(own, upTo(policy, highestRung));
  if (rung.at < anchor.due) return again ? own.filter(({ audience }) => !aboveDoer.includes(audience)) : own;
  // A repetition follows the rung that it repeats, which included the reached recipients. Of two repeating rungs, each keeps its own days.
  if (highestRung === null || isRepetition(rung) || reach(policy, highestRung) <= reach(policy, rung.rule.name))
    return own;
  const name = highestRung.split("#", 1)[0];
  const higher = policy.rungs.find((rule) => rule.name === name)?.tell ?? [];
  const merged = new Map<Audience, AudienceNotice>(own.map((notice) => [notice.audience, notice]));
  for (const notice of higher) {
    const held = merged.get(notice.audience);
    const shape = held?.shape ?? notice.shape;
    merged.set(notice.audience, { ...notice, shape, channels: union(held?.channels ?? [], notice.channels) });
  }
  return [...merged.values()];
}

/** Recipients of the rungs of the due day and after, up to a rung, by e-mail. */
function upTo(policy: Policy, rungName: string): AudienceNotice[] {
  const height = reach(policy, rungName);
  const rungs = policy.rungs.filter((rule) => {
    const own = reach(policy, rule.name);
    return own >= 0 && own <= height;
  });
  return rungs.flatMap(({ tell }) => tell.map((notice) => ({ ...notice, channels: ["email"] })));
}

/** Adds recipients; an audience that is notified anyway keeps its own. */
const alongside = (own: readonly AudienceNotice[], others: readonly AudienceNotice[]): AudienceNotice[] => [
  ...new Map([...others, ...own].map((notice) => [notice.audience, notice])).values(),
];

/**
 * The rung from which a task begins whose duty was missed before: after one miss, the rung that the missed task had reached; after more, the one that
 * first notifies the authority. Null: nobody above the doer is notified.
 */
export function rungAfter(policy: Policy, missed: number, reached: string | null): string | null {
  if (missed < 2) return reached;
  const first = policy.rungs.find(
    ({ from, offset, tell }) =>
      from === "due" && offset.n >= 0 && tell.some(({ audience }) => audience === "authority"),
  );
  return first?.name ?? reached;
}

const isRepetition = (rung: Rung): boolean => rung.name !== rung.rule.name;

/** Recipients of rungs at one instant: one entry for each audience, over all their channels, with the higher shape. */
export function mergeNotices(rungs: readonly Rung[]): AudienceNotice[] {
  const merged = new Map<Audience, AudienceNotice>();
  for (const { rule } of rungs)
    for (const notice of rule.tell) {
      const held = merged.get(notice.audience);
      if (!held) merged.set(notice.audience, notice);
      else
        merged.set(notice.audience, {
          audience: notice.audience,
          channels: union(held.channels, notice.channels),
          shape: shapeHeight[notice.shape] > shapeHeight[held.shape] ? notice.shape : held.shape,
        });
    }
  return [...merged.values()];
}

function union(a: readonly Channel[], b: readonly Channel[]): Channel[] {
  return channels.filter((channel) => a.includes(channel) || b.includes(channel));
}
