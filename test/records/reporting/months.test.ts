import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reportOf } from "../../../client/reporting/report.ts";
import { binOf, type Counts, noCounts, sumOf } from "../../../domain/reporting/counts.ts";
import { type Outcome, outcomeOf } from "../../../domain/reporting/outcome.ts";
import { isSettled, type TaskState, taskStates } from "../../../domain/tasks/task-states.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { dateIn, dayEndingAt } from "../../../domain/time/zones.ts";
import { countMonths, forgetMonths } from "../../../records/reporting/months.ts";
import { outcomeAt } from "../../../records/reporting/outcome.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
const day = 86_400_000;
const now = new Date("2031-06-20T02:00:00Z");
const organizations = [
  await found(db, new Date("2031-01-01T00:00:00Z"), { type: "CHA" }),
  await found(db, new Date("2031-01-01T00:00:00Z"), { type: "IND" }),
];
for (const [n, { id }] of organizations.entries())
  await db.case.create({
    data: { id: `case-${n}`, organizationId: id, duty: "66", kind: "RT", key: "k", state: "open", openedAt: now },
  });

interface Generated {
  organization: number;
  duty: string;
  state: TaskState;
  dueAt: Date;
  openedAt: Date;
  submittedAt: Date | null;
  settledAt: Date | null;
  waitsFor: number;
  returns: number;
  selfDeclared: boolean;
  highestRung: string | null;
  parentTaskId: string | null;
}

/** Instants around the ends of a month and a day and around the count itself, and random ones. */
const instant = fc.oneof(
  fc
    .constantFrom("2031-05-31T16:00:00Z", "2031-05-31T15:59:59.999Z", "2031-05-31T10:00:00Z", "2031-06-20T01:45:00Z")
    .map((at) => new Date(at)),
  fc.integer({ min: -150 * day, max: 0 }).map((ms) => new Date(now.getTime() + ms)),
);
const depths: Readonly<Record<string, number>> = { "+1bd": 1, "+3bd": 2, "+5bd": 3, "+10bd": 4 };
const tasks: fc.Arbitrary<Generated[]> = fc.array(
  fc
    .record({
      organization: fc.nat({ max: 1 }),
      duty: fc.constantFrom("66", "22a", "27"),
      state: fc.constantFrom(...taskStates),
      dueAt: fc.oneof(
        instant,
        fc.integer({ min: 0, max: 20 * day }).map((ms) => new Date(now.getTime() + ms)),
      ),
      took: fc.integer({ min: 0, max: 90 * day }),
      submittedAt: fc.option(instant),
      settled: instant,
      waitsFor: fc.nat({ max: 1 }),
      returns: fc.nat({ max: 3 }),
      selfDeclared: fc.boolean(),
      highestRung: fc.option(fc.constantFrom(...Object.keys(depths), "+1bd#2", "due")),
      parentTaskId: fc.option(fc.constant("parent"), { freq: 8 }),
    })
    .map(({ settled, took, submittedAt, ...one }) => {
      const at = submittedAt ?? settled;
      return {
        ...one,
        openedAt: new Date(at.getTime() - took),
        submittedAt: one.state === "submitted" ? at : submittedAt,
        settledAt: isSettled(one.state) ? settled : null,
      };
    }),
  { minLength: 1, maxLength: 40 },
);

async function write(generated: readonly Generated[]): Promise<void> {
  await db.$executeRaw`delete from task`;
  await db.$executeRaw`delete from report_month`;
  await db.$executeRaw`delete from report_duty_month`;
  await db.$executeRaw`delete from report_shard`;
  await db.task.createMany({
    data: generated.map(({ organization, ...task }, n) => ({
      ...task,
      ...{ id: `task-${n}`, caseId: `case-${organization}`, organizationId: organizations[organization]?.id ?? "" },
      ...{ key: String(n), step: "do", roles: ["secretariat"], policy: "ordinary", round: "r" },
      ...{ firstDueAt: task.dueAt, climbFrom: task.openedAt, climbDueAt: task.dueAt },
    })),
  });
}

