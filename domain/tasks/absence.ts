import type { Holder } from "./holder.ts";
import { roleChain } from "./role-chain.ts";

/** Somebody is away from one organization, and who does their work there meanwhile. */
export interface Absence {
  personId: string;
  delegateId: string;
  from: Date;
  /** It is over at this instant. */
  until: Date;
}

const overlap = (one: { from: Date; until: Date }, other: { from: Date; until: Date }) => {
  const from = new Date(Math.max(one.from.getTime(), other.from.getTime()));
  const until = new Date(Math.min(one.until.getTime(), other.until.getTime()));
  return from < until ? { from, until } : null;
};

/**
 * Whether with a new absence there would be an instant at which work comes back to whoever is away: delegates who are away pass it
 * on in their turn.
 * @param others of the same organization
 */
export function wouldLoop(absence: Absence, others: readonly Absence[]): boolean {
  const comesBack = (personId: string, within: { from: Date; until: Date }, passed: readonly string[]): boolean =>
    personId === absence.personId ||
    others.some((one) => {
      const common = one.personId === personId && !passed.includes(personId) ? overlap(one, within) : null;
      return common !== null && comesBack(one.delegateId, common, [...passed, personId]);
    });
  return comesBack(absence.delegateId, absence, []);
}

/** Whether somebody of an organization is away: most of the time nobody is, and nothing is looked at twice. */
export const isAnybodyAway = (holders: readonly Holder[]): boolean => holders.some(({ away }) => away !== undefined);

/**
 * Who does a person's work at this moment: themselves, or the delegate, who may be away too. A delegate who holds nothing in the
 * organization any more stands in for nobody; nor does anybody in a circle, which is refused when it is made.
 */
export function standInOf(personId: string, holders: readonly Holder[]): string {
  const passed: string[] = [];
  let at = personId;
  for (;;) {
    const delegate = holders.find((one) => one.personId === at && one.away !== undefined)?.away;
    if (delegate === undefined || !holders.some((one) => one.personId === delegate)) return at;
    passed.push(at);
    if (passed.includes(delegate)) return personId;
    at = delegate;
  }
}

/** Those whose work somebody does at this moment beside their own. */
export const principalsOf = (personId: string, holders: readonly Holder[]): string[] => [
  ...new Set(
    holders.flatMap((one) =>
      one.away !== undefined && one.personId !== personId && standInOf(one.personId, holders) === personId
        ? [one.personId]
        : [],
    ),
  ),
];

const present = new WeakMap<readonly Holder[], readonly Holder[]>();

/** The same people as if nobody were away: whoever is may still act. */
export function asPresent(holders: readonly Holder[]): readonly Holder[] {
  if (!isAnybodyAway(holders)) return holders;
  const known = present.get(holders);
  if (known) return known;
  const all = holders.map(({ personId, role }) => ({ personId, role }));
  present.set(holders, all);
  return all;
}

/** Who arranges for the work of somebody who is away without a delegate: the secretariat, else the next role up. @returns null: there is nobody */
export function whoArranges(personId: string, holders: readonly Holder[]): string | null {
  for (const role of roleChain)
    for (const one of holders) {
      if (one.role !== role || one.personId === personId) continue;
      const there = standInOf(one.personId, holders);
      if (there !== personId) return there;
    }
  return null;
}
