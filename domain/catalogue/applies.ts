import type { Mark, OrganizationType, Registration } from "../terms.ts";
import type { Duty } from "./duty.ts";

/** What decides which duties an organization has. */
export interface Profile {
  /** Its type, or the first of several. */
  type: OrganizationType;
  /** All of its types, where it has several. @default its type alone */
  types?: readonly OrganizationType[];
  /** It has a party organization. */
  party: boolean;
  /** It may raise funds in public. */
  qualified: boolean;
  registration: Registration;
  marks: readonly Mark[];
  /** It is registered or recognized as a charity (慈善组织). @default what its type and its qualification say */
  charity?: boolean | null;
  /** It has a supervising authority (业务主管单位); otherwise the registrar stands in. @default true */
  supervised?: boolean;
}

/** Whether a duty is an organization's at all; overrides and pauses come on top. */
export function applies(
  duty: Pick<Duty, "types" | "party" | "charity" | "unqualified" | "supervised" | "registrations" | "mark">,
  organization: Profile,
): boolean {
  if (duty.party && !organization.party) return false;
  if (duty.charity && !isCharity(organization)) return false;
  if (duty.unqualified && organization.qualified) return false;
  if (duty.supervised !== undefined && duty.supervised !== (organization.supervised ?? true)) return false;
  if (duty.registrations && !duty.registrations.includes(organization.registration)) return false;
  if (duty.mark && !organization.marks.includes(duty.mark)) return false;
  const { types } = duty;
  return types === "ALL" || typesOf(organization).some((type) => types.includes(type));
}

/** Every type of an organization, its first in front. */
export const typesOf = ({ type, types = [] }: Pick<Profile, "type" | "types">): readonly OrganizationType[] =>
  types.length > 0 ? types : [type];

/** Charity status stands beside the type: where nobody said, that type has it, and whoever may raise funds in public. */
export const isCharity = (organization: Profile): boolean =>
  organization.charity ?? (organization.qualified || typesOf(organization).includes("CHA"));
