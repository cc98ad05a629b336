import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byUrgency, inDanger, statutorySteps, type Weighed } from "../../../domain/desk/danger.ts";
import {
  type OrganizationFacts,
  type OrganizationState,
  recentContactMs,
  silentAfterMs,
  standingOf,
} from "../../../domain/desk/standing.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import { isUrgent } from "../../../domain/escalation/policy.ts";
import { isLate } from "../../../domain/tasks/lateness.ts";
import { awaitsAnswer, type Outlook, outlooks } from "../../../domain/tasks/outlook.ts";
import { doing, isSettled, type TaskState, taskStates } from "../../../domain/tasks/task-states.ts";
import { addDays } from "../../../domain/time/dates.ts";
import { dateIn, instantAt } from "../../../domain/time/zones.ts";
import { boardRows } from "../../../records/views/board.ts";
import { dangerMarks, standingRows, standingSums } from "../../../records/views/desk.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
const day = 86_400_000;
const opened = new Date("2031-01-06T01:00:00Z");
const now = new Date("2031-03-10T10:00:00Z");
const ago = (ms: number): Date => new Date(now.getTime() - ms);

const organizations = [await found(db, opened, {}), await found(db, opened, {}), await found(db, opened, {})];
const severities = ["critical", "major", "minor", null] as const;
for (const [n, { id }] of organizations.entries())
  await db.case.createMany({
    data: severities.map((severity) => ({
      ...{ id: `case-${n}-${severity}`, organizationId: id, duty: "48", kind: "OL", key: `${severity}` },
      ...{ state: "open", openedAt: opened, facts: severity === null ? {} : { severity } },
    })),
  });

interface Generated extends Weighed {
  organization: number;
  outlook: Outlook | null;
  outlookAnsweredAt: Date | null;
  askedUntil: Date | null;
}

/** Instants from which an organization counts as silent or as heard, and now, each give or take a millisecond. */
const edge = fc
  .tuple(fc.constantFrom(0, silentAfterMs, recentContactMs), fc.integer({ min: -1, max: 1 }))
  .map(([from, off]) => ago(from + off));
/** These, and any others. */
const instant = fc.oneof(edge, fc.integer({ min: -2 * day, max: 20 * day }).map(ago));
const rows = [...statutorySteps.slice(0, 3), "48/reply"].map((one) => one.split("/") as [string, string]);
const tasksUpTo = (most: number): fc.Arbitrary<Generated[]> =>
  fc
    .array(
      fc
        .record({
          organization: fc.nat({ max: 2 }),
          severity: fc.constantFrom(...severities),
          policy: fc.constantFrom("ordinary", "emergency", "rectification-critical", "incident-critical"),
          state: fc.oneof(fc.constant<TaskState>("open"), fc.constantFrom(...taskStates)),
          row: fc.constantFrom(...rows),
          dueAt: instant,
          waitsFor: fc.constantFrom(0, 0, 1),
          outlook: fc.constantFrom(null, ...outlooks),
          outlookAnsweredAt: fc.constantFrom(null, ago(day)),
          askedUntil: fc.constantFrom(null, null, ago(-day)),
        })
        .map(({ row: [duty, step], ...one }) => ({ ...one, duty, step, zone })),
      { minLength: 1, maxLength: most },
    )
    .map((all) => all.map((one, index) => ({ ...one, id: `task-${String(index).padStart(2, "0")}` })));
const tasks = tasksUpTo(16);
/** Late tasks that nobody has acted on, one in each organization, with due day and last contact at the edges. */
const untouched = fc.tuple(edge, edge, edge).map((due) =>
  due.map(
    (dueAt, organization): Generated => ({
      ...{
        id: `task-${organization}`,
        organization,
        duty: "48",
        step: "reply",
        policy: "ordinary",
        state: "open",
        zone,
      },
      ...{ dueAt, severity: null, waitsFor: 0, outlook: null, outlookAnsweredAt: null, askedUntil: null },
    }),
  ),
);
const contacts = fc.array(fc.option(edge, { nil: null }), { minLength: 3, maxLength: 3 });
const scope = { organizationIds: null, search: "", duty: "" };

