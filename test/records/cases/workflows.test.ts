import { beforeAll, describe, expect, test } from "vitest";
import { procedureOf, workflowOf } from "../../../domain/procedures/kinds.ts";
import { workflowIsDue } from "../../../domain/procedures/workflow-due.ts";
import { type TaskState, taskStates } from "../../../domain/tasks/task-states.ts";
import { type CaseState, caseStates, type Kind, kinds } from "../../../domain/terms.ts";
import { countLed, wakeCases, workflowDue } from "../../../records/cases/workflows.ts";
import { newId } from "../../../records/rows.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";

const { db } = await freshDatabase();
const now = new Date("2031-03-03T02:00:00Z");

interface Written {
  id: string;
  kind: Kind;
  state: CaseState;
  cadence: "monthly" | null;
  workflowType: string | null;
  tasks: TaskState[];
}

/** No task, one in each state, and each of these together with a waiting one; some of them for the other kinds. */
const ofDrills: TaskState[][] = [[], ...taskStates.flatMap((state): TaskState[][] => [[state], ["open", state]])];
const tasksOf = (kind: Kind): TaskState[][] => (kind === "DR" ? ofDrills : [[], ["open"], ["open", "closed"]]);
const written: Written[] = [];

/** Type of the workflow of a kind, for any of its rows. */
function typeOf(kind: Kind): string | null {
  const { workflow } = procedureOf(kind);
  return typeof workflow === "object"
    ? (workflowOf({ kind, number: Object.keys(workflow)[0] ?? "" }) ?? null)
    : (workflow ?? null);
}

beforeAll(async () => {
  const { id: organizationId, shard } = await found(db, now, {});
  for (const kind of kinds)
    for (const state of caseStates)
      for (const cadence of ["monthly", null] as const)
        for (const tasks of tasksOf(kind))
          written.push({ id: newId(), kind, state, cadence, workflowType: typeOf(kind), tasks });
  await db.case.createMany({
    data: written.map(({ tasks: _, ...one }) => ({
      ...{ ...one, organizationId, duty: "26", key: one.id, openedAt: now },
      workflowId: one.workflowType && `${one.workflowType}-${one.id}`,
    })),
  });
  await db.task.createMany({
    data: written.flatMap(({ id: caseId, tasks }) =>
      tasks.map((state, n) => ({
        ...{
          id: newId(),
          caseId,
          organizationId,
          duty: "26",
          key: String(n),
          step: "set-date",
          roles: ["secretariat"],
        },
        ...{ state, policy: "ordinary", round: `round-26-${shard}` },
        ...{ openedAt: now, dueAt: now, firstDueAt: now, climbFrom: now, climbDueAt: now },
      })),
    ),
  });
});

const due = (): string[] =>
  written
    .filter((one) =>
      workflowIsDue(
        one,
        one.tasks.map((state) => ({ state })),
      ),
    )
    .map(({ id }) => id)
    .sort();

describe("cases whose workflow should exist", () => {
  test("are the same in SQL as in the program, for any kind, state, plan and tasks", async () => {
    const rows = await db.$queryRaw<{ id: string }[]>`select c.id from "case" c where ${workflowDue}`;
    const listed = rows.map(({ id }) => id).sort();
    expect(listed).toEqual(due());
    expect(listed.length).toBeGreaterThan(80);
    const led = written.filter(({ state, workflowType }) => state === "open" && workflowType !== null).length;
    expect(await countLed(db)).toEqual({ due: listed.length, notYet: led - listed.length });
  });

  test("are started by a nudge; others are signalled only if they run, and cases without a workflow are not", async () => {
    await db.$transaction((tx) =>
      wakeCases(
        tx,
        written.map(({ id }) => id),
        now,
      ),
    );
    const nudges = await db.nudge.findMany();
    expect(nudges).toHaveLength(written.filter(({ workflowType }) => workflowType !== null).length);
    const started = nudges
      .filter(({ starts }) => starts)
      .map(({ args }) => (args as { caseId: string }[])[0]?.caseId ?? "");
    expect(started.sort()).toEqual(due());
  });
});
