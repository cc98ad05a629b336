import type { Mark, OrganizationType, Registration } from "../terms.ts";
import type { Duty } from "./duty.ts";

/** The attributes of an organization that decide which duties apply to it. */
export interface Profile {
  /** Its type, or the first of several. */
  type: OrganizationType;
  /** All of its types, if it has several. @default its type alone */
  types?: readonly OrganizationType[];
  /** It has a party organization. */
  party: boolean;
  /** It may raise funds from the public. */
  qualified: boolean;
  registration: Registration;
  marks: readonly Mark[];
  /** It is registered or recognized as a charity (慈善组织). @default derived from its type and its fundraising qualification */
  charity?: boolean | null;
  /** It has a supervising authority (业务主管单位); otherwise the registrar takes its place. @default true */
  supervised?: boolean;
}

/** Whether a duty applies to an organization, before settings and pauses. */
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

/** All types of an organization, its first type first. */
export const typesOf = ({ type, types = [] }: Pick<Profile, "type" | "types">): readonly OrganizationType[] =>
  types.length > 0 ? types : [type];

/** Whether an organization is a charity. Without a statement, those of type CHA and those that may raise funds from the public are. */
export const isCharity = (organization: Profile): boolean =>
  organization.charity ?? (organization.qualified || typesOf(organization).includes("CHA"));
