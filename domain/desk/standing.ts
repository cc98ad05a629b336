/** How an organization stands, the worst first: one that nobody can reach is not merely late. */
export const organizationStates = ["unreachable", "silent", "late", "at-risk", "good"] as const;
export type OrganizationState = (typeof organizationStates)[number];

/** What of an organization says how it stands. */
export interface OrganizationFacts {
  /** Nobody who holds an office there has a working address. */
  unreachable: boolean;
  /** Its late tasks, and those of them of which nobody has done or said anything. */
  late: number;
  untouched: number;
  /** The earliest due instant of its late tasks. */
  lateSince: Date | null;
  /** Open tasks whose doer reported that they may fail and who was not answered, or that they are blocked. */
  atRisk: number;
}

/** For how long everything that is late must have been left alone before an organization is called silent. */
export const silentAfterMs = 3 * 86_400_000;

/** Silent: of all that is late nothing has been touched, and some of it for days. Somebody has to call. */
export function standingOf(facts: OrganizationFacts, now: Date): OrganizationState {
  const { unreachable, late, untouched, lateSince, atRisk } = facts;
  if (unreachable) return "unreachable";
  if (late > 0 && untouched === late && lateSince !== null && now.getTime() - lateSince.getTime() >= silentAfterMs)
    return "silent";
  if (late > 0) return "late";
  return atRisk > 0 ? "at-risk" : "good";
}
