import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { FailPoint } from "../../../activities/deps.ts";
import { startCase } from "../../../client/cases/cases.ts";
import { pauseOrganization, resumeOrganization } from "../../../client/registry/organizations.ts";
import { act } from "../../../client/tasks/act.ts";
import { nudgeRounds } from "../../../records/nudges.ts";
import { addressesOf, type Organization } from "../../support/organization.ts";
import type { WorkerProcess } from "../../support/processes/worker-process.ts";
import { recipientsOf } from "../../support/recipients.ts";
import { startWorld, type World } from "../../support/world.ts";

let city: World;
let organization: Organization;
let caseId: string;
let fix: string;

beforeAll(async () => {
  city = await startWorld({ restarts: true });
});

const by = (role: Parameters<Organization["person"]>[0]) => ({ personId: organization.person(role) });
const submission = { values: { note: "通道已清理" }, files: [] };
async function find(): Promise<void> {
  organization = await city.organization();
  const start = {
    duty: "29",
    organizationId: organization.id,
    subject: "消防通道堵塞",
    actor: "administrator" as const,
  };
  caseId = await city.start({ ...start, facts: { severity: "major" } });
  fix = (await city.task(caseId, "fix")).id;
}

/** Runs an activity in a separate process, which kills itself at a point. */
async function killedAt(dieAt: FailPoint, round?: string): Promise<void> {
  const given: WorkerProcess = {
    databaseUrl: city.url,
    smtpUrl: city.inbox.smtpUrl,
    smsUrl: city.inbox.smsUrl,
    ...(round && { round }),
    now: city.now().getTime() + 1_000,
    dieAt,
  };
  const file = fileURLToPath(new URL("../../support/processes/worker-process.ts", import.meta.url));
  const command = ["--import", "tsx", file, JSON.stringify([given])];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "ignore", "inherit"] });
  const [code, signal] = await once(child, "exit");
  expect({ code, signal }).toEqual({ code: null, signal: "SIGKILL" });
}

describe("when the worker is killed", () => {
  test.each<[string, FailPoint]>([
    ["between claim and send", "deliver:claimed"],
    ["after the send, before it is written down", "deliver:sent"],
  ])("%s, nothing is lost, and every duplicate is an attempt recorded as unknown", async (_, point) => {
    await find();
    await city.settled();
    await city.stopWorkers();
    const back = { taskId: fix, actor: by("supervisory-board"), reason: "请补充照片" } as const;
    await city.act({ taskId: fix, verb: "submit", actor: by("secretariat"), submission });
    await city.act({ ...back, verb: "return" });
    city.newMessages();
    const before = city.inbox.acceptLog.length;
    await killedAt(point);
    expect(await city.db.delivery.count({ where: { state: "sending" } })).toBeGreaterThan(0);
    await city.restartWorkers();
    await city.settled();
    const accepted = city.inbox.acceptLog.slice(before).filter((one) => one.to === organization.email("secretariat"));
    const notice = await city.db.notice.findFirstOrThrow({
      where: { taskId: fix, shape: "returned" },
      orderBy: { createdAt: "desc" },
    });
    const mails = { personId: notice.personId, channel: "email", createdAt: { gte: notice.createdAt } };
    const tried = await city.db.delivery.findMany({ where: mails });
    // A claimed delivery that was not handed over cannot have been sent: nothing is in doubt.
    expect(tried.filter(({ state }) => state === "unknown")).toHaveLength(point === "deliver:sent" ? 1 : 0);
    expect(tried.filter(({ state }) => state === "sent")).toHaveLength(1);
    expect(accepted.length).toBe(point === "deliver:sent" ? 2 : 1);
    expect(new Set(accepted.map((one) => one.messageId)).size).toBe(1); // the same Message-ID each time
    const left = { taskId: fix, shape: "returned", state: { not: "sent" } };
    expect(await city.db.notice.count({ where: left })).toBe(0);
  });

  test("within a page of rungs, the next worker sends each once", async () => {
    await city.stopWorkers();
    await find();
    await killedAt("advance:task", "round-29-0");
    expect(await city.db.notice.count({ where: { taskId: fix } })).toBe(0);
    await city.restartWorkers();
    await city.settled();
    const accepted = city.inbox.acceptLog.filter((one) => one.to === organization.email("secretariat"));
    expect(accepted).toHaveLength(1);
  });
});

