import { beforeAll, describe, expect, test } from "vitest";
import { happen } from "../../client/cases/cases.ts";
import { closeOrganization } from "../../client/cases/closing.ts";
import { startCall } from "../../client/kinds/call.ts";
import { startCampaign } from "../../client/kinds/campaign.ts";
import { planCampaign } from "../../client/kinds/campaign-plan.ts";
import { planGathering } from "../../client/kinds/gathering.ts";
import { reportHazard } from "../../client/kinds/hazard.ts";
import { planMatter } from "../../client/kinds/matter.ts";
import { raiseOpinion } from "../../client/kinds/opinion.ts";
import { startProject } from "../../client/kinds/project.ts";
import { pauseOrganization, resumeOrganization } from "../../client/registry/organizations.ts";
import { leave } from "../../client/registry/people.ts";
import { type Kind, kinds, type OrganizationType } from "../../domain/terms.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import type { Organization } from "../support/organization.ts";
import { roleOf } from "../support/telling.ts";
import { startWorld, type World, zone } from "../support/world.ts";

/*
 * What holds for every kind alike, each with a case of its own in an organization of its own: it is silent while its organization is
 * paused and goes on afterwards, outlives whoever leaves, and ends with its organization.
 */
interface Started {
  organization: Organization;
  caseId: string;
}

const actor = "administrator" as const;
let city: World;
const day = (offset: number): string => dateIn(new Date(city.now().getTime() + offset * 86_400_000), zone);

/** How a case of each kind begins, and in what type of organization. */
const begin: Readonly<
  Record<Kind, readonly [OrganizationType, (organizationId: string, code: string) => Promise<string>]>
> = {
  RT: ["OTH", (organizationId) => city.start({ duty: "66", organizationId, subject: "", actor })],
  PR: [
    "IND",
    async (organizationId) =>
      (await happen(city.context, { organizationId, event: "policy-issued", key: "K", subject: "通知", actor }))[0]
        ?.caseId ?? "",
  ],
  DR: [
    "OTH",
    (organizationId) =>
      city.start({ duty: "26", organizationId, subject: "", actor, dueAt: instantAt(day(90), "18:00", zone) }),
  ],
  RX: [
    "OTH",
    (organizationId) =>
      city.start({ duty: "29", organizationId, subject: "通道堵塞", facts: { severity: "minor" }, actor }),
  ],
  SI: ["OTH", (organizationId) => city.start({ duty: "28", organizationId, subject: "", actor })],
  HI: [
    "OTH",
    async (organizationId) =>
      (await reportHazard(city.context, { organizationId, what: "插座松动", severity: "minor", key: "K", actor }))
        .caseId,
  ],
  FR: ["OTH", (organizationId) => city.start({ duty: "16", organizationId, subject: "", actor })],
  CR: ["OTH", (organizationId) => city.start({ duty: "22a", organizationId, subject: "", actor })],
  MM: [
    "OTH",
    async (organizationId) =>
      (await planMatter(city.context, { organizationId, what: "换届大会", on: day(60), key: "K", actor })).caseId,
  ],
  FG: [
    "CHA",
    async (organizationId) =>
      (
        await planCampaign(city.context, {
          organizationId,
          title: "助学",
          startsOn: day(40),
          emergency: false,
          key: "K",
          actor,
        })
      ).caseId,
  ],
  DD: [
    "CHA",
    async (organizationId) =>
      (await startCampaign(city.context, { organizationId, duty: "40b", title: "助学项目", emergency: true, actor }))
        .caseId,
  ],
  VG: [
    "VOL",
    async (organizationId) =>
      (
        await startProject(city.context, {
          organizationId,
          title: "助老",
          startsOn: day(30),
          endsOn: day(60),
          key: "K",
          actor,
        })
      ).caseId,
  ],
  AG: [
    "HUB",
    async (organizationId) =>
      (
        await planGathering(city.context, {
          organizationId,
          title: "义诊",
          date: day(30),
          place: "广场",
          key: "K",
          actor,
        })
      ).caseId,
  ],
  CA: [
    "OTH",
    async (organizationId) =>
      (await startCall(city.context, { organizationId, title: "值守", key: "K", actor })).caseId,
  ],
  OL: [
    "IND",
    async (_, code) =>
      (await raiseOpinion(city.context, { organization: code, kind: "request", words: "请求协助", asker: {}, actor }))
        .caseId,
  ],
};

