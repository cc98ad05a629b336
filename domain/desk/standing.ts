/** States of an organization, worst first: an unreachable organization is worse than a late one. */
export const organizationStates = ["unreachable", "silent", "late", "at-risk", "good"] as const;
export type OrganizationState = (typeof organizationStates)[number];

/** The data that determine the state of an organization. */
export interface OrganizationFacts {
  /** No office holder there has a working address. */
  unreachable: boolean;
  /** Number of late tasks; and of those that nobody has touched: no report, no request for more time. */
  late: number;
  untouched: number;
  /** Earliest due instant of its late tasks. */
  lateSince: Date | null;
  /** When somebody of it last acted on any task; null: never recorded. */
  lastContactAt: Date | null;
  /** Number of open tasks whose doer reported a risk without an answer, or reported them as blocked. */
  atRisk: number;
}

/** In milliseconds: how long late tasks must be untouched before an organization counts as silent. */
export const silentAfterMs = 3 * 86_400_000;

/** In milliseconds: an organization with a contact this recent is not silent, whatever the contact was about. Contacts are recorded to the hour. */
export const recentContactMs = 7 * 86_400_000;

/** Since when there must have been a contact: since the late tasks became due, and within the last days. */
export const recentContactFrom = (lateSince: Date, now: Date): Date =>
  new Date(Math.max(lateSince.getTime(), now.getTime() - recentContactMs));

/**
 * The state of an organization. Silent: no late task was touched, some have been late for days, and there was no other contact: somebody must call.
 */
export function standingOf(facts: OrganizationFacts, now: Date): OrganizationState {
  const { unreachable, late, untouched, lateSince, lastContactAt, atRisk } = facts;
  if (unreachable) return "unreachable";
  if (late > 0 && untouched === late && lateSince !== null && now.getTime() - lateSince.getTime() >= silentAfterMs) {
    const recent = lastContactAt !== null && lastContactAt >= recentContactFrom(lateSince, now);
    return recent ? "late" : "silent";
  }
  if (late > 0) return "late";
  return atRisk > 0 ? "at-risk" : "good";
}