describe("an act after a message was claimed", () => {
  test("is considered before the message is sent: a settled task is not requested, and the rest of the message is sent", async () => {
    city.replaceDeps({});
    await city.restartWorkers();
    organization = await city.organization();
    const start = { duty: "29", organizationId: organization.id, actor: "administrator" as const };
    let ids: string[] = [];
    let acted = false;
    city.replaceDeps({
      failPoint: async (name) => {
        if (name !== "deliver:claimed" || acted || ids.length < 2) return;
        acted = true;
        const cut = { ...city.context, flush: async () => undefined };
        await act(cut, { taskId: ids[0] ?? "", verb: "waive", actor: "administrator", reason: "done already" });
      },
    });
    await city.stopWorkers();
    const first = await city.start({ ...start, subject: "settled meanwhile", facts: { severity: "minor" } });
    const second = await city.start({ ...start, subject: "still open", facts: { severity: "minor" } });
    ids = [(await city.task(first, "fix")).id, (await city.task(second, "fix")).id];
    city.newMessages();
    await city.restartWorkers();
    await city.settled();
    const mails = city.newMessages(organization).filter((one) => one.to === organization.email("secretariat"));
    expect(acted).toBe(true);
    expect(mails.map((one) => one.text).join("\n")).toContain("still open");
    const requests = await city.db.notice.findMany({
      where: { taskId: ids[0] ?? "", shape: "due" },
      select: { state: true, dropped: true },
    });
    expect(requests.length).toBeGreaterThan(0);
    for (const row of requests) expect(row).toEqual({ state: "dropped", dropped: "settled" });
    city.replaceDeps({});
  });
});

describe("after an outage of any length", () => {
  test.each(["round-29-0", "courier-0"])("%s goes on within five seconds of its end", async (workflowId) => {
    await find();
    await city.settled();
    const { events } = await city.env.client.workflow.getHandle(workflowId).fetchHistory();
    const retries = (events ?? []).flatMap((event) => event.activityTaskScheduledEventAttributes?.retryPolicy ?? []);
    expect(retries.length).toBeGreaterThan(0);
    for (const { maximumInterval, maximumAttempts } of retries)
      expect([Number(maximumInterval?.seconds), maximumAttempts ?? 0]).toEqual([5, 0]);
  });
});

describe("while the engine is unreachable", () => {
  test("a submission is accepted, and nothing is lost when the engine is back", async () => {
    await find();
    await city.settled();
    const cut = { ...city.context, flush: async () => undefined };
    await act(cut, { taskId: fix, verb: "submit", actor: by("secretariat"), submission });
    expect((await city.task(caseId, "fix")).state).toBe("submitted");
    await act(cut, { taskId: fix, verb: "accept", actor: by("supervisory-board") });
    expect(await city.db.nudge.count()).toBeGreaterThan(0);
    await city.settled(); // the relay reconnects to the engine
    expect(await city.resultOf(`rectification-${caseId}`)).toBe("verified");
  });
});

describe("a provider that fails", () => {
  test("temporarily is tried again until the mail is sent once", async () => {
    city.inbox.fail({ smtp: { at: "rcpt", code: 451, times: 2 } });
    await find();
    await city.settled();
    await city.env.sleep(10 * 60_000);
    await city.settled();
    const accepted = city.inbox.acceptLog.filter((one) => one.to === organization.email("secretariat"));
    expect(accepted).toHaveLength(1);
  });

  test("permanently marks the address as refused, and the SMS is still sent", async () => {
    organization = await city.organization();
    city.inbox.fail({ smtp: { at: "rcpt", code: 550, match: organization.email("secretariat"), times: 99 } });
    city.newMessages();
    await city.start({
      duty: "29",
      organizationId: organization.id,
      subject: "x",
      actor: "administrator",
      facts: { severity: "major" },
    });
    await city.settled();
    expect(recipientsOf(city.newMessages(organization))).toEqual(["secretariat sms"]);
    expect((await addressesOf(city.db, organization.person("secretariat"))).emailState).toBe("refused");
    city.inbox.heal();
  });
});