const started = new Map<Kind, Started>();
const waiting = (kind: Kind) =>
  city.db.task.findMany({ where: { caseId: started.get(kind)?.caseId ?? "", settledAt: null, waitsFor: 0 } });

beforeAll(async () => {
  city = await startWorld();
  for (const kind of kinds) {
    const [type, start] = begin[kind];
    const organization = await city.organization({ type });
    started.set(kind, { organization, caseId: await start(organization.id, organization.code) });
  }
  await city.settled();
  // The disclosure asks for its first when it comes up.
  await city.until("2031-03-06 10:00");
});

const all = <T>(work: (kind: Kind, one: Started) => Promise<T>): Promise<[Kind, T][]> =>
  Promise.all([...started].map(async ([kind, one]): Promise<[Kind, T]> => [kind, await work(kind, one)]));
const each = <T>(value: (kind: Kind) => T): [Kind, T][] => kinds.map((kind) => [kind, value(kind)]);

describe("a case of every kind", () => {
  test("waits for somebody, who has been told", async () => {
    expect(await all(async (kind) => (await waiting(kind)).length > 0)).toEqual(each(() => true));
    const told = await all(async (_, { caseId }) => (await city.db.notice.count({ where: { caseId } })) > 0);
    expect(told).toEqual(each(() => true));
  });

  test("has no steps while its organization is paused, and has them again afterwards", async () => {
    const steps = () => all(async (kind) => (await waiting(kind)).some(({ nextAt }) => nextAt !== null));
    for (const { organization } of started.values()) await pauseOrganization(city.context, organization.code, actor);
    expect(await steps()).toEqual(each(() => false));
    for (const { organization } of started.values()) await resumeOrganization(city.context, organization.code, actor);
    await city.settled();
    expect(await steps()).toEqual(each(() => true));
  });

  test("goes on when its doer leaves, who hears nothing more and can do nothing more", async () => {
    const left = await all(async (kind, { organization }) => {
      const [task] = await waiting(kind);
      const [role = "secretariat"] = (task?.roles ?? []) as Parameters<Organization["person"]>[0][];
      return { taskId: task?.id ?? "", role, personId: organization.person(role), email: organization.email(role) };
    });
    city.heard();
    for (const [, { email }] of left) await leave(city.context, email, { actor });
    await city.settled();
    const heard = city.heard();
    for (const [kind, { taskId, role, personId }] of left) {
      await expect(city.act({ taskId, verb: "acknowledge", actor: { personId } }), kind).rejects.toThrow();
      const here = started.get(kind)?.organization.id;
      expect([kind, heard.filter((one) => one.organization === here).map(roleOf)]).toEqual([
        kind,
        expect.not.arrayContaining([role]),
      ]);
    }
    expect(await states()).toEqual(each(() => "open"));
  });

  test("ends with its organization", async () => {
    for (const { organization } of started.values())
      await closeOrganization(city.context, organization.code, { reason: "注销登记", actor });
    await city.settled();
    expect(await states()).toEqual(each(() => "cancelled"));
    expect(await all(async (kind) => (await waiting(kind)).length)).toEqual(each(() => 0));
    const ends = await all(async (_, { caseId }) => {
      const { workflowId } = await city.db.case.findUniqueOrThrow({ where: { id: caseId } });
      return workflowId ? city.ended(workflowId) : "cancelled";
    });
    expect(ends).toEqual(each(() => "cancelled"));
  });

  test("is heard of no more a month after", async () => {
    // The word that it is closed.
    await city.until(`${day(1)} 10:00`);
    city.heard();
    await city.until(`${day(30)} 10:00`);
    expect(city.heard()).toEqual([]);
  });
});

const states = () =>
  all(async (_, { caseId }) => (await city.db.case.findUniqueOrThrow({ where: { id: caseId } })).state);
