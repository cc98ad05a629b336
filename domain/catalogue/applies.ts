import type { Mark, OrganizationType, Registration } from "../terms.ts";
import type { Duty } from "./duty.ts";

/** What decides which duties an organization has. */
export interface Profile {
  type: OrganizationType;
  /** It has a party organization. */
  party: boolean;
  /** It may raise funds in public. */
  qualified: boolean;
  registration: Registration;
  marks: readonly Mark[];
}

/** Whether a duty is an organization's at all; overrides and pauses come on top. */
export function applies(
  duty: Pick<Duty, "types" | "party" | "charity" | "unqualified" | "registrations" | "mark">,
  organization: Profile,
): boolean {
  if (duty.party && !organization.party) return false;
  if (duty.charity && !isCharity(organization)) return false;
  if (duty.unqualified && organization.qualified) return false;
  if (duty.registrations && !duty.registrations.includes(organization.registration)) return false;
  if (duty.mark && !organization.marks.includes(duty.mark)) return false;
  return duty.types === "ALL" || duty.types.includes(organization.type);
}

/** Only a charity is ever qualified to raise funds in public, whatever its type. */
export const isCharity = ({ type, qualified, marks }: Profile): boolean =>
  type === "CHA" || qualified || marks.includes("charity");
