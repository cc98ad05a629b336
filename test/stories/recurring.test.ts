import { beforeAll, describe, expect } from "vitest";
import { cancelCase } from "../../client/cases/cases.ts";
import { applies } from "../../domain/catalogue/applies.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { rungNameOf } from "../../domain/escalation/rung-id.ts";
import { firstSteps } from "../../domain/procedures/kinds.ts";
import { chapters } from "../support/chapters.ts";
import { newestOf } from "../support/duty-tasks.ts";
import type { Organization } from "../support/organization.ts";
import { recipientsOf, roleOf } from "../support/recipients.ts";
import { startWorld, type World } from "../support/world.ts";

let city: World;
let organization: Organization;

beforeAll(async () => {
  city = await startWorld();
  organization = await city.organization({ type: "CHA" });
  await city.plan();
});

const by = (role: Parameters<Organization["person"]>[0]) => ({ personId: organization.person(role) });
const open = (duty: string) => newestOf(city, duty, organization);
/** The open task of an organization's secretariat that is due first. */
const firstDue = async (of: Organization, where: { policy?: string; verifier?: null; case?: { kind: string } }) => {
  const order = [{ dueAt: "asc" }, { id: "asc" }] as const;
  const tasks = await city.db.task.findMany({ where: { organizationId: of.id, ...where }, orderBy: [...order] });
  const task = tasks.find(({ roles }) => roles[0] === "secretariat");
  if (!task) throw new Error("nothing is open");
  return task;
};

