import { describe, expect, test } from "vitest";
import { allDuties } from "../../../domain/catalogue/packs/index.ts";
import { firstSteps, kindsAtOnce, workflowOf } from "../../../domain/procedures/kinds.ts";
import { type LedCase, workflowIsDue } from "../../../domain/procedures/workflow-due.ts";
import { type TaskState, taskStates, waiting } from "../../../domain/tasks/task-states.ts";

const planned: LedCase = { kind: "DR", state: "open", workflowType: "drill", cadence: "half-yearly" };
const tasks = (...states: TaskState[]) => states.map((state) => ({ state }));

describe("the workflow of a case exists", () => {
  test("for a planned case as soon as a task of it settles, and not before", () => {
    for (const state of taskStates)
      expect([state, workflowIsDue(planned, tasks(state))]).toEqual([state, !waiting.includes(state)]);
    expect(workflowIsDue(planned, tasks("open", "submitted"))).toBe(false);
    expect(workflowIsDue(planned, tasks("open", "closed"))).toBe(true);
  });

  test("for a planned case without tasks, which nothing else could wake", () => {
    expect(workflowIsDue(planned, [])).toBe(true);
  });

  test("for a case that an event or a person started, whether or not a task has settled", () => {
    expect(workflowIsDue({ ...planned, cadence: null }, tasks("open"))).toBe(true);
  });

  test("for a kind that acts on calendar days before a task settles, planned or not", () => {
    for (const kind of kindsAtOnce) expect(workflowIsDue({ ...planned, kind }, tasks("open"))).toBe(true);
  });

  test("never for a case that has ended, nor for a kind that has only tasks", () => {
    for (const state of ["done", "cancelled", "missed", "superseded", "credited"] as const)
      expect(workflowIsDue({ ...planned, state, cadence: null }, tasks("closed"))).toBe(false);
    expect(workflowIsDue({ ...planned, workflowType: null }, tasks("closed"))).toBe(false);
  });

  test("from the start of a case whose kind opens no task with it", () => {
    const silent = allDuties.filter((duty) => workflowOf(duty) && firstSteps(duty).length === 0);
    expect(silent.filter(({ kind }) => !kindsAtOnce.includes(kind)).map(({ number }) => number)).toEqual([]);
    expect(silent.length).toBeGreaterThan(0);
  });
});
