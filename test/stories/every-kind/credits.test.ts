import { WorkflowNotFoundError } from "@temporalio/client";
import { beforeAll, describe, expect } from "vitest";
import { allDuties } from "../../../domain/catalogue/packs/index.ts";
import { credits } from "../../../domain/planning/credits.ts";
import type { OrganizationType, Role } from "../../../domain/terms.ts";
import { holdRole } from "../../../records/roster/people.ts";
import { newId } from "../../../records/rows.ts";
import { taskPage } from "../../../web/task/task-page.ts";
import { viewTask } from "../../../web/task/task-view.ts";
import { chapters } from "../../support/chapters.ts";
import { fullForm } from "../../support/forms.ts";
import type { Organization } from "../../support/organization.ts";
import { startWorld, type World } from "../../support/world.ts";

/** One organization of each type that the table names, and one whose head is its legal representative. */
const types = ["SVC", "COM", "OTH", "CHM", "IND"] as const satisfies readonly OrganizationType[];
type Named = (typeof types)[number];

let city: World;
const of = {} as Record<Named, Organization>;

beforeAll(async () => {
  city = await startWorld();
  for (const type of types) of[type] = await city.organization({ type, language: "zh-CN" });
  const both = { personId: of.IND.person("legal-representative"), organizationId: of.IND.id, role: "head" as const };
  await city.db.$transaction((tx) => holdRole(tx, both, city.now()));
  const listed = new Set(credits.flatMap(({ done, counts }) => [done, counts]));
  await city.db.dutySetting.createMany({
    data: allDuties
      .filter(({ number }) => !listed.has(number))
      .map(({ number }) => ({ id: newId(), duty: number, pausedAt: city.now() })),
  });
  await city.plan();
});

const caseOf = (type: Named, duty: string) =>
  city.db.case.findFirstOrThrow({
    where: { organizationId: of[type].id, duty },
    orderBy: { openedAt: "desc" },
    include: { tasks: true },
  });
/** The open task of a case, or the one with this key. */
async function taskOf(type: Named, duty: string, key?: string): Promise<string> {
  const found = await caseOf(type, duty);
  if (key !== undefined) await city.awaitTask(found.id, key);
  const { tasks } = await caseOf(type, duty);
  const task = tasks.find((one) => (key === undefined ? ["open", "returned"].includes(one.state) : one.key === key));
  if (!task) throw new Error(`${duty} asks for nothing`);
  return task.id;
}
async function submit(type: Named, duty: string, role: Role, more: Record<string, string>, key?: string) {
  const taskId = await taskOf(type, duty, key);
  const values = { ...(await fullForm(city.db, taskId)), ...more };
  const files = [{ name: "材料.txt", mime: "text/plain", bytes: Buffer.from("材料") }];
  await city.act({ taskId, verb: "submit", actor: { personId: of[type].person(role) }, submission: { values, files } });
  await city.settled();
}
/** Number of notices about each credited task so far. */
const sentOf = new Map<string, number>();
const sent = (taskId: string) => city.db.notice.count({ where: { taskId, state: "sent" } });

/** Expects that both cases have ended, and that the page of the credited one names the other and requires nothing. */
async function countsFor(type: Named, done: string, other: string): Promise<void> {
  const [source, credited] = [await caseOf(type, done), await caseOf(type, other)];
  expect([source.state, credited.state, credited.countedByCaseId]).toEqual(["done", "credited", source.id]);
  const [task] = credited.tasks;
  const role = task?.roles[0] as Role;
  const reader = { personId: of[type].person(role), path: "/t/x", token: "t", language: "zh-CN" } as const;
  const view = await viewTask(city.context, task?.id ?? "", reader);
  const page = view ? String(taskPage(view, {})) : "";
  expect(page).toContain(`同时计入，依据：第${done}项`);
  expect(page).not.toContain("<form");
  expect(credited.tasks.map(({ state, nextAt }) => [state, nextAt])).toEqual(
    credited.tasks.map(() => ["credited", null]),
  );
  for (const { id } of credited.tasks) sentOf.set(id, await sent(id));
}