describe("a task whose rung fails", () => {
  test("is set aside and reported, and the rest of its round continues", async () => {
    const organizations = [await city.organization(), await city.organization(), await city.organization()];
    const ids: string[] = [];
    await city.stopWorkers();
    for (const one of organizations) {
      const id = await city.start({
        duty: "29",
        organizationId: one.id,
        subject: "x",
        actor: "administrator",
        facts: { severity: "minor" },
      });
      ids.push((await city.task(id, "fix")).id);
    }
    const poisoned = ids[1] ?? "";
    city.replaceDeps({
      failPoint: (name, about) => {
        if (name === "advance:task" && about === poisoned) throw new Error("this one cannot be read");
      },
    });
    await city.restartWorkers();
    await city.settled();
    const tasks = await city.db.task.findMany({ where: { id: { in: ids } }, include: { notices: true } });
    for (const { id, poison, notices } of tasks) {
      expect(poison ?? "").toContain(id === poisoned ? "cannot be read" : "");
      expect([poison !== null, notices.length > 0]).toEqual([id === poisoned, id !== poisoned]);
    }
    const { gapsOf } = await import("../../../records/tasks/gaps.ts");
    expect((await gapsOf(city.db))["set aside"]).toMatchObject({ count: 1, sample: [poisoned] });
  });
});

describe("after an outage of nine days", () => {
  test("each recipient is sent the highest due rung once, marked as late; overtaken rungs are recorded", async () => {
    city.replaceDeps({});
    organization = await city.organization();
    // Nudges do not reach the engine, so the round of this row sleeps until the outage is over.
    const cut = { ...city.context, flush: async () => undefined };
    const { caseId: late } = await startCase(cut, {
      duty: "31",
      organizationId: organization.id,
      subject: "消防通道堵塞",
      facts: { severity: "major" },
      actor: "administrator",
    });
    const { id } = await city.task(late, "fix");
    await city.db.nudge.deleteMany();
    await city.db.task.update({ where: { id }, data: { nextAt: null } });
    await city.env.sleep(9 * 86_400_000);
    const { openedAt } = await city.db.task.findUniqueOrThrow({ where: { id } });
    await city.db.task.update({ where: { id }, data: { nextAt: openedAt } });
    await city.db.$transaction((tx) => nudgeRounds(tx, [{ round: "round-31-0", at: city.now() }], city.now()));
    city.newMessages();
    await city.settled();
    const messages = city.newMessages(organization);
    const mails = messages.filter((one) => one.channel === "email").map((one) => one.to);
    expect(mails).toHaveLength(new Set(mails).size);
    expect(mails).toContain(organization.email("supervisory-board"));
    expect(messages.find((one) => one.to === organization.email("secretariat"))?.text).toMatch(/late|should have/i);
    const story = await city.db.event.findMany({ where: { taskId: id } });
    const overtaken = story.flatMap(({ after }) => (after as { skipped?: string[] } | null)?.skipped ?? []);
    expect(overtaken.length).toBeGreaterThan(0);
  });
});

describe("a paused organization", () => {
  test("is sent nothing, and after it is resumed one mail about everything that became due", async () => {
    await find();
    await city.settled();
    await pauseOrganization(city.context, organization.code, "administrator");
    city.newMessages();
    await city.until(`${new Date(city.now().getTime() + 12 * 86_400_000).toISOString().slice(0, 10)} 10:00`);
    expect(city.newMessages(organization)).toEqual([]);
    await resumeOrganization(city.context, organization.code, "administrator");
    await city.settled();
    const mails = city.newMessages(organization).filter((one) => one.to === organization.email("secretariat"));
    expect(mails).toHaveLength(1);
  });
});

describe("a person who left", () => {
  test("is sent nothing more, and the role's next holder is notified", async () => {
    await find();
    await city.settled();
    city.newMessages();
    const leaver = organization.person("secretariat");
    await city.db.holding.updateMany({ where: { personId: leaver }, data: { untilAt: city.now() } });
    await city.until(`${new Date(city.now().getTime() + 5 * 86_400_000).toISOString().slice(0, 10)} 10:00`);
    const roles = recipientsOf(city.newMessages(organization));
    expect(roles).not.toContain("secretariat email");
    expect(roles).toContain("deputy email");
  });
});
