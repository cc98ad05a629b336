import { beforeAll, describe, expect, test } from "vitest";
import { cancelCase } from "../../client/cases/cases.ts";
import { moveGathering, planGathering } from "../../client/kinds/gathering.ts";
import { RefusedError } from "../../domain/errors.ts";
import { cancelOpenCases } from "../support/cancel-open-cases.ts";
import type { Organization } from "../support/organization.ts";
import { recipientsOf } from "../support/recipients.ts";
import { missingOf } from "../support/refusals.ts";
import { rungsOf, sentByLadder } from "../support/sent-by-ladder.ts";
import { startWorld, type World, worldBy } from "../support/world.ts";

let city: World;
let organization: Organization;
let caseId: string;

beforeAll(async () => {
  city = await startWorld();
});

type Role = Parameters<Organization["person"]>[0];
const by = (role: Role) => ({ personId: organization.person(role) });
const submit = (key: string, role: Role, values: Record<string, string>) =>
  city.submit({ caseId, key }, organization.person(role), values);
const accept = async (key: string, role: Role = "head") =>
  city.act({ taskId: (await city.task(caseId, key)).id, verb: "accept", actor: by(role) });
/** Waits for a task that the engine requests in the next phase. */
const awaitTask = (key: string): Promise<void> => city.awaitTask(caseId, key);
const plan = async (date: string, key = "fair"): Promise<void> => {
  ({ caseId } = await planGathering(city.context, {
    organizationId: organization.id,
    title: "社区义诊",
    date,
    place: "北京路文化广场",
    key,
    actor: "administrator",
  }));
  await city.settled();
};
const result = () => city.resultOf(`gathering-${caseId}`);
const held = { record: "义诊 120 人", attendance: "120" };
const safety = { plan: "分时段入场，设急救点", people: "150" };

/** The instant by which a plan must be verified. */
async function verdictBy(key: string): Promise<string | undefined> {
  const task = await city.db.task.findFirst({ where: { caseId, key } });
  return task?.climbDueAt.toISOString();
}

