/** How an organization stands, the worst first: one that nobody can reach is not merely late. */
export const organizationStates = ["unreachable", "silent", "late", "at-risk", "good"] as const;
export type OrganizationState = (typeof organizationStates)[number];

/** What of an organization says how it stands. */
export interface OrganizationFacts {
  /** Nobody who holds an office there has a working address. */
  unreachable: boolean;
  /** Its late tasks, and those of them of which nobody has done or said anything: no report, no wish for more time. */
  late: number;
  untouched: number;
  /** The earliest due instant of its late tasks. */
  lateSince: Date | null;
  /** When anybody of it last did or said anything about any task; null: nobody knows of it. */
  heardAt: Date | null;
  /** Open tasks whose doer reported that they may fail and who was not answered, or that they are blocked. */
  atRisk: number;
}

/** For how long everything that is late must have been left alone before an organization is called silent. */
export const silentAfterMs = 3 * 86_400_000;

/** Whoever was heard within these days is not silent, whatever it was about (an instant that is kept to the hour). */
export const heardWithinMs = 7 * 86_400_000;

/** From when on somebody of an organization must have been heard: since what is late came due, and in the last days. */
export const heardFrom = (lateSince: Date, now: Date): Date =>
  new Date(Math.max(lateSince.getTime(), now.getTime() - heardWithinMs));

/**
 * Silent: of all that is late nothing has been touched, some of it for days, and nobody there has been heard about anything else. Somebody
 * has to call.
 */
export function standingOf(facts: OrganizationFacts, now: Date): OrganizationState {
  const { unreachable, late, untouched, lateSince, heardAt, atRisk } = facts;
  if (unreachable) return "unreachable";
  if (late > 0 && untouched === late && lateSince !== null && now.getTime() - lateSince.getTime() >= silentAfterMs) {
    const heard = heardAt !== null && heardAt >= heardFrom(lateSince, now);
    return heard ? "late" : "silent";
  }
  if (late > 0) return "late";
  return atRisk > 0 ? "at-risk" : "good";
}
