import { beforeAll, describe, expect, test } from "vitest";
import { raiseEvent } from "../../client/cases/cases.ts";
import { endCampaign, startCampaign } from "../../client/kinds/campaign.ts";
import { recordDonations } from "../../client/kinds/donation.ts";
import { raiseOpinion } from "../../client/kinds/opinion.ts";
import type { FormField } from "../../domain/catalogue/duty.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import type { OrganizationType, Registration } from "../../domain/terms.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import type { Organization } from "../support/organization.ts";
import { roleOf } from "../support/recipients.ts";
import { startWorld, type World, zone } from "../support/world.ts";

/*
 * Rows that differ from others of their kind only in text, doer and form. Each is requested from its doer, submitted with its form, and done. The
 * stories of their kinds cover all other behaviour.
 */
let city: World;

beforeAll(async () => {
  city = await startWorld();
});

const submit = async (caseId: string, key: string, personId: string, values: Record<string, string>): Promise<void> => {
  const { id: taskId } = await city.task(caseId, key);
  await city.act({ taskId, verb: "submit", actor: { personId }, submission: { values, files: [] } });
};
const stateOf = async (id: string): Promise<string> => (await city.db.case.findUniqueOrThrow({ where: { id } })).state;
/** Waits for a task that the engine requests in the next step. */
const awaitTask = (caseId: string, key: string): Promise<void> => city.awaitTask(caseId, key);
const day = (offset: number): string => dateIn(new Date(city.now().getTime() + offset * 86_400_000), zone);

/** Plausible values: a day of this week, a few people, the first choice, everything in order. */
function written(fields: readonly FormField[]): Record<string, string> {
  const samples = { text: "已完成", date: day(0), number: "3", money: "100", list: "甲\n乙", findings: "", file: "" };
  return Object.fromEntries(
    fields
      .filter(({ type }) => type in samples || type === "choice")
      .map(({ name, type, options }) => [name, options?.[0]?.value ?? samples[type as keyof typeof samples]])
      .filter(([, value]) => value !== ""),
  );
}

describe("a recurring row of the catalogue", () => {
  const organizations = new Map<string, Organization>();
  const of = async (type: OrganizationType, registration: Registration): Promise<Organization> => {
    const known = organizations.get(type);
    if (known) return known;
    const supervised = type !== "COM";
    const organization = await city.organization({ type, registration, supervised });
    organizations.set(type, organization);
    return organization;
  };

  test.each([
    ["6", "CHA", "legal-representative"],
    ["8", "CHA", "party-organization"],
    ["11", "CHA", "party-organization"],
    ["65", "CHA", "secretariat"],
    ["70", "CHA", "head"],
    ["46", "IND", "secretariat"],
    ["49", "IND", "secretariat"],
    ["53a", "SVC", "secretariat"],
    ["S1", "SVC", "secretariat"],
    ["S2", "SVC", "secretariat"],
    ["S3", "CHA", "secretariat"],
    ["S4", "CHA", "secretariat"],
    ["S5", "CHA", "secretariat"],
    ["S6", "CHA", "secretariat"],
    ["S12", "SVC", "secretariat"],
    ["S17", "COM", "secretariat"],
    ["S13", "CHA", "party-organization"],
    ["S14", "CHA", "party-organization"],
    ["S15", "CHA", "party-organization"],
    ["S16", "CHA", "party-organization"],
  ] as const)(
    "%s of an organization of type %s is requested from the %s, submitted with its form, and done",
    async (number, type, doer) => {
      const organization = await of(type, type === "SVC" || type === "COM" ? "service" : "foundation");
      city.newMessages();
      const caseId = await city.start({
        duty: number,
        organizationId: organization.id,
        subject: "",
        actor: "administrator",
      });
      await city.settled();
      // One mail a day: a doer who had today's mail is notified tomorrow, but has the task now.
      await city.until(`${day(1)} 09:05`);
      expect(city.newMessages(organization).map(roleOf)).toContain(doer);
      const duty = dutyOf(number);
      await expect(
        submit(caseId, "do", organization.person("staff"), written(fieldsOf(duty, "do", {}))),
      ).rejects.toThrow();
      await expect(submit(caseId, "do", organization.person(doer), {})).rejects.toThrow(/expected/);
      await submit(caseId, "do", organization.person(doer), written(fieldsOf(duty, "do", {})));
      expect(await stateOf(caseId)).toBe("done");
    },
  );
});