describe("a recurring duty", () => {
  const chapter = chapters();
  chapter("opens once a period for every organization to which it applies, however often it is planned", async () => {
    await city.plan();
    await city.plan();
    const cases = await city.db.case.findMany({ where: { organizationId: organization.id } });
    const profile = {
      type: "CHA" as const,
      party: true,
      qualified: true,
      registration: "foundation" as const,
      marks: [],
    };
    const expected = allDuties.filter(
      // Yearly duties open in March only if their days set by law include it.
      (duty) =>
        duty.cadence &&
        // A duty that is due in the month after its period has no period yet: the organization joined today.
        !duty.dueInNext &&
        (duty.cadence !== "yearly" || (duty.days?.opens ?? "99") < "03") &&
        firstSteps(duty).length > 0 &&
        applies(duty, profile),
    );
    expect(cases.map(({ duty }) => duty).sort()).toEqual(expected.map(({ number }) => number).sort());
    await city.record("planner", "planner-0");
  });

  chapter("notifies each person once, in one mail for everything that is due", async () => {
    const mails = city
      .newMessages()
      .filter((one) => one.channel === "email" && one.to === organization.email("secretariat"));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain("/t/");
  });

  /** Stops the ladders of all other tasks, so that weeks pass in seconds. */
  const stopOthers = (taskId: string) =>
    city.db.task.updateMany({ where: { id: { not: taskId }, settledAt: null }, data: { nextAt: null } });

  chapter("that is acknowledged is reminded only on the day before D and on D, and ends when it is done", async () => {
    const task = await open("66");
    await stopOthers(task.id);
    await city.act({ taskId: task.id, verb: "acknowledge", actor: by(await doerOf(task.id)) });
    await city.until(`${day(task.dueAt, -8)} 12:00`);
    city.newMessages();
    const values = await formOf("66");
    await city.act({
      taskId: task.id,
      verb: "submit",
      actor: by(await doerOf(task.id)),
      submission: { values, files: [] },
    });
    await city.settled();
    const done = await city.db.task.findUnique({ where: { id: task.id }, include: { case: true } });
    expect(done).toMatchObject({ state: "closed", case: { state: "done" } });
    await city.until(`${day(task.dueAt, 1)} 12:00`);
    expect(city.newMessages().filter((one) => one.task === task.id)).toEqual([]);
  });

  chapter(
    "escalates from the doer to the legal representative, the supervisory board and the authority if nobody acts",
    async () => {
      const lonely = await city.organization({ type: "COM" });
      await city.plan();
      const task = await firstDue(lonely, { policy: "ordinary", verifier: null });
      await stopOthers(task.id);
      await city.until(`${day(task.dueAt, 22)} 12:00`);
      const holders = new Map(
        (await city.db.holding.findMany({ where: { organizationId: lonely.id } })).map((one) => [
          one.personId,
          one.role,
        ]),
      );
      const notices = await city.db.notice.findMany({
        where: { taskId: task.id, part: { not: "copy" } },
        orderBy: { createdAt: "asc" },
      });
      const lines = notices.map(
        ({ step, personId, channel }) => `${rungNameOf(step)} ${holders.get(personId)} ${channel}`,
      );
      expect(lines).toEqual(
        expect.arrayContaining([
          "+1bd secretariat email",
          "+1bd secretariat sms",
          "+3bd legal-representative email",
          "+5bd supervisory-board email",
          "+5bd supervisory-board sms",
          "+10bd authority email",
        ]),
      );
      expect(lines.indexOf("+1bd secretariat email")).toBeLessThan(lines.indexOf("+3bd legal-representative email"));
      expect(lines.indexOf("+3bd legal-representative email")).toBeLessThan(
        lines.indexOf("+5bd supervisory-board email"),
      );
      expect(lines.indexOf("+5bd supervisory-board email")).toBeLessThan(lines.indexOf("+10bd authority email"));
      expect(new Set(lines).size).toBe(lines.length);
    },
  );

  chapter(
    "reminds by the new day when it is extended or moved, and requests nothing more when it is cancelled",
    async () => {
      const other = await city.organization({ type: "COM" });
      await city.plan();
      const task = await firstDue(other, { case: { kind: "RT" } });
      await stopOthers(task.id);
      const who = { personId: other.person("secretariat") };
      const until = new Date(task.dueAt.getTime() + 4 * 86_400_000);
      await city.act({ taskId: task.id, verb: "ask-extension", actor: who, until, reason: "会期推迟" });
      await city.act({ taskId: task.id, verb: "ask-extension", actor: who, until, reason: "会期推迟" });
      await city.settled();
      expect(await city.db.event.count({ where: { taskId: task.id, verb: "ask-extension" } })).toBe(1);
      await city.act({
        taskId: task.id,
        verb: "grant-extension",
        actor: { personId: other.person("legal-representative") },
      });
      const due = async (): Promise<Date | undefined> => {
        const found = await city.db.task.findUnique({ where: { id: task.id } });
        return found?.dueAt;
      };
      expect(await due()).toEqual(until);
      const moved = new Date(until.getTime() + 7 * 86_400_000);
      await city.act({ taskId: task.id, verb: "move", actor: "administrator", until: moved });
      expect(await due()).toEqual(moved);
      await city.until(`${day(task.dueAt, 3)} 12:00`);
      const escalated = {
        taskId: task.id,
        shape: { in: ["overdue", "escalated"] },
        part: { not: "copy" },
        step: { contains: "bd" },
      };
      expect(await city.db.notice.count({ where: escalated })).toBe(0);
      // Planning again does not open a moved occurrence again: its key does not depend on its due day.
      await city.plan();
      const { organizationId, duty, key } = await city.db.case.findUniqueOrThrow({ where: { id: task.caseId } });
      expect(await city.db.case.count({ where: { organizationId, duty, key } })).toBe(1);
      await cancelCase(city.context, { caseId: task.caseId, actor: "administrator", reason: "机构合并" });
      await city.settled();
      city.newMessages();
      await city.until(`${day(moved, 4)} 12:00`);
      expect(city.newMessages(other).filter((one) => one.task === task.id)).toEqual([]);
    },
  );

  chapter("notifies the next role up if a role is vacant, and says so", async () => {
    const orphan = await city.organization({ type: "OTH", vacant: ["secretariat", "deputy"] });
    city.newMessages();
    await city.plan();
    await city.settled();
    const mails = city.newMessages().filter((one) => one.organization === orphan.id);
    expect(recipientsOf(mails, "email")).toContain("legal-representative email");
    expect(mails.filter((one) => roleOf(one) === "secretariat")).toEqual([]);
  });
});

const day = (at: Date, offset: number): string =>
  new Date(at.getTime() + offset * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);

async function doerOf(taskId: string): Promise<Parameters<Organization["person"]>[0]> {
  const task = await city.db.task.findUnique({ where: { id: taskId } });
  return (task?.roles[0] ?? "secretariat") as Parameters<Organization["person"]>[0];
}

async function formOf(duty: string): Promise<Record<string, string>> {
  const { dutyOf } = await import("../../domain/catalogue/packs/index.ts");
  const samples: Record<string, string> = {
    text: "已完成",
    date: "2031-03-03",
    number: "3",
    money: "100",
    list: "甲\n乙",
    findings: "",
  };
  return Object.fromEntries(
    dutyOf(duty)
      .evidence.filter((ask) => ask.type !== "file")
      .map((ask) => [ask.name, ask.options?.[0]?.value ?? samples[ask.type] ?? ""]),
  );
}