/** Writes generated tasks, which are the only ones in the database. */
async function write(generated: readonly Generated[]): Promise<void> {
  await db.task.deleteMany();
  await db.task.createMany({
    data: generated.map(({ organization, severity, zone: _, ...task }) => ({
      ...{ ...task, caseId: `case-${organization}-${severity}`, organizationId: organizations[organization]?.id ?? "" },
      ...{ key: task.id, roles: ["secretariat"], round: "round", openedAt: opened, firstDueAt: task.dueAt },
      ...{ climbFrom: opened, climbDueAt: task.dueAt, settledAt: isSettled(task.state) ? now : null },
    })),
  });
}

/** The program's result for an organization, from its generated tasks. */
function factsOf(all: readonly Generated[], lastContactAt: Date | null, unreachable: boolean): OrganizationFacts {
  const late = all.filter((task) => isLate(task, now));
  const untouched = late.filter((task) => task.state === "open" && task.outlook === null && task.askedUntil === null);
  const risks = all.filter((task) => doing.includes(task.state) && (task.outlook === "blocked" || awaitsAnswer(task)));
  const since = late.map(({ dueAt }) => dueAt.getTime());
  return {
    ...{ unreachable, lastContactAt, late: late.length, untouched: untouched.length, atRisk: risks.length },
    lateSince: since.length > 0 ? new Date(Math.min(...since)) : null,
  };
}

describe("the desk", () => {
  it("has the same tasks as dangers, in the same order, as the program finds among all of them", () =>
    fc.assert(
      fc.asyncProperty(tasks, async (generated) => {
        await write(generated);
        const today = dateIn(now, zone);
        const span = {
          from: instantAt(addDays(today, -1), "00:00", zone),
          to: instantAt(addDays(today, 2), "00:00", zone),
        };
        const urgent = new Set(
          Object.values(defaultPolicies)
            .filter(isUrgent)
            .map(({ name }) => name),
        );
        const marks = await dangerMarks(db, scope, { ...span, byLaw: statutorySteps, urgent });
        const open = generated.filter(({ state }) => !isSettled(state));
        expect(inDanger(marks, urgent, now).map(({ id, dangers }) => [id, dangers])).toEqual(
          inDanger(open, urgent, now).map(({ id, dangers }) => [id, dangers]),
        );
      }),
      { numRuns: 40 },
    ));

  it("counts as many organizations in each state as the program finds one by one", () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(tasksUpTo(4), untouched),
        contacts,
        fc.subarray([0, 1, 2]),
        async (generated, lastContacts, mute) => {
          await write(generated);
          for (const [n, { id }] of organizations.entries())
            await db.$executeRaw`update organization set heard_at = ${lastContacts[n] ?? null} where id = ${id}`;
          const known = organizations.map(({ id }, n) => ({
            id,
            facts: factsOf(
              generated.filter(({ organization }) => organization === n),
              lastContacts[n] ?? null,
              mute.includes(n),
            ),
          }));
          const doubtful = organizations.map(({ id }, n) => ({
            ...{ id, unreached: mute.includes(n), mute: mute.includes(n), roles: [], people: [] },
          }));
          const listed = known.filter(
            ({ facts: { unreachable, late, atRisk } }) => unreachable || late > 0 || atRisk > 0,
          );
          const rows = await standingRows(db, scope, now, doubtful);
          expect(new Map(rows.map(({ id, district: _, ...facts }) => [id, facts]))).toEqual(
            new Map(listed.map(({ id, facts }) => [id, facts])),
          );
          const sums = await standingSums(db, scope, now, {
            ...{ doubtful, silentFrom: ago(silentAfterMs), recentContactFrom: ago(recentContactMs) },
          });
          const counted: Partial<Record<OrganizationState, number>> = {};
          for (const row of sums)
            counted[standingOf(row, now)] = (counted[standingOf(row, now)] ?? 0) + row.organizations;
          const expected: typeof counted = {};
          for (const { facts } of listed)
            expected[standingOf(facts, now)] = (expected[standingOf(facts, now)] ?? 0) + 1;
          expect(counted).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    ));
});

describe("the tables of the board", () => {
  it("are in the program's order of urgency", () =>
    fc.assert(
      fc.asyncProperty(tasks, async (generated) => {
        await write(generated);
        const late = generated.filter((task) => isLate(task, now)).sort(byUrgency);
        const found = await boardRows(db, "late", scope, now, { limit: 100, offset: 0 });
        expect(found.map(({ id }) => id)).toEqual(late.map(({ id }) => id));
      }),
      { numRuns: 40 },
    ));
});
