import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askedDue } from "../../../domain/escalation/anchor.ts";
import { valueIn } from "../../../domain/forms/figures.ts";
import { isLate, type Timed } from "../../../domain/tasks/lateness.ts";
import { isSettled, taskStates } from "../../../domain/tasks/task-states.ts";
import { statedDue, type Termed, termBegan } from "../../../domain/tasks/term.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { Prisma } from "../../../prisma/client.ts";
import { opinionLines } from "../../../records/cases/opinions.ts";
import { dutyCounts } from "../../../records/duties.ts";
import { organizationLines } from "../../../records/roster/organizations.ts";
import { isLateAt } from "../../../records/tasks/lateness.ts";
import { askedDueIn, termBegan as termBeganInSql } from "../../../records/tasks/tasks.ts";
import { boardCounts, boardRows } from "../../../records/views/board.ts";
import { coverageOfCircular } from "../../../records/views/circular-coverage.ts";
import { caseLines, taskLines } from "../../../records/views/listings.ts";
import { liveFigures } from "../../../records/views/roll-ups.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
const opened = new Date("2031-03-03T01:00:00Z");
const now = new Date("2031-03-10T10:00:00Z");
const organization = await found(db, opened, {});
await db.circular.create({
  data: {
    id: "circular",
    key: "circular",
    event: "policy-issued",
    source: "local",
    title: "通知",
    issuedBy: "administrator",
    issuedAt: opened,
  },
});

interface Generated extends Timed, Termed {
  id: string;
  dueRevision: number;
  facts: { askedBy?: string };
}

/** Due days to the millisecond around now, which show an off-by-one comparison, and days away. */
const dueAt = fc
  .oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -40 * 86_400_000, max: 40 * 86_400_000 }))
  .map((ms) => new Date(now.getTime() + ms));
const tasks: fc.Arbitrary<Generated[]> = fc
  .array(
    fc.record({
      state: fc.constantFrom(...taskStates),
      dueAt,
      waitsFor: fc.nat({ max: 2 }),
      floating: fc.boolean(),
      dueRevision: fc.nat({ max: 1 }),
      facts: fc.oneof(
        fc.constant({}),
        fc.integer({ min: 10, max: 28 }).map((day) => ({ askedBy: `2031-03-${day}` })),
      ),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((all) => all.map((one, index) => ({ ...one, id: `task-${String(index).padStart(2, "0")}` })));

/** Rows of tasks of one case, which a circular started and a person raised. */
const row = ({ id, dueAt, ...task }: { id: string; dueAt: Date } & Record<string, unknown>) => ({
  id,
  caseId: "case",
  organizationId: organization.id,
  duty: "48",
  key: id,
  step: "reply",
  roles: ["secretariat"],
  state: "open",
  policy: "ordinary",
  openedAt: opened,
  dueAt,
  firstDueAt: dueAt,
  climbFrom: opened,
  climbDueAt: dueAt,
  round: "round",
  ...task,
});

/** Runs a check over generated tasks, which are the only ones in the database. A failure prints the seed that repeats it. */
const overTasks = (check: (generated: Generated[], late: string[]) => Promise<void>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(tasks, async (generated) => {
      await db.task.deleteMany();
      await db.case.deleteMany();
      await db.case.create({
        data: {
          id: "case",
          organizationId: organization.id,
          duty: "48",
          kind: "OL",
          key: "asked",
          state: "open",
          circularId: "circular",
          facts: { raised: "opinion" },
          openedAt: opened,
        },
      });
      await db.task.createMany({
        data: generated.map((task) => row({ ...task, settledAt: isSettled(task.state) ? now : null })),
      });
      const late = generated.filter((task) => isLate(task, now)).map(({ id }) => id);
      await check(generated, late);
    }),
    { numRuns: 40 },
  );

const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id).sort();

describe("lateness", () => {
  it("is the same in SQL as in the program, for any state, due day and tasks waited for", () =>
    overTasks(async (_generated, late) => {
      expect(ids(await db.$queryRaw`select t.id from task t where ${isLateAt(now)}`)).toEqual(late);
    }));

  it("is the same in every list and every count", () =>
    overTasks(async (generated, late) => {
      const n = late.length;
      const scope = { organizationIds: [organization.id], search: "", duty: "" };
      expect(ids(await taskLines(db, { late: true }, now, 100))).toEqual(late);
      expect(ids(await boardRows(db, "late", scope, now, { limit: 100, offset: 0 }))).toEqual(late);
      expect((await boardCounts(db, scope, now)).late).toBe(n);
      expect((await dutyCounts(db, organization.id, now)).reduce((sum, one) => sum + one.late, 0)).toBe(n);
      expect((await organizationLines(db, { id: organization.id }, now))[0]?.late).toBe(n);
      expect(await caseLines(db, { late: true }, now, 100)).toHaveLength(n > 0 ? 1 : 0);
      expect((await caseLines(db, {}, now, 100))[0]?.late).toBe(n > 0);
      const coverage = await coverageOfCircular(db, "circular", null, now);
      expect(coverage.late).toBe(n > 0 ? 1 : 0);
      expect(coverage.steps.reduce((sum, step) => sum + step.late, 0)).toBe(n);
      // An opinion is as late as the step that it waits for: the open one that is due first.
      const [first] = generated
        .filter(({ state }) => !isSettled(state))
        .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1));
      const [opinion] = await opinionLines(db, { open: false }, now, 10);
      expect(opinion?.late).toBe(first !== undefined && isLate(first, now));
    }));

  it("is the same in the overdue list of the heads, with missed tasks", () =>
    overTasks(async (generated, late) => {
      const listed = late.length + generated.filter(({ state }) => state === "missed").length;
      const end = new Date("2031-04-30T10:00:00Z");
      await db.task.create({ data: row({ id: "review", duty: "60", step: "review", roles: ["head"], dueAt: end }) });
      const review = {
        id: "review",
        organizationId: organization.id,
        duty: "60",
        step: "review",
        state: "open" as const,
      };
      const figures = await liveFigures(db, [{ ...review, openedAt: opened, zone }], chinaCalendar(), now);
      const [sum, ...items] = figures.get("review") ?? [];
      expect(sum && valueIn(sum, "en")).toBe(listed > 0 ? `${listed} in all` : "none");
      expect(items).toHaveLength(listed);
    }));
});

describe("the due day shown to the doer", () => {
  it("is the same in SQL as in the program", () =>
    overTasks(async (generated) => {
      const rows = await db.$queryRaw<{ id: string; asked: Date }[]>`
        select t.id, ${askedDueIn(now)} as asked from task t join organization o on o.id = t.organization_id
        where t.id in (${Prisma.join(generated.map(({ id }) => id))}) order by t.id`;
      expect(rows.map(({ asked }) => asked)).toEqual(generated.map((task) => askedDue(task, zone, now)));
    }));
});

describe("the beginning of a term", () => {
  it("is the same in SQL as in the program, for any state and tasks waited for", () =>
    overTasks(async (generated) => {
      const begun = generated.filter(termBegan).map(({ id }) => id);
      expect(ids(await db.$queryRaw`select t.id from task t where ${termBeganInSql}`)).toEqual(begun);
    }));

  it("decides the due day of a case in every list", () =>
    overTasks(async (generated) => {
      const due = generated
        .filter(({ state }) => !isSettled(state))
        .flatMap((task) => statedDue(task)?.getTime() ?? []);
      const [listed] = await caseLines(db, {}, now, 100);
      expect(listed?.dueAt).toEqual(due.length > 0 ? new Date(Math.min(...due)) : null);
    }));
});
