import { planCampaign } from "../../../client/kinds/campaign-plan.ts";
import { photo } from "../browser/pictures.ts";
import type { Founding, Organization } from "../organization.ts";
import type { World } from "../world.ts";

/** A planned campaign and its organization. */
export interface PlannedCampaign {
  organization: Organization;
  /** Id of the plan's case. */
  plan: string;
}

export type PlanArguments = [
  more: Partial<Parameters<typeof planCampaign>[1]> & { startsOn: string },
  founding?: Founding,
];

/** Creates an organization that plans a campaign. */
export async function planFor(city: World, ...[more, founding = {}]: PlanArguments): Promise<PlannedCampaign> {
  const organization = await city.organization(founding);
  const { caseId: plan } = await planCampaign(city.context, {
    organizationId: organization.id,
    key: "winter",
    title: "冬日暖阳",
    emergency: false,
    actor: "administrator",
    ...more,
  });
  await city.settled();
  return { organization, plan };
}

/** A photo of the agreement with both signatures. */
const signed = { name: "协议.jpg", mime: "image/jpeg", bytes: photo("协议") };

/** Submits a step of the plan. */
export async function submitPlan(
  city: World,
  { organization, plan }: PlannedCampaign,
  key: string,
  values: Record<string, string>,
  role: Parameters<Organization["person"]>[0] = "secretariat",
): Promise<void> {
  const files = key === "agreement" ? [signed] : [];
  await city.submit({ caseId: plan, key }, organization.person(role), values, files);
  await city.settled();
}

/** A filed plan. */
export const filed = { "filing-number": "4401000032100001A03001", certificate: "53440000A" };

/** A checklist in order, except for the given items; each finding has its note. */
function checklist(field: string, items: Readonly<Record<string, string>>, note: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(items).flatMap(([item, answer]) => [
      [`${field}.${item}`, answer],
      ...(answer === "finding" ? [[`${field}.${item}.note`, note]] : []),
    ]),
  );
}

/** A published solicitation notice. */
export const shown = (answers: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  address: "https://example.org/notice",
  ...checklist(
    "items",
    { name: "ok", certificate: "ok", plan: "ok", contacts: "ok", query: "ok", platform: "na", ...answers },
    "漏了",
  ),
});

/** The terms of an agreement with a partner. */
export const agreed = (answers: Readonly<Record<string, string>> = {}): Record<string, string> =>
  checklist("terms", { written: "ok", account: "ok", "own-name": "ok", supervision: "ok", ...answers }, "未写");
