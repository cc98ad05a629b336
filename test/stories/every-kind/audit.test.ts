import { beforeAll, describe, expect, test } from "vitest";
import { wakeLevels } from "../../../domain/ids.ts";
import { kinds } from "../../../domain/terms.ts";
import { dateIn, timeIn } from "../../../domain/time/zones.ts";
import { awake } from "../../../local/temporal-test-server.ts";
import { lastAudit } from "../../../records/audit/audits.ts";
import { nudge } from "../../../records/nudges.ts";
import { auditOf, named, viewOf } from "../../support/audited.ts";
import { beginOf, typeOf } from "../../support/kinds.ts";
import type { Organization } from "../../support/organization.ts";
import { eventually } from "../../support/timeouts.ts";
import { startWorld, type World, zone } from "../../support/world.ts";

let city: World;

beforeAll(async () => {
  city = await startWorld();
});

/** An organization that has been planned. */
async function planned(): Promise<Organization> {
  const organization = await city.organization();
  await city.plan();
  return organization;
}

async function later(hours: number): Promise<void> {
  const at = new Date(city.now().getTime() + hours * 3_600_000);
  await city.until(`${dateIn(at, zone)} ${timeIn(at, zone)}`, { plan: true });
}

/** An organization with a finding that is not rectified. */
async function finding(): Promise<{ organization: Organization; caseId: string; taskId: string }> {
  const organization = await planned();
  const start = { duty: "29", organizationId: organization.id, subject: "通道堵塞", actor: "administrator" as const };
  const caseId = await city.start({ ...start, facts: { severity: "major" } });
  await city.settled();
  return { organization, caseId, taskId: (await city.task(caseId, "fix")).id };
}

const passed = (minutes: number): Date => new Date(city.now().getTime() - minutes * 60_000);

