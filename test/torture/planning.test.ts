import { MockActivityEnvironment } from "@temporalio/testing";
import { describe, expect } from "vitest";
import { advanceRound } from "../../activities/advance.ts";
import { planShard } from "../../activities/plan.ts";
import { cityRoster } from "../../bench/city.ts";
import { startCase } from "../../client/cases/cases.ts";
import { applies } from "../../domain/catalogue/applies.ts";
import type { Duty } from "../../domain/catalogue/duty.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { firstSteps } from "../../domain/procedures/kinds.ts";
import type { LocalDate } from "../../domain/terms.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { addDays } from "../../domain/time/dates.ts";
import { periodOf } from "../../domain/time/periods.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import type { Db } from "../../prisma/client.ts";
import { profileOf } from "../../records/cases/starts.ts";
import { type OrganizationRow, organizationsOfShard, shardsOfOrganizations } from "../../records/roster/holders.ts";
import { importRoster } from "../../records/roster/roster.ts";
import { gapsOf } from "../../records/tasks/gaps.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";
import { tortureLine } from "./line.ts";

/* Whether each occurrence is planned exactly once, over many organizations and days, and with a moved clock. */
const zone = "Asia/Shanghai";
const { isBusinessDay } = chinaCalendar();
const hour = 3_600_000;
const day = 24 * hour;
/** From before the national holidays to after them: a quarter begins, and the year's tasks open. */
const firstDay = "2026-09-01";

const next = (date: LocalDate): LocalDate => (isBusinessDay(date) ? date : next(addDays(date, 1)));
const last = (date: LocalDate): LocalDate => (isBusinessDay(date) ? date : last(addDays(date, -1)));
const nth = (date: LocalDate, n: number): LocalDate => (n <= 1 ? next(date) : nth(addDays(next(date), 1), n - 1));

/** Keys of the periods in which a duty is open on a day, counted day by day without the planner's code; each with its last day. */
function openOn({ cadence, days, dueInNext }: Duty, date: LocalDate): { key: string; until: LocalDate }[] {
  if (cadence === undefined) return [];
  const period = periodOf(cadence, date);
  const before = periodOf(cadence, addDays(period.from, -1));
  const open = [before, period].map(({ key, from, to }) => {
    if (cadence === "yearly" && days)
      return { key, from: next(`${key}-${days.opens}`), dueOn: next(`${key}-${days.due}`) };
    if (dueInNext !== undefined)
      return { key, from: next(addDays(to, 1)), dueOn: nth(addDays(to, 1), dueInNext), until: to };
    return { key, from: next(cadence === "yearly" ? `${key}-10-01` : from), dueOn: last(to) };
  });
  return open
    .filter(({ from, dueOn }) => from <= date && date <= dueOn)
    .map(({ key, dueOn, until = dueOn }) => ({ key, until }));
}

const planned = allDuties.filter((duty) => firstSteps(duty).length > 0);

/** Expected occurrences of an organization that is planned on some days. */
function expecting(looked: Iterable<LocalDate>, since: LocalDate): (organization: OrganizationRow) => Set<string> {
  const dates = new Set([...looked].flatMap((date) => [date, addDays(date, 1)]));
  const keys = planned.map((duty) => {
    const open = [...dates].flatMap((date) => openOn(duty, date)).filter(({ until }) => until >= since);
    return { duty, keys: new Set(open.map(({ key }) => `${duty.number}/${key}`)) };
  });
  return (organization) =>
    new Set(keys.flatMap(({ duty, keys }) => (applies(duty, profileOf(organization)) ? [...keys] : [])));
}

/** Planned occurrences of each organization. */
async function plannedOf(db: Db, organizations: readonly OrganizationRow[]): Promise<ReadonlyMap<string, string[]>> {
  const planned = new Map(organizations.map(({ id }) => [id, [] as string[]]));
  const cases = await db.$queryRaw<{ organizationId: string; name: string }[]>`
    select organization_id as "organizationId", duty || '/' || key as name from "case"
    where organization_id = any(${[...planned.keys()]}::text[])`;
  for (const { organizationId, name } of cases) planned.get(organizationId)?.push(name);
  return planned;
}

/** Numbers of missing and of unexpected occurrences. */
function compare(there: readonly string[], expected: ReadonlySet<string>): [missing: number, more: number] {
  const found = new Set(there);
  const missing = [...expected].filter((key) => !found.has(key)).length;
  return [missing, there.length - (expected.size - missing)];
}

const deps = (db: Db) => ({
  db,
  transports: new Map(),
  flush: async () => undefined,
  publicUrl: "http://127.0.0.1:8080",
  secretKey: "a secret of thirty-two characters",
  sender: "Duban",
  log: () => undefined,
});

