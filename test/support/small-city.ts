import { isSettled, type TaskState } from "../../domain/tasks/task-states.ts";
import type { OrganizationType } from "../../domain/terms.ts";
import type { Db } from "../../prisma/client.ts";
import { found, type Organization } from "./organization.ts";

/** Time of the small city: in June, when its report covers May. */
export const smallCityNow = new Date("2031-06-10T02:00:00Z");

interface Given {
  duty?: string;
  state: TaskState;
  /** Day of D, at 18:00. */
  due: string;
  /** Days until it was submitted, and the day of submission. @default the day of D */
  took?: number;
  on?: string;
  returns?: number;
  rung?: string;
  selfDeclared?: boolean;
  part?: true;
}

const at = (day: string, time = "18:00"): Date => new Date(`${day}T${time}:00+08:00`);

/**
 * Three organizations whose May is computed by hand in the test that uses it. The first did everything, the second did not, and the third had too
 * few tasks to be ranked. Other rows are not counted.
 */
export async function smallCity(db: Db): Promise<[Organization, Organization, Organization]> {
  const one = async (type: OrganizationType, code: string, tasks: readonly Given[]): Promise<Organization> => {
    const organization = await found(db, at("2031-01-01"), { type, code });
    const caseId = `case-${code}`;
    const about = { organizationId: organization.id, duty: "66", kind: "RT", key: "k", state: "open" };
    await db.case.create({ data: { ...about, id: caseId, openedAt: at("2031-01-01") } });
    await db.task.createMany({
      data: tasks.map(({ duty = "66", state, due, took = 0, on = due, returns = 0, ...more }, n) => {
        const handed = at(on, "10:00");
        const openedAt = new Date(handed.getTime() - took * 86_400_000);
        const handedIn = state === "closed" || state === "accepted" || state === "submitted";
        return {
          ...{ id: `task-${code}-${n}`, caseId, organizationId: organization.id, duty, key: String(n), step: "do" },
          ...{ roles: ["secretariat"], policy: "ordinary", round: "r", state, returns, openedAt, dueAt: at(due) },
          ...{ firstDueAt: at(due), climbFrom: openedAt, climbDueAt: at(due), highestRung: more.rung ?? null },
          ...{ selfDeclared: more.selfDeclared ?? false, parentTaskId: more.part ? "whole" : null },
          ...{ submittedAt: handedIn ? handed : null, settledAt: isSettled(state) ? handed : null },
        };
      }),
    });
    return organization;
  };
  return [
    await one("CHA", "GZ-CITY-A", [
      { state: "closed", due: "2031-05-10", took: 2 },
      { state: "accepted", due: "2031-05-12", took: 2 },
      // Still with the verifier, and submitted in time.
      { state: "submitted", due: "2031-05-15", took: 5, duty: "22a" },
      { state: "closed", due: "2031-05-31", took: 9 },
      { state: "waived", due: "2031-05-20" },
      { state: "closed", due: "2031-04-10", took: 1 },
      { state: "closed", due: "2031-04-11", took: 1 },
      { state: "closed", due: "2031-04-14", on: "2031-04-20", took: 20 },
      { state: "closed", due: "2031-04-15", on: "2031-04-20", took: 20 },
      // None of these is counted: cancelled, replaced, part of a covering task, due in June.
      { state: "cancelled", due: "2031-05-10" },
      { state: "superseded", due: "2031-05-10" },
      { state: "closed", due: "2031-05-10", part: true },
      { state: "closed", due: "2031-06-01", took: 1 },
    ]),
    await one("IND", "GZ-CITY-B", [
      { state: "closed", due: "2031-05-10", took: 1, returns: 1 },
      { state: "closed", due: "2031-05-10", took: 3, duty: "22a" },
      { state: "closed", due: "2031-05-10", on: "2031-05-13", took: 12 },
      { state: "open", due: "2031-05-28" },
      // Submitted later: it still counts as missed, and had reached the second rung after D.
      { state: "belated", due: "2031-05-08", on: "2031-06-02", rung: "+3bd" },
      { state: "credited", due: "2031-05-10" },
    ]),
    await one("SVC", "GZ-CITY-C", [
      { state: "closed", due: "2031-05-10", took: 0, selfDeclared: true },
      { state: "closed", due: "2031-05-12", on: "2031-05-14", took: 4 },
    ]),
  ];
}