describe("an audit", () => {
  test("finds nothing in a city with a running case of each kind after the planner has run", async () => {
    const begun = [];
    for (const kind of kinds) {
      const organization = await city.organization({ type: typeOf[kind] });
      begun.push(await beginOf(city, kind)(organization, `audited-${kind}`));
    }
    await city.settled();
    await city.plan();
    await later(50);
    const { gaps, chains, counts } = await auditOf(city);
    expect(named(gaps)).toEqual([]);
    expect(begun).toHaveLength(kinds.length);
    expect(chains).toMatchObject({ whole: true });
    expect(chains.lines).toBeGreaterThan(100);
    expect(Object.values(counts).every((count) => count === 0)).toBe(true);
    expect(await lastAudit(city.db)).toMatchObject({ by: "command", found: 0, leftOpen: 0 });
  });

  test("reports a workflow that was terminated, and starts it again where it was", async () => {
    const { organization } = await finding();
    const caseId = await beginOf(city, "DR")(organization, "terminated");
    await city.awaitTask(caseId, "set-date");
    const { workflowId } = await city.db.case.findUniqueOrThrow({ where: { id: caseId } });
    await city.env.client.workflow.getHandle(workflowId ?? "").terminate("by hand");
    await city.env.client.workflow.getHandle("round-29-0").terminate("by hand");
    await later(1);
    const { left } = await auditOf(city);
    expect(named(left)).toEqual([`case-workflow ${caseId}`, "round round-29-0"]);
    expect(left.find(({ check }) => check === "case-workflow")?.organizationId).toBe(organization.id);
    const before = await city.db.task.count({ where: { caseId } });
    const repaired = await auditOf(city, { fix: true });
    expect(repaired.left).toEqual([]);
    await city.settled();
    expect(await viewOf(city).missing([workflowId ?? "", "round-29-0"])).toEqual(new Set());
    // It continues where it was: nothing is requested twice.
    expect(await city.db.task.count({ where: { caseId } })).toBe(before);
    expect(named((await auditOf(city)).gaps)).toEqual([]);
  });

  test("reports a task whose next rung is missing with its organization, and sets the rung again", async () => {
    const { organization, taskId } = await finding();
    await city.db.task.update({ where: { id: taskId }, data: { nextAt: null } });
    const [gap, ...more] = (await auditOf(city)).left;
    expect(more).toEqual([]);
    expect(gap).toMatchObject({ check: "step-missing", what: taskId, organizationId: organization.id });
    expect((await auditOf(city, { fix: true })).left).toEqual([]);
    await city.settled();
    const { nextAt } = await city.db.task.findUniqueOrThrow({ where: { id: taskId } });
    expect(nextAt?.getTime()).toBeGreaterThan(city.now().getTime());
    expect(named((await auditOf(city)).gaps)).toEqual([]);
  });

  test("returns a task of a person without a role to the role; if nobody holds the role, it is left to an administrator", async () => {
    const { organization, taskId } = await finding();
    const personId = organization.person("secretariat");
    await city.act({ taskId, verb: "acknowledge", actor: { personId } });
    await city.db.holding.deleteMany({ where: { organizationId: organization.id, personId } });
    expect(named((await auditOf(city)).left)).toEqual([`holder-left ${taskId}`]);
    expect((await auditOf(city, { fix: true })).left).toEqual([]);
    await city.settled();
    expect((await city.task(await caseOf(taskId), "fix")).state).toBe("open");
    await city.db.holding.deleteMany({ where: { organizationId: organization.id } });
    const { left, repaired } = await auditOf(city, { fix: true });
    await city.db.organization.update({ where: { id: organization.id }, data: { closedAt: city.now() } });
    expect(repaired).toEqual([]);
    expect(named(left)).toContain(`nobody ${taskId}`);
    expect(new Set(left.map((gap) => `${gap.check} ${gap.organizationId}`))).toEqual(
      new Set([`nobody ${organization.id}`]),
    );
  });

  test("reports a planned case that was removed, and plans it again", async () => {
    const organization = await planned();
    await later(2);
    const own = { organizationId: organization.id };
    const one = await city.db.case.findFirstOrThrow({ where: { ...own, duty: "66", cadence: { not: null } } });
    await city.db.notice.deleteMany({ where: { caseId: one.id } });
    await city.db.event.deleteMany({ where: { caseId: one.id } });
    await city.db.task.deleteMany({ where: { caseId: one.id } });
    await city.db.case.delete({ where: { id: one.id } });
    const [gap, ...more] = (await auditOf(city)).left;
    expect(more).toEqual([]);
    expect(gap).toMatchObject({ check: "case-unplanned", what: `66 ${one.key}`, organizationId: organization.id });
    expect((await auditOf(city, { fix: true })).left).toEqual([]);
    const again = { ...own, duty: "66", key: one.key, state: "open" };
    const through = async (): Promise<boolean> => (await viewOf(city).missing(["planner-0"])).size === 1;
    await awake(city.env, () => eventually(through));
    expect(await city.db.case.count({ where: again })).toBe(1);
    await city.settled();
    expect(named((await auditOf(city)).gaps)).toEqual([]);
  });

  test("reports a changed line of a log with its case, and leaves it to an administrator", async () => {
    const { caseId, organization } = await finding();
    const line = await city.db.event.findFirstOrThrow({ where: { caseId }, orderBy: { id: "asc" } });
    await city.db.event.update({ where: { id: line.id }, data: { actor: "somebody" } });
    const { left } = await auditOf(city, { fix: true });
    expect(left).toMatchObject([{ check: "chain", what: caseId, organizationId: organization.id, since: line.at }]);
    await city.db.event.update({ where: { id: line.id }, data: { actor: line.actor } });
    expect(named((await auditOf(city)).gaps)).toEqual([]);
  });

  test("detects lines that were removed from the end of a log, even all of them", async () => {
    const { caseId, organization } = await finding();
    const lines = await city.db.event.findMany({ where: { caseId }, orderBy: { id: "asc" } });
    const gap = { check: "chain", what: caseId, organizationId: organization.id };
    await city.db.event.delete({ where: { id: lines.at(-1)?.id ?? 0n } });
    expect((await auditOf(city, { fix: true })).left).toMatchObject([{ ...gap, since: lines.at(-2)?.at }]);
    await city.db.event.deleteMany({ where: { caseId } });
    expect((await auditOf(city)).left).toMatchObject([gap]);
    await city.db.event.createMany({
      data: lines.map(({ before, after, ...one }) => ({
        ...one,
        ...(before !== null && { before }),
        ...(after !== null && { after }),
      })),
    });
    expect(named((await auditOf(city)).gaps)).toEqual([]);
  });

  test("protects the end of a log that an earlier version wrote, from the first audit on", async () => {
    const { caseId } = await finding();
    await city.db.case.update({ where: { id: caseId }, data: { logHead: null } });
    expect(named((await auditOf(city)).gaps)).toEqual([]);
    const last = await city.db.event.findFirstOrThrow({ where: { caseId }, orderBy: { id: "desc" } });
    expect((await city.db.case.findUniqueOrThrow({ where: { id: caseId } })).logHead).toBe(last.hash);
  });

  test("reports a disclosure that was changed", async () => {
    const { caseId, organization, taskId } = await finding();
    const hash = "0".repeat(64);
    const at = { dueAt: city.now(), publishedAt: city.now() };
    const row = { id: "changed", caseId, organizationId: organization.id, taskId, period: "final", ...at };
    await city.db.disclosure.create({ data: { ...row, body: { received: 1 }, hash, previous: "" } });
    expect(named((await auditOf(city, { fix: true })).left)).toEqual([`disclosure ${caseId}`]);
    await city.db.disclosure.delete({ where: { id: "changed" } });
  });

  test("reports nudges that the stopped relay left, and relays them", async () => {
    await nudge(city.db, [wakeLevels()], passed(6));
    expect(named((await auditOf(city)).left)).toEqual(["nudge levels"]);
    expect((await auditOf(city, { fix: true })).left).toEqual([]);
    expect(await city.db.nudge.count()).toBe(0);
  });

  test("reports a due notice that was not sent, and wakes its courier, which sends it once", async () => {
    const { organization, taskId } = await finding();
    await city.act({ taskId, verb: "submit", actor: { personId: organization.person("secretariat") }, submission });
    await city.settled();
    city.newMessages();
    const notice = await city.db.notice.findFirstOrThrow({ where: { taskId, state: "sent", part: "verifier" } });
    const late = { step: "lost", state: "queued", attempts: 0, sendAt: passed(20), deliveryId: null, whileStates: [] };
    await city.db.notice.create({ data: { ...notice, details: {}, id: "lost", ...late } });
    expect(named((await auditOf(city)).left)).toContain("notice-late lost");
    expect((await auditOf(city, { fix: true })).left).toEqual([]);
    await city.settled();
    expect(named((await auditOf(city)).gaps)).toEqual([]);
    expect(await city.db.notice.findUnique({ where: { id: "lost" } })).toMatchObject({ state: "sent", attempts: 1 });
  });

  test("lists the checks that it skipped while the engine was unreachable", async () => {
    const { left, counts } = await auditWithout();
    expect(left.at(0)).toMatchObject({ check: "engine" });
    expect(counts).not.toHaveProperty("round");
    expect(counts).toHaveProperty("step-missing", 0);
  });
});

const submission = { values: { note: "已清理" }, files: [] };
const caseOf = async (taskId: string): Promise<string> =>
  (await city.db.task.findUniqueOrThrow({ where: { id: taskId } })).caseId;

async function auditWithout() {
  const { audit } = await import("../../../client/audit/audit.ts");
  return audit(city.context, { by: "command", engine: null });
}