test("the results of mutual aid are published within thirty days of its end (S11); if the last day is a day off, it moves to the next workday", async () => {
  const organization = await city.organization({ type: "COM" });
  const raised = {
    organizationId: organization.id,
    event: "mutual-aid-ended" as const,
    key: "M-1",
    subject: "邻里互助",
  };
  const [first] = await raiseEvent(city.context, { ...raised, facts: { on: "2031-03-05" }, actor: "administrator" });
  const caseId = first?.caseId ?? "";
  // Thirty days after 5 March is Friday 4 April, a holiday in every year that is not announced yet: Monday 7 April.
  const { dueAt } = await city.task(caseId, "do");
  expect(["2031-04-04", "2031-04-07"]).toContain(dateIn(dueAt, zone));
  await submit(caseId, "do", organization.person("secretariat"), {
    results: "互助金已全部发放",
    address: "https://example.org/mutual",
    "published-on": day(0),
  });
  expect(await stateOf(caseId)).toBe("done");
});

test.each([
  ["a service agency's staff drill (row 53b)", "53b", []],
  ["a key unit's fire drill (S7)", "S7", ["fire-key-unit"]],
  ["a unit's fire drill (S8)", "S8", ["fire-unit"]],
  ["the drill of a comprehensive production-safety plan (S9)", "S9", ["production-safety"]],
  ["the drill of an on-site production-safety plan (S10)", "S10", ["production-safety"]],
] as const)("%s is scheduled, held and evaluated like every drill", async (_, duty, marks) => {
  const organization = await city.organization({ type: "SVC", marks });
  const secretariat = organization.person("secretariat");
  const dueAt = instantAt(day(60), "18:00", zone);
  const start = { duty, organizationId: organization.id, subject: "", actor: "administrator" as const, dueAt };
  const caseId = await city.start(start);
  const date = day(1);
  await submit(caseId, "set-date", secretariat, {
    date,
    plan: "消杀和疏散演练",
    time: "14:30",
    place: "二楼会议室",
  });
  await awaitTask(caseId, "hold");
  await city.until(`${date} 14:31`);
  await submit(caseId, "hold", secretariat, { record: "全员参加", attendance: "甲\n乙" });
  await awaitTask(caseId, "evaluate");
  await submit(caseId, "evaluate", secretariat, { evaluation: "良好" });
  expect(await city.resultOf(`drill-${caseId}`)).toBe("done");
});

test("a hometown chamber helps a member, who is sent the answer (row 51)", async () => {
  const organization = await city.organization({ type: "CHM" });
  const { caseId, duty } = await raiseOpinion(city.context, {
    organization: organization.code,
    kind: "request",
    words: "返乡老乡隔离期间生活物资有困难",
    requester: { personId: organization.person("member") },
    actor: "administrator",
  });
  expect(duty).toBe("51");
  await city.settled();
  city.newMessages();
  await submit(caseId, "take-up", organization.person("secretariat"), { decision: "yes" });
  await awaitTask(caseId, "resolve");
  await submit(caseId, "resolve", organization.person("secretariat"), { outcome: "物资已由驻地办送达" });
  expect(await city.resultOf(`opinion-${caseId}`)).toBe("resolved");
  await city.settled();
  // What is not in today's mail is in tomorrow's.
  await city.until(`${day(1)} 10:00`);
  const messages = city.newMessages(organization).filter((one) => roleOf(one) === "member");
  expect(messages.map(({ text }) => text).join("\n")).toContain("物资已由驻地办送达");
});

test("a project that only spends discloses its use in full after its end (row 40b)", async () => {
  const organization = await city.organization({ type: "CHA" });
  const about = {
    organizationId: organization.id,
    duty: "40b" as const,
    emergency: false,
    actor: "administrator" as const,
  };
  const { caseId } = await startCampaign(city.context, { ...about, title: "助学项目", startsOn: day(0) });
  const rows = [{ on: day(0), direction: "used" as const, amount: "2600.00" }];
  await recordDonations(city.context, { caseId, rows, actor: "administrator" });
  await endCampaign(city.context, { caseId, endedOn: day(0), actor: "administrator" });
  await city.until(`${day(1)} 09:30`);
  await submit(caseId, "publish:final", organization.person("secretariat"), {});
  expect(await city.resultOf(`disclosure-${caseId}`)).toBe("disclosed");
  const [published] = await city.db.disclosure.findMany({ where: { caseId } });
  expect([published?.period, published?.lateAt]).toEqual(["final", null]);
  expect(published?.hash).toMatch(/^[0-9a-f]{64}$/);
});