describe("the planner", () => {
  tortureLine(
    {
      name: "Thousands of organizations, planned each day for 90 days",
      pass: "each duty is planned once in each of its periods, by the morning on which it opens; no organization is left out",
      n: 5_000,
      fast: 2,
      seconds: 14_400,
    },
    async ({ n, seed, whole, failed, measure, tried, note }) => {
      const { db } = await freshDatabase();
      const start = instantAt(firstDay, "08:00", zone);
      await db.$transaction((tx) => importRoster(tx, cityRoster(n, seed), start), { timeout: 600_000 });
      const shards = await shardsOfOrganizations(db);
      const days = Array.from({ length: whole ? 90 : 35 }, (_, i) => addDays(firstDay, i));
      for (const date of days) {
        const now = instantAt(date, date === firstDay ? "08:00" : "00:05", zone).getTime();
        // Each shard has its own planner.
        await Promise.all(
          shards.map((shard) => new MockActivityEnvironment().run(() => planShard(deps(db), { shard, now }))),
        );
      }
      const expectedOf = expecting(days, firstDay);
      let cases = 0;
      for (const shard of shards) {
        const organizations = await organizationsOfShard(db, shard);
        const planned = await plannedOf(db, organizations);
        for (const organization of organizations) {
          const expected = expectedOf(organization);
          const [missing, more] = compare(planned.get(organization.id) ?? [], expected);
          if (missing + more > 0) failed(`${organization.code}: ${missing} missing, ${more} too many`);
          measure({ lost: missing, doubled: more });
          cases += expected.size;
          tried();
        }
      }
      const [wrong] = await db.$queryRaw<Record<string, number>[]>`
        select (select count(*)::int from "case" c where not exists (select 1 from task t where t.case_id = c.id)) as "without a task",
          (select count(*)::int from (select case_id from event where verb = 'planned' group by 1 having count(*) > 1) as twice) as "planned twice",
          (select count(*)::int from event e join "case" c on c.id = e.case_id
           where e.verb = 'planned' and c.opened_at > ${start} and e.at > c.opened_at) as "too late"`;
      if (Object.values(wrong ?? {}).some((count) => count > 0)) failed(JSON.stringify(wrong));
      const gaps = await gapsOf(db);
      if (gaps["without a next step"].count > 0) failed(JSON.stringify(gaps["without a next step"]));
      note(`${cases} cases in ${shards.length} shards`);
    },
  );
});

describe("a clock that is moved", () => {
  tortureLine(
    {
      name: "The engine's clock moved by ±1 h and ±1 day repeatedly over two weeks",
      pass: "one occurrence in each period, none missing; no rung sent twice; in the end the same rung is reached as with a clock that was never moved",
      n: 50,
      fast: 1,
    },
    async ({ n, random, pick, failed, measure, tried, seed }) => {
      const { db } = await freshDatabase();
      const calendar = chinaCalendar();
      for (let i = 0; i < n; i++) {
        const start = instantAt(firstDay, "08:30", zone);
        await db.$executeRaw`update organization set closed_at = ${start} where closed_at is null`;
        await db.$executeRaw`update task set next_at = null`;
        const organization = await found(db, start, {});
        const context = { db, now: () => start, calendar, flush: async () => undefined };
        const finding = {
          organizationId: organization.id,
          subject: "x",
          facts: { severity: "major" },
          actor: "administrator",
        } as const;
        const moved = (await startCase(context, { ...finding, duty: "29" })).caseId;
        const straight = (await startCase(context, { ...finding, duty: "31" })).caseId;
        const looked = new Set<LocalDate>();
        let elapsed = start.getTime();
        for (let step = 0; step < 15; step++) {
          // A day passes; the engine's clock is an hour or a day off for a while.
          elapsed += day;
          // At the end the clock is right again, for as long as it may have been ahead.
          const off = step >= 13 ? 0 : pick([0, 0, hour, -hour, day, -day]) + (random() < 0.2 ? hour : 0);
          const shown = new Date(elapsed + off);
          looked.add(dateIn(shown, zone));
          await new MockActivityEnvironment().run(() =>
            planShard(deps(db), { shard: organization.shard, now: shown.getTime() }),
          );
          // Only these two cases: the other ladders are tested by the herd.
          await db.$executeRaw`update task set next_at = null where case_id <> ${moved} and case_id <> ${straight}`;
          await speak("round-29-0", shown);
          await speak("round-31-0", new Date(elapsed));
        }
        const [row] = (await organizationsOfShard(db, organization.shard)).filter(({ id }) => id === organization.id);
        if (!row) throw new Error("the organization is gone");
        const expected = expecting(looked, firstDay)(row);
        const there = ((await plannedOf(db, [row])).get(row.id) ?? []).filter((key) => !/^(29|31)\//.test(key));
        const missing = [...expected].filter((key) => !there.includes(key));
        const more = there.filter((key) => !expected.has(key));
        if (missing.length + more.length > 0) failed(`missing ${missing}, too many ${more}`);
        const [one, other] = await Promise.all([reached(moved), reached(straight)]);
        if (one !== other) failed(`reached ${one}, by a true clock ${other}`);
        const [twice] = await db.$queryRaw<{ n: number }[]>`
          select count(*)::int as n from (
            select person_id, channel, split_part(step, ':', 2), split_part(step, ':', 3) from notice where case_id = ${moved}
            group by 1, 2, 3, 4 having count(*) > 1) as twice`;
        if (twice?.n !== 0) failed(`${twice?.n} rungs told twice`);
        expect(other, `seed ${seed}`).not.toBeNull();
        measure({ lost: missing.length, doubled: more.length + (twice?.n ?? 0) });
        tried();
      }

      async function speak(round: string, now: Date): Promise<void> {
        await new MockActivityEnvironment().run(() => advanceRound(deps(db), { round, now: now.getTime() }));
      }
      async function reached(caseId: string): Promise<string | null> {
        const task = await db.task.findFirstOrThrow({ where: { caseId } });
        return task.highestRung;
      }
    },
  );
});
