import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { act } from "../../../client/tasks/act.ts";
import { stepsAhead } from "../../../client/tasks/ahead.ts";
import { loadTaskContext } from "../../../client/tasks/task-context.ts";
import { RefusedError } from "../../../domain/errors.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import type { Role } from "../../../domain/terms.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { findTask, type TaskRow } from "../../../records/tasks/tasks.ts";
import { standIn } from "../../cli/stand-in.ts";
import { freshDatabase } from "../../support/database.ts";
import { found, type Organization } from "../../support/organization.ts";

const { db } = await freshDatabase();
const engine = standIn(db);
const hour = 3_600_000;
let now = new Date("2031-03-03T01:00:00Z");
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
const taskOf = async (id: string): Promise<TaskRow> => {
  const task = await findTask(db, id);
  if (!task) throw new Error(`no task ${id}`);
  return task;
};
const foreseenOf = async (id: string, most: number) =>
  stepsAhead(db, await loadTaskContext(db, await taskOf(id), context.calendar, now), now, most);

/** Notices of one instant: names of the rungs, and recipients. */
interface Said {
  at: Date;
  told: readonly string[];
  notices: readonly string[];
}
const line = (one: { step: string; personId: string; channel: string; shape: string; part: string }): string =>
  `${one.step} ${one.personId} ${one.channel} ${one.shape} ${one.part}`;

/** Runs the engine from rung to rung. @returns notices at the first instants at which any were queued */
async function happens(taskId: string, instants: number): Promise<Said[]> {
  const said: Said[] = [];
  while (said.length < instants) {
    const { nextAt } = await taskOf(taskId);
    if (!nextAt) break;
    const before = new Set((await db.notice.findMany({ where: { taskId } })).map(({ id }) => id));
    now = nextAt > now ? nextAt : now;
    await engine.rounds(now);
    const event = await db.event.findFirst({ where: { taskId, verb: "told", at: now }, orderBy: { id: "desc" } });
    const notices = (await db.notice.findMany({ where: { taskId } })).filter(({ id }) => !before.has(id));
    const told = (event?.after as { steps?: string[] } | undefined)?.steps ?? [];
    if (told.length > 0) said.push({ at: now, told, notices: notices.map(line).sort() });
  }
  return said;
}

/** A task of a policy, due in some days, in an organization with vacant roles or a person with two. */
async function opened(policy: string, days: number, vacant: readonly Role[], two: boolean) {
  await db.task.updateMany({ data: { nextAt: null } });
  const organization = await found(db, now, { vacant });
  if (two && !vacant.includes("secretariat"))
    await db.holding.create({
      data: {
        id: `two-${organization.id}`,
        organizationId: organization.id,
        personId: organization.person("secretariat"),
        role: "legal-representative",
        fromAt: now,
      },
    });
  const input = { duty: "29", organizationId: organization.id, subject: "仓库漏水", actor: "administrator" as const };
  const { caseId } = await startCase(context, { ...input, facts: { severity: "major" } });
  const { id } = await db.task.findFirstOrThrow({ where: { caseId } });
  const dueAt = new Date(now.getTime() + days * 24 * hour);
  await db.task.update({ where: { id }, data: { policy, dueAt, firstDueAt: dueAt, climbDueAt: dueAt } });
  return { organization, id };
}

const verbs = ["acknowledge", "submit", "return", "grant-extension", "press", "none"] as const;

/** A person tries an act; if it is refused, nothing happens. */
async function does(verb: (typeof verbs)[number], id: string, { person }: Organization): Promise<void> {
  if (verb === "none") return;
  const submission = verb === "submit" ? { submission: { values: { note: "好了" }, files: [] } } : {};
  const until = verb === "grant-extension" ? { until: new Date(now.getTime() + 30 * 24 * hour) } : {};
  const own = verb === "acknowledge" || verb === "submit";
  try {
    const actor = own ? { personId: person("secretariat") } : ("administrator" as const);
    await act(context, { taskId: id, verb, actor, reason: "x", ...submission, ...until });
  } catch (error) {
    if (!(error instanceof RefusedError) && !/nobody is/.test(String(error))) throw error;
  }
}

describe("the outlook of a task's ladder", () => {
  it("is what the engine then sends, on the page and the command line, whatever happened before", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(defaultPolicies)),
        fc.integer({ min: -3, max: 40 }),
        fc.constantFrom<Role[]>([], ["secretariat"], ["legal-representative"], ["supervisory-board", "authority"]),
        fc.boolean(),
        fc.array(
          fc.record({
            hours: fc.integer({ min: 0, max: 15 * 24 }),
            verb: fc.constantFrom(...verbs),
            told: fc.boolean(),
          }),
          { maxLength: 4 },
        ),
        async (policy, days, vacant, two, before) => {
          now = new Date("2031-03-03T01:00:00Z");
          const { id, organization } = await opened(policy, days, vacant, two);
          await engine.rounds(now);
          for (const { hours, verb, told } of before) {
            now = new Date(now.getTime() + hours * hour);
            if (told) await engine.rounds(now);
            await does(verb, id, organization);
          }
          const foreseen = (await foreseenOf(id, 5)).map(
            ({ at, said }): Said => ({ at, told: said.rungNames, notices: said.notices.map(line).sort() }),
          );
          expect(foreseen).toEqual(await happens(id, foreseen.length));
        },
      ),
      // Before D a rung notifies only the legal representative, who does the task, so it goes to the board at that instant.
      { numRuns: 40, examples: [["filing", 2, ["legal-representative"], true, []]] },
    );
  });

  it("is empty while the organization is paused, or its next rung was set aside", async () => {
    const { id, organization } = await opened("ordinary", 10, [], false);
    expect((await foreseenOf(id, 5)).length).toBe(5);
    await db.organization.update({ where: { id: organization.id }, data: { pausedAt: now } });
    await db.task.update({ where: { id }, data: { nextAt: null } });
    expect(await foreseenOf(id, 5)).toEqual([]);
  });
});
