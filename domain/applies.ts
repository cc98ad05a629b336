import type { Duty } from "./duty.ts";
import type { OrganizationType } from "./terms.ts";

/** What decides which duties an organization has. */
export interface Profile {
  type: OrganizationType;
  /** It has a party organization. */
  party: boolean;
  /** It may raise funds in public. */
  qualified: boolean;
}

/** Whether a duty is an organization's at all; overrides and pauses come on top. */
export function applies(duty: Pick<Duty, "types" | "party" | "unqualified">, organization: Profile): boolean {
  if (duty.party && !organization.party) return false;
  if (duty.unqualified && organization.qualified) return false;
  return duty.types === "ALL" || duty.types.includes(organization.type);
}
