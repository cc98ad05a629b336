import { expect, it, vi } from "vitest";
import { knownShares } from "../../../client/desk/known-shares.ts";
import { recountMonths, reportOf } from "../../../client/reporting/report.ts";
import { punctuality } from "../../../domain/reporting/counts.ts";
import { lastMonth, monthsUpTo, periodBefore } from "../../../domain/reporting/period.ts";
import { type Desk, openDesk } from "../../web/portal.ts";

const period = lastMonth("2026-11-23");
const span = { period, before: periodBefore(period), since: monthsUpTo(period, 12)[0] ?? "", each: true };

async function settled(desk: Desk, code: string, day: string, late: boolean): Promise<string> {
  const organization = await desk.db.organization.findUniqueOrThrow({ where: { code } });
  const { taskId, caseId } = await desk.finding({ ...organization } as never, `${day} ${Math.random()}`);
  const [at, dueAt] = [new Date(`${day}T${late ? "11" : "09"}:00:00Z`), new Date(`${day}T10:00:00Z`)];
  await desk.db.$executeRaw`
    update task set state = 'accepted', due_at = ${dueAt}, submitted_at = ${at}, settled_at = ${at} where id = ${taskId}`;
  await desk.db.$executeRaw`update "case" set state = 'done', settled_at = ${at} where id = ${caseId}`;
  return taskId;
}

it("the desk's shares are the report's: before tasks are counted, after, and when they are counted anew", async () => {
  const desk = await openDesk();
  const { db, context } = desk;
  const { code, id } = await desk.organization({});
  const check = async (share: number | null): Promise<void> => {
    for (const within of [null, [id], Array.from({ length: 50 }, (_, n) => (n === 0 ? id : `none-${n}`))]) {
      const { months, moved } = await knownShares({ db, tx: db }, within, span, desk.now(), 3);
      const report = await reportOf(context, { period: period.key }, within);
      for (const { month, counts } of report.months) {
        const { asked, inTime, credited, waived } = counts;
        expect(months.get(month) ?? { asked: 0, inTime: 0, credited: 0, waived: 0 }).toEqual({
          ...{ asked, inTime, credited, waived },
        });
      }
      const own = moved.find((one) => one.id === id);
      expect(own ? punctuality(own.counts) : null).toBe(share);
    }
  };
  for (const day of ["2026-09-08", "2026-09-09", "2026-09-10"]) await settled(desk, code, day, true);
  for (const day of ["2026-10-12", "2026-10-13"]) await settled(desk, code, day, false);
  const last = await settled(desk, code, "2026-10-14", true);
  await check(2 / 3);
  await recountMonths(context);
  await check(2 / 3);
  // Counted tasks are not read again.
  await db.$executeRaw`update task set submitted_at = due_at where id = ${last}`;
  await check(2 / 3);
  await recountMonths(context);
  await check(1);
});

it("stored counts are read once for each scope of many organizations until a shard is counted", async () => {
  const desk = await openDesk();
  const { db } = desk;
  await desk.organization({});
  const read = vi.spyOn(db, "$queryRaw");
  const statements = async (within: string[] | null): Promise<number> => {
    read.mockClear();
    await knownShares({ db, tx: db }, within, span, desk.now(), 3);
    return read.mock.calls.length;
  };
  const many = Array.from({ length: 50 }, (_, n) => `none-${n}`);
  expect([await statements(null), await statements(null)]).toEqual([3, 2]);
  expect([await statements(many), await statements(many)]).toEqual([3, 2]);
  expect([await statements(["one"]), await statements(["one"])]).toEqual([3, 3]);
  await recountMonths(desk.context);
  expect([await statements(null), await statements(null)]).toEqual([5, 2]);
});