describe("a gathering", () => {
  test("of a hub is checked, approved by its head, approved again when it is moved, held, rectified and reported", async () => {
    city = await worldBy("2031-03-03 17:00", city);
    organization = await city.organization({ type: "HUB" });
    city.newMessages();
    await plan("2031-03-12");
    const first = caseId;
    await plan("2031-03-12");
    expect(caseId).toBe(first);
    expect((await city.task(caseId, "approve")).dueAt.toISOString()).toBe("2031-03-11T10:00:00.000Z");
    expect((await missingOf(submit("hold", "secretariat", held))).sort()).toEqual([
      "Check the gathering against the charter",
      "File the safety plan of the gathering for the head's approval",
      expect.stringMatching(/^The day of the gathering has not come: it is on 2031-03-\d\d \(\d+ days? from now\)$/),
      "The head has not approved the safety plan (clause 二(二)3)",
    ]);
    await submit("charter", "secretariat", { charter: "章程第六条（二）" });
    await submit("approve", "secretariat", safety);
    // The person who filed it cannot approve it, even as head.
    const head = { organizationId: organization.id, personId: organization.person("secretariat"), role: "head" };
    await city.db.holding.create({ data: { id: "h-own", ...head, fromAt: city.now() } });
    await expect(accept("approve", "secretariat")).rejects.toThrow(/expected verifier of this task/);
    const { id: taskId } = await city.task(caseId, "approve");
    await city.act({ taskId, verb: "return", actor: by("head"), reason: "请写明急救点位置" });
    expect((await city.task(caseId, "approve")).state).toBe("returned");
    await submit("approve", "secretariat", safety);
    await accept("approve");
    // Another day or another place requires a new approval; the same day again requires nothing.
    const move = { caseId, actor: "administrator" as const };
    expect(await moveGathering(city.context, { ...move, date: "2031-03-13" })).toEqual({ changed: true, round: 2 });
    expect(await moveGathering(city.context, { ...move, date: "2031-03-13" })).toEqual({ changed: false, round: 2 });
    expect((await city.task(caseId, "hold")).dueAt.toISOString()).toBe("2031-03-17T10:00:00.000Z");
    expect(await missingOf(submit("hold", "secretariat", held))).toContain(
      "The head has not approved the safety plan (clause 二(二)3)",
    );
    await submit("approve:2", "secretariat", safety);
    // The verdict is due on the workday before the gathering at the latest, even if the policy allows longer.
    expect(await verdictBy("approve:2")).toBe("2031-03-10T10:00:00.000Z"); // five business days end sooner
    await moveGathering(city.context, { ...move, date: "2031-03-05", place: "社区中心" });
    expect((await city.task(caseId, "approve:2")).state).toBe("cancelled");
    await submit("approve:3", "secretariat", safety);
    expect(await verdictBy("approve:3")).toBe("2031-03-04T10:00:00.000Z");
    await accept("approve:3");
    await city.until("2031-03-05 16:00");
    await submit("hold", "secretariat", { ...held, findings: "急救箱缺绷带" });
    await city.settled();
    const found = await city.db.case.findFirst({ where: { parentId: caseId } });
    expect(found?.duty).toBe("29");
    await expect(moveGathering(city.context, { ...move, date: "2031-03-20" })).rejects.toThrow(
      /was held or called off/,
    );
    const { id: fix } = await city.task(found?.id ?? "", "fix");
    const submission = { values: { note: "已补齐" }, files: [] };
    await city.act({ taskId: fix, verb: "submit", actor: by("secretariat"), submission });
    await city.act({ taskId: fix, verb: "accept", actor: by("supervisory-board") });
    await awaitTask("report");
    await submit("report", "secretariat", { report: "服务居民 120 人次" });
    expect(await result()).toBe("held");
    await city.record("gathering-moved-and-held", `gathering-${caseId}`);
  });

  test("without approval on its day goes to the supervisory board, which cancels it", async () => {
    city = await worldBy("2031-03-07 12:00", city);
    organization = await city.organization({ type: "CHA" });
    const { id } = organization;
    await plan("2031-03-11");
    city.newMessages();
    await city.until("2031-03-11 09:05");
    const messages = city.newMessages({ id });
    expect(recipientsOf(messages)).toEqual(
      expect.arrayContaining([
        "secretariat email",
        "secretariat sms",
        "supervisory-board email",
        "supervisory-board sms",
      ]),
    );
    await submit("unapproved", "supervisory-board", { happened: "off", note: "方案未批，活动取消" });
    expect(await result()).toBe("called-off");
    await city.record("gathering-called-off", `gathering-${caseId}`);
    expect((await city.task(caseId, "approve")).state).toBe("cancelled");
    expect((await city.db.case.findUnique({ where: { id: caseId } }))?.outcome).toBe("called-off");
  });

  test("that is held without approval is recorded as such, and its plan escalates until somebody explains the missing approval", async () => {
    city = await worldBy("2031-03-11 12:00", city);
    organization = await city.organization({ type: "CHA" });
    const { id } = organization;
    await plan("2031-03-13");
    await city.until("2031-03-13 00:05");
    await submit("unapproved", "supervisory-board", {
      happened: "held",
      note: "未批先办",
      findings: "未经批准举行活动",
    });
    expect(await missingOf(submit("hold", "secretariat", held))).toEqual([
      "File the safety plan of the gathering for the head's approval",
    ]);
    city.newMessages();
    await city.until("2031-03-27 09:05");
    expect(recipientsOf(city.newMessages({ id }))).toEqual(
      expect.arrayContaining(["legal-representative email", "supervisory-board email", "authority email"]),
    );
    await city.act({
      taskId: (await city.task(caseId, "approve")).id,
      verb: "waive",
      actor: by("legal-representative"),
      reason: "活动已举行",
    });
    await submit("hold", "secretariat", held);
    expect(await result()).toBe("held");
  });

  test("reminds the head, escalates to the authority, and repeats while the head does not verify its plan; after a late approval it is held", async () => {
    city = await worldBy("2031-05-05 10:00", city);
    await cancelOpenCases(city);
    await city.until("2031-05-05 10:00"); // a Monday
    organization = await city.organization({ type: "CHA" });
    await plan("2031-06-04", "summer");
    await submit("approve", "secretariat", safety);
    const { id } = await city.task(caseId, "approve");
    await city.until("2031-06-02 12:00");
    expect(await sentByLadder(city, id)).toEqual(
      rungsOf({
        // Requested and submitted within the hour; from here on the verifier's ladder runs.
        "05-05 10h": ["secretariat email", "head email"],
        "05-07 09h": ["head email", "head sms"], // +2 business days
        "05-12 18h": ["head email", "legal-representative email"], // D, five business days later: the head and the legal representative
        "05-19 09h": ["authority email", "head email copy", "legal-representative email copy"], // +5
        "05-26 09h": ["head email", "legal-representative email", "authority email"], // then every 5
        "06-02 09h": ["head email", "legal-representative email", "authority email"],
      }),
    );
    await accept("approve");
    expect((await city.task(caseId, "approve")).state).toBe("accepted");
    await city.until("2031-06-04 16:00");
    await submit("hold", "secretariat", held);
    expect(await result()).toBe("held");
  });

  test("that was cancelled requests nothing on its day", async () => {
    city = await worldBy("2031-07-07 10:00", city);
    await cancelOpenCases(city);
    await city.until("2031-07-07 10:00"); // a Monday
    organization = await city.organization({ type: "HUB" });
    await plan("2031-07-16", "autumn");
    await submit("charter", "secretariat", { charter: "章程第六条（二）" });
    const cancellation = { caseId, actor: "administrator" as const, reason: "场地停用" };
    expect(await cancelCase(city.context, cancellation)).toEqual({ changed: true });
    expect(await cancelCase(city.context, cancellation)).toEqual({ changed: false });
    expect(await result()).toBe("cancelled");
    await city.settled();
    expect((await city.task(caseId, "approve")).state).toBe("cancelled");
    expect((await city.task(caseId, "hold")).state).toBe("cancelled");
    const move = { caseId, actor: "administrator" as const, date: "2031-07-18" };
    await expect(moveGathering(city.context, move)).rejects.toThrow(RefusedError);
    await city.until("2031-07-08 12:00"); // when the notice of the cancellation has been sent
    city.newMessages();
    await city.until("2031-07-31 12:00");
    expect(city.newMessages(organization)).toEqual([]);
    expect(await city.db.task.count({ where: { caseId, step: "unapproved" } })).toBe(0);
  });
});