/** Expected counts of a report, from the program's own rules only. */
function counted(generated: readonly Generated[], period: string, more: (task: Generated) => boolean): Counts {
  const own = generated.flatMap((task): Counts[] => {
    const outcome: Outcome | null = task.parentTaskId === null ? outcomeOf(task, now) : null;
    if (outcome === null || !dayEndingAt(task.dueAt, zone).startsWith(period) || !more(task)) return [];
    const depth = ["late", "overdue", "missed"].includes(outcome)
      ? (depths[task.highestRung?.split("#")[0] ?? ""] ?? 0)
      : 0;
    const at = task.submittedAt ?? task.settledAt;
    const days = [...noCounts.days];
    if ((outcome === "in-time" || outcome === "late") && at) {
      const took = (Date.parse(dateIn(at, zone)) - Date.parse(dateIn(task.openedAt, zone))) / day;
      days[binOf(took)] = 1;
    }
    const is = (one: Outcome): number => (outcome === one ? 1 : 0);
    return [
      {
        ...{ asked: 1, inTime: is("in-time"), late: is("late"), overdue: is("overdue"), missed: is("missed") },
        ...{ credited: is("credited"), waived: is("waived"), selfDeclared: task.selfDeclared ? 1 : 0 },
        ...{ returns: task.returns, escalated: depth > 0 ? 1 : 0, depth, days },
      },
    ];
  });
  return sumOf(own);
}

const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
const shard = organizations[0]?.shard ?? 0;

describe("the monthly counts", () => {
  it("classify each task as the program's rules do, for any state and days", () =>
    fc.assert(
      fc.asyncProperty(tasks, async (generated) => {
        await write(generated);
        const rows = await db.$queryRaw<{ id: string; outcome: string | null }[]>`
          select t.id, ${outcomeAt(now)} as outcome from task t`;
        const byId = new Map(rows.map(({ id, outcome }) => [id, outcome]));
        for (const [n, task] of generated.entries()) expect(byId.get(`task-${n}`) ?? null).toBe(outcomeOf(task, now));
      }),
      { numRuns: 8 },
    ));

  it("equal a direct count of the tasks, whenever and however often they were updated", () =>
    fc.assert(
      fc.asyncProperty(
        tasks,
        fc.uniqueArray(fc.integer({ min: 0, max: 150 }), { maxLength: 3 }),
        fc.boolean(),
        async (generated, counts, again) => {
          await write(generated);
          // Counted on some days in between: what had not happened by then is counted later, each once.
          for (const ago of [...counts].sort((a, b) => b - a))
            while (await countMonths(db, shard, new Date(now.getTime() - ago * day)));
          if (again)
            await db.$transaction(async (tx) => {
              await forgetMonths(tx, shard);
              while (await countMonths(tx, shard, now));
            });
          for (const period of ["2031-06", "2031-05", "2031"]) {
            const report = await reportOf(context, { period }, null);
            expect(report.total.counts).toEqual(counted(generated, period, () => true));
            for (const { code, counts } of report.organizations)
              expect(counts).toEqual(
                counted(generated, period, (one) => organizations[one.organization]?.code === code),
              );
            for (const { key, counts } of report.duties)
              expect(counts).toEqual(counted(generated, period, ({ duty }) => duty === key));
            for (const one of report.months) expect(one.counts).toEqual(counted(generated, one.month, () => true));
            const ofOne = await reportOf(context, { period }, [organizations[0]?.id ?? ""]);
            for (const { key, counts } of ofOne.duties)
              expect(counts).toEqual(
                counted(generated, period, ({ duty, organization }) => duty === key && organization === 0),
              );
            const ofDuty = await reportOf(context, { period, duty: "22a" }, [organizations[1]?.id ?? ""]);
            expect(ofDuty.total.counts).toEqual(
              counted(generated, period, ({ duty, organization }) => duty === "22a" && organization === 1),
            );
            expect(ofDuty.duties.map(({ counts }) => counts).reduce((a, b) => sumOf([a, b]), noCounts)).toEqual(
              ofDuty.total.counts,
            );
          }
        },
      ),
      { numRuns: 10 },
    ));
});
