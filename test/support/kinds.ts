import { raiseEvent } from "../../client/cases/cases.ts";
import { startCall } from "../../client/kinds/call.ts";
import { startCampaign } from "../../client/kinds/campaign.ts";
import { planCampaign } from "../../client/kinds/campaign-plan.ts";
import { planGathering } from "../../client/kinds/gathering.ts";
import { reportHazard } from "../../client/kinds/hazard.ts";
import { planMatter } from "../../client/kinds/matter.ts";
import { raiseOpinion } from "../../client/kinds/opinion.ts";
import { startProject } from "../../client/kinds/project.ts";
import type { Kind, OrganizationType } from "../../domain/terms.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import type { Organization } from "./organization.ts";
import { type World, zone } from "./world.ts";

/** A type of organization that has cases of a kind. */
export const typeOf: Readonly<Record<Kind, OrganizationType>> = {
  RT: "OTH",
  PR: "IND",
  DR: "OTH",
  RX: "OTH",
  SI: "OTH",
  HI: "OTH",
  FR: "OTH",
  CR: "OTH",
  MM: "OTH",
  FG: "CHA",
  DD: "CHA",
  VG: "VOL",
  AG: "HUB",
  CA: "OTH",
  OL: "IND",
};

const actor = "administrator" as const;

type Begin = (organization: Pick<Organization, "id" | "code">, key: string) => Promise<string>;

/** Starts a case of a kind. @returns its id */
export function beginOf(city: Pick<World, "context" | "now" | "start">, kind: Kind): Begin {
  const { context } = city;
  const day = (offset: number): string => dateIn(new Date(city.now().getTime() + offset * 86_400_000), zone);
  const duty =
    (number: string, more: { subject?: string; facts?: Record<string, string>; dueAt?: Date } = {}): Begin =>
    ({ id: organizationId }, key) =>
      city.start({ duty: number, organizationId, subject: "", key, actor, ...more });
  const ways: Readonly<Record<Kind, Begin>> = {
    RT: duty("66"),
    PR: async ({ id: organizationId }, key) => {
      const issued = { organizationId, event: "policy-issued", key, subject: "通知", actor } as const;
      return (await raiseEvent(context, issued))[0]?.caseId ?? "";
    },
    DR: duty("26", { dueAt: instantAt(day(90), "18:00", zone) }),
    RX: duty("29", { subject: "通道堵塞", facts: { severity: "minor" } }),
    SI: duty("28"),
    HI: async ({ id: organizationId }, key) =>
      (await reportHazard(context, { organizationId, what: "插座松动", severity: "minor", key, actor })).caseId,
    FR: duty("16"),
    CR: duty("22a"),
    MM: async ({ id: organizationId }, key) =>
      (await planMatter(context, { organizationId, what: "换届大会", on: day(60), key, actor })).caseId,
    FG: async ({ id: organizationId }, key) => {
      const plan = { organizationId, title: "助学", startsOn: day(40), emergency: false, key, actor };
      return (await planCampaign(context, plan)).caseId;
    },
    DD: async ({ id: organizationId }, key) => {
      const campaign = { organizationId, duty: "40b", title: "助学项目", emergency: true, key, actor } as const;
      return (await startCampaign(context, campaign)).caseId;
    },
    VG: async ({ id: organizationId }, key) => {
      const project = { organizationId, title: "助老", startsOn: day(30), endsOn: day(60), key, actor };
      return (await startProject(context, project)).caseId;
    },
    AG: async ({ id: organizationId }, key) => {
      const gathering = { organizationId, title: "义诊", date: day(30), place: "广场", key, actor };
      return (await planGathering(context, gathering)).caseId;
    },
    CA: async ({ id: organizationId }, key) =>
      (await startCall(context, { organizationId, title: "值守", key, actor })).caseId,
    OL: async ({ code }) => {
      const opinion = { organization: code, kind: "request", words: "请求协助", requester: {}, actor } as const;
      return (await raiseOpinion(context, opinion)).caseId;
    },
  };
  return ways[kind];
}
