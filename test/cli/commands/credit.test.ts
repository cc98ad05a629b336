import { expect, it } from "vitest";
import { act } from "../../../client/tasks/act.ts";
import { rowsOf } from "../../../domain/forms/rows.ts";
import { guidelineHazard } from "../../../domain/hazards/index.ts";
import type { Role } from "../../../domain/terms.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { taskPage } from "../../../web/task/task-page.ts";
import { viewTask } from "../../../web/task/task-view.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { standIn } from "../stand-in.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const now = new Date("2031-03-03T02:00:00Z");
const { duban } = commandLine(db, () => now);
const engine = standIn(db);
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
const sites = ["entry", "hygiene", "notices", "supplies"];

/** A community organization whose year is planned, with functions that read and submit its tasks. */
async function body() {
  const organization = await found(db, now, { type: "COM", language: "zh-CN" });
  await engine.plan(organization.shard, now);
  const caseOf = (duty: string) =>
    db.case.findFirstOrThrow({ where: { organizationId: organization.id, duty }, include: { tasks: true } });
  const taskOf = async (duty: string, step?: string) => {
    const task = (await caseOf(duty)).tasks.find((one) => step === undefined || one.step === step);
    if (!task) throw new Error(`${duty} has no task`);
    return task;
  };
  return {
    organization,
    caseOf,
    taskOf,
    async page(duty: string, step: string | undefined, role: Role): Promise<string> {
      const reader = { personId: organization.person(role), path: "/t/x", token: "t", language: "zh-CN" } as const;
      const view = await viewTask(context, (await taskOf(duty, step)).id, reader);
      if (!view) throw new Error("there is no page");
      return String(taskPage(view, {}));
    },
    async submit(duty: string, role: Role, values: Record<string, string>, step?: string): Promise<void> {
      const { id: taskId } = await taskOf(duty, step);
      const actor = { personId: organization.person(role) };
      await act(context, { taskId, verb: "submit", actor, submission: { values, files: [] } });
    },
  };
}

it("a completed duty counts for another: the command says why, the page names it, and the heads' form is prefilled", async () => {
  const { organization, caseOf, taskOf, page, submit } = await body();
  const premises = await taskOf("22a");
  const [row] = rowsOf(premises.facts as Record<string, unknown>);
  const values = Object.fromEntries(sites.slice(1).map((name) => [`sites.${row?.id}.${name}`, "yes"]));
  values[`sites.${row?.id}.reason`] = "门禁维修中";
  await submit("22a", "secretariat", values);

  const credited = await caseOf("56");
  const answer = await duban("why", credited.id, "--json");
  expect(answer.data).toMatchObject({
    case: credited.id,
    state: "credited",
    countedBy: { case: premises.caseId, duty: "22a" },
    credit: { name: "premises" },
  });
  expect((await duban("why", credited.id, "--lang", "zh-CN")).out).toContain("两项核对的是同一份场所清单");
  expect((await duban("why", premises.caseId)).out).toContain("counts for: duty 56");
  expect(await page("56", undefined, "secretariat")).toContain(
    "同时计入，依据：第22a项落实场所防控措施（2031年第10周，3月3日至9日）",
  );

  const heads = await page("61", "all-sites", "head");
  expect(heads).toContain("已按本期“落实场所防控措施”（第22a项，2031年第10周，3月3日至9日）填好，请逐项核对后提交。");
  expect(heads.match(/ checked/g)).toHaveLength(3);
  expect(heads).toContain("门禁维修中");
  await duban("credit", "off", "premises-filled-in", "--org", organization.code);
  expect(await page("61", "all-sites", "head")).not.toContain("填好");
});

it("the secretariat's values are prefilled for the heads, person by person; they confirm them and are credited with both duties", async () => {
  const { organization, taskOf, page, submit } = await body();
  const people = rowsOf((await taskOf("22b")).facts as Record<string, unknown>).map(({ id }) => id);
  const columns = guidelineHazard.people.map(({ name }) => name);
  expect(people.length).toBeGreaterThan(2);
  expect(await page("61", "all-staff", "head")).not.toContain("填好");
  const keys = people.flatMap((id) => columns.map((column) => `people.${id}.${column}`));
  const [missing = "", ...done] = keys;
  const reason = `people.${people[0]}.reason`;
  const values = { ...Object.fromEntries(done.map((key) => [key, "yes"])), [reason]: "请假在外，返岗后补" };
  await submit("22b", "secretariat", values);

  const heads = await page("61", "all-staff", "head");
  expect(heads).toContain("已按本期“落实人员防控措施”（第22b项，2031年第10周，3月3日至9日）填好，请逐项核对后提交。");
  const ticked = [...heads.matchAll(/name="ask-(people\.[^"]+)"[^>]*value="yes" checked/g)].map(([, name]) => name);
  expect(ticked.sort()).toEqual(done.sort());
  expect(ticked).not.toContain(missing);
  expect(heads).toContain("请假在外，返岗后补");
  await submit("61", "head", values, "all-staff");
  const tasks = await db.task.findMany({
    where: { organizationId: organization.id, step: { in: ["personnel", "all-staff"] } },
  });
  expect(tasks.map(({ state }) => state)).toEqual(["closed", "closed"]);
  const [one, other] = tasks.map(({ result }) => JSON.stringify((result as { people: unknown }).people));
  expect(one).toBe(other);
});

it("each credit line is listed with its reason and state, and is switched by its name", async () => {
  const lines = (await duban("credit", "list", "--json")).data as { name: string; on: boolean }[];
  expect(lines).toHaveLength(10);
  expect(lines.every(({ on }) => on)).toBe(true);
  expect((await duban("credit", "off", "roll-up")).out).toContain("roll-up is off");
  expect((await duban("credit", "off", "roll-up")).out).toContain("was off already");
  expect((await duban("credit", "list")).out).toContain("head and legal representative are one person");
  const wrong = await duban("credit", "off", "nothing");
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('line: "nothing"; expected one of')]);
});
