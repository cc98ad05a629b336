import { describe, expect, test } from "vitest";
import { allDuties } from "../../../domain/catalogue/packs/index.ts";
import { firstSteps, kindsAtOnce, workflowOf } from "../../../domain/procedures/kinds.ts";
import { type LedCase, workflowIsDue } from "../../../domain/procedures/workflow-due.ts";
import { type TaskState, taskStates, waiting } from "../../../domain/tasks/task-states.ts";

const planned: LedCase = { kind: "DR", state: "open", workflowType: "drill", cadence: "half-yearly" };
const tasks = (...states: TaskState[]) => states.map((state) => ({ state }));

describe("the workflow of a case is there", () => {
  test("of a planned one as soon as a task of it settles, and not while all of them wait for somebody", () => {
    for (const state of taskStates)
      expect([state, workflowIsDue(planned, tasks(state))]).toEqual([state, !waiting.includes(state)]);
    expect(workflowIsDue(planned, tasks("open", "submitted"))).toBe(false);
    expect(workflowIsDue(planned, tasks("open", "closed"))).toBe(true);
  });

  test("of a planned one that nobody is asked anything of: nobody could wake it", () => {
    expect(workflowIsDue(planned, [])).toBe(true);
  });

  test("of what an event or somebody started, whoever has answered", () => {
    expect(workflowIsDue({ ...planned, cadence: null }, tasks("open"))).toBe(true);
  });

  test("of a kind that goes by the calendar meanwhile, planned or not", () => {
    for (const kind of kindsAtOnce) expect(workflowIsDue({ ...planned, kind }, tasks("open"))).toBe(true);
  });

  test("never of a case that has ended, nor of one whose tasks are all there is", () => {
    for (const state of ["done", "cancelled", "missed", "superseded", "credited"] as const)
      expect(workflowIsDue({ ...planned, state, cadence: null }, tasks("closed"))).toBe(false);
    expect(workflowIsDue({ ...planned, workflowType: null }, tasks("closed"))).toBe(false);
  });

  test("once somebody could settle something: a kind that asks for nothing with the case begins with it", () => {
    const silent = allDuties.filter((duty) => workflowOf(duty) && firstSteps(duty).length === 0);
    expect(silent.filter(({ kind }) => !kindsAtOnce.includes(kind)).map(({ number }) => number)).toEqual([]);
    expect(silent.length).toBeGreaterThan(0);
  });
});
