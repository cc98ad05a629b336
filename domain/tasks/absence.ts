import type { Holder } from "./holder.ts";
import { roleChain } from "./role-chain.ts";

/** A person is away from one organization, and who does their work there meanwhile. */
export interface Absence {
  personId: string;
  delegateId: string;
  from: Date;
  /** The absence is over at this instant. */
  until: Date;
}

const overlap = (one: { from: Date; until: Date }, other: { from: Date; until: Date }) => {
  const from = new Date(Math.max(one.from.getTime(), other.from.getTime()));
  const until = new Date(Math.min(one.until.getTime(), other.until.getTime()));
  return from < until ? { from, until } : null;
};

/**
 * Whether a new absence would close a loop: at some instant the work would come back to the absent person, because delegates who are away pass it on.
 * @param others absences of the same organization
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

/** Whether anybody of an organization is away; usually nobody is, and further checks are skipped. */
export const isAnybodyAway = (holders: readonly Holder[]): boolean => holders.some(({ away }) => away !== undefined);

/**
 * Who does a person's work at this moment: themselves, or the delegate, who may be away too. A delegate without a role in the organization stands in
 * for nobody; nor does anybody in a loop, which is refused when it is recorded.
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

/** Ids of the person and of those for whom they currently stand in. */
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

/** The same people as if nobody were away: an absent person may still act. */
export function asPresent(holders: readonly Holder[]): readonly Holder[] {
  if (!isAnybodyAway(holders)) return holders;
  const known = present.get(holders);
  if (known) return known;
  const all = holders.map(({ personId, role }) => ({ personId, role }));
  present.set(holders, all);
  return all;
}

/** Who arranges the work of a person who is away without a delegate: the secretariat, otherwise the next role up. @returns null: nobody */
export function whoArranges(personId: string, holders: readonly Holder[]): string | null {
  for (const role of roleChain)
    for (const one of holders) {
      if (one.role !== role || one.personId === personId) continue;
      const there = standInOf(one.personId, holders);
      if (there !== personId) return there;
    }
  return null;
}
