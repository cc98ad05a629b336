import { expect, it } from "vitest";
import { act } from "../../../client/tasks/act.ts";
import { rowsOf } from "../../../domain/forms/rows.ts";
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

it("what is done once counts for the other: the command says why, the page names it, and the heads find it filled in", async () => {
  const organization = await found(db, now, { type: "COM", language: "zh-CN" });
  await engine.plan(organization.shard, now);
  const caseOf = (duty: string) =>
    db.case.findFirstOrThrow({ where: { organizationId: organization.id, duty }, include: { tasks: true } });
  const taskOf = async (duty: string, step?: string) => {
    const task = (await caseOf(duty)).tasks.find((one) => step === undefined || one.step === step);
    if (!task) throw new Error(`${duty} has no task`);
    return task;
  };
  const pageOf = async (taskId: string, personId: string): Promise<string> => {
    const view = await viewTask(context, taskId, { personId, path: "/t/x", token: "t", language: "zh-CN" });
    if (!view) throw new Error("there is no page");
    return String(taskPage(view, {}));
  };
  const premises = await taskOf("22a");
  const [row] = rowsOf(premises.facts as Record<string, unknown>);
  const values = Object.fromEntries(sites.slice(1).map((name) => [`sites.${row?.id}.${name}`, "yes"]));
  values[`sites.${row?.id}.reason`] = "门禁维修中";
  const actor = { personId: organization.person("secretariat") };
  await act(context, { taskId: premises.id, verb: "submit", actor, submission: { values, files: [] } });

  const credited = await caseOf("56");
  const told = await duban("why", credited.id, "--json");
  expect(told.data).toMatchObject({
    case: credited.id,
    state: "credited",
    countedBy: { case: premises.caseId, duty: "22a" },
    credit: { name: "premises" },
  });
  expect((await duban("why", credited.id, "--lang", "zh-CN")).out).toContain("两项核对的是同一份场所清单");
  expect((await duban("why", premises.caseId)).out).toContain("counts for: duty 56");
  const page = await pageOf((await taskOf("56")).id, organization.person("secretariat"));
  expect(page).toContain("同时计入，依据：第22a项落实场所防控措施（2031-W10）");

  const heads = await pageOf((await taskOf("61", "all-sites")).id, organization.person("head"));
  expect(heads).toContain("已按本期第22a项（2031-W10）填好，请逐项核对后提交。");
  expect(heads.match(/ checked/g)).toHaveLength(3);
  expect(heads).toContain("门禁维修中");
  await duban("credit", "off", "premises-filled-in", "--org", organization.code);
  expect(await pageOf((await taskOf("61", "all-sites")).id, organization.person("head"))).not.toContain("填好");
});

it("each line is listed with its reason and state, and is switched by its name", async () => {
  const lines = (await duban("credit", "list", "--json")).data as { name: string; on: boolean }[];
  expect(lines).toHaveLength(10);
  expect(lines.every(({ on }) => on)).toBe(true);
  expect((await duban("credit", "off", "roll-up")).out).toContain("roll-up is off");
  expect((await duban("credit", "off", "roll-up")).out).toContain("was off already");
  expect((await duban("credit", "list")).out).toContain("head and legal representative are one person");
  const wrong = await duban("credit", "off", "nothing");
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('line: "nothing"; expected one of')]);
});