/** Lines of the table that one submission completes. */
const atOnce = [
  ["the premises for a community body's own measures", "COM", "22a", "56", "secretariat", {}],
  ["the training of staff for the training", "SVC", "53a", "25", "secretariat", {}],
  ["the first topic, with all staff, for the study", "OTH", "7", "1", "party-organization", { "all-staff": "yes" }],
  ["a briefing with materials for publicity", "OTH", "24", "66", "secretariat", { materials: "yes" }],
  ["the members' briefing for publicity", "CHM", "45", "66", "secretariat", { materials: "yes" }],
  [
    "the weak links that a head checked for the reminder",
    "OTH",
    "4",
    "69",
    "secretariat",
    { led: "yes", "led-by": "李会长" },
  ],
] as const;

const chapter = chapters();

describe("a completed duty counts for others (credits):", () => {
  for (const [name, type, done, other, role, more] of atOnce)
    chapter(name, async () => {
      expect((await caseOf(type, other)).state).toBe("open");
      await submit(type, done, role, more);
      await countsFor(type, done, other);
    });

  chapter("an evaluated staff drill counts for the drill, whose workflow ends", async () => {
    const { id } = await caseOf("SVC", "53b");
    const drill = await caseOf("SVC", "26");
    await submit("SVC", "53b", "secretariat", { date: "2031-03-04", time: "14:30" }, "set-date");
    await city.until("2031-03-04 14:31");
    await submit("SVC", "53b", "secretariat", {}, "hold");
    expect((await caseOf("SVC", "26")).state).toBe("open");
    await submit("SVC", "53b", "secretariat", { gaps: "" }, "evaluate");
    expect(await city.resultOf(`drill-${id}`)).toBe("done");
    // Nobody had acted in the other case, so it never had a workflow.
    await expect(city.env.client.workflow.getHandle(`drill-${drill.id}`).describe()).rejects.toThrow(
      WorkflowNotFoundError,
    );
    await countsFor("SVC", "53b", "26");
  });

  chapter("a returned roll-up counts for nothing; once verified, it counts for the head's own list", async () => {
    await city.until("2031-04-01 09:05");
    await city.plan();
    const legal = { personId: of.IND.person("legal-representative") };
    await submit("IND", "27", "secretariat", {});
    const taskId = (await caseOf("IND", "27")).tasks[0]?.id ?? "";
    expect((await caseOf("IND", "60")).state).toBe("open");
    await city.act({ taskId, verb: "return", actor: legal, reason: "缺少培训情况" });
    await city.settled();
    expect([(await caseOf("IND", "27")).state, (await caseOf("IND", "60")).state]).toEqual(["open", "open"]);
    await submit("IND", "27", "secretariat", { summary: "总体正常，培训已补" });
    expect((await caseOf("IND", "60")).state).toBe("open");
    await city.act({ taskId, verb: "accept", actor: legal });
    await city.settled();
    await countsFor("IND", "27", "60");
  });

  chapter("nobody is sent anything about the credited cases", async () => {
    await city.until("2031-04-03 10:00");
    expect(sentOf.size).toBe(atOnce.length + 2);
    for (const [taskId, times] of sentOf) expect(await sent(taskId)).toBe(times);
    const waiting = { taskId: { in: [...sentOf.keys()] }, state: { in: ["queued", "sending"] } };
    expect(await city.db.notice.count({ where: waiting })).toBe(0);
  });

  chapter("every line of the table was run", () => {
    const ran = [...atOnce.map(([, , done, counts]) => `${done} ${counts}`), "53b 26", "27 60"];
    const table = credits.filter(({ when }) => !("prefilled" in when)).map(({ done, counts }) => `${done} ${counts}`);
    expect(table.sort()).toEqual(ran.sort());
  });
});
