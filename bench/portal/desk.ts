import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { beginBatch, prepareBatch, previewBatch } from "../../client/desk/batches.ts";
import { runBatch } from "../../client/desk/run-batch.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { dropDatabase } from "../../local/database.ts";
import { connect } from "../../prisma/client.ts";
import { migrate } from "../../prisma/migrate.ts";
import { batchCounts, findBatch } from "../../records/batches.ts";
import { cityRoster } from "../city.ts";
import { machine, median, percentile } from "../machine.ts";
import type { DeskPart } from "../options.ts";
import { startHelper } from "../processes/helper.ts";
import { cpu, family } from "../processes/processes.ts";
import { openStage, settle } from "../stage.ts";
import { statementSettings } from "../statements.ts";
import type { Bench, Outcome } from "../types.ts";
import { type Busy, busyAims, busyPortal } from "./busy.ts";
import { type DeskCity, now, readersOf, writeYear, year } from "./desk-city.ts";

const aim = 300;
/** Rows of an act on many tasks, and its maximum duration in milliseconds. */
const manyTasks = 1_000;
const manyAim = 5_000;
const requests = 20;
const pages = ["/board", "/board?view=late", "/board/organizations?q=yxqd1"];

/** Opens the desk of a city with a year of data as an administrator, as an authority over a part of the city, and as a supervisory board. */
export async function deskBench(bench: Bench): Promise<Outcome> {
  const { organizations, seed } = bench.options;
  const about = await machine();
  const { city: keptIn, part, profile } = bench.options;
  const measures = (one: DeskPart): boolean => part === undefined || part === one;
  const stage = await openStage(bench, { keptIn, ...(profile && { settings: statementSettings }) });
  // If the code that writes the city changes, so does the city.
  const way = hash("sha256", await readFile(new URL("desk-city.ts", import.meta.url)), "hex").slice(0, 8);
  const name = `city_${organizations}_${seed}_${way}`;
  await stage.kept(name, async (url) => {
    bench.tell("Writing a city with a year of data …");
    await settle(url, cityRoster(organizations, seed), writeYear);
  });
  // The kept city is not changed; the bench works on a copy with today's migrations.
  await dropDatabase(stage.url, "city");
  const { url: databaseUrl, drop } = await stage.database("city", name);
  bench.ends.add(drop);
  await migrate(databaseUrl);
  const city = { databaseUrl, now, secretKey: "thirty-two characters for a bench", postgresPid: stage.postgresPid };
  const readers = await readersOf(databaseUrl, organizations);
  const results: Opened[] = [];
  if (measures("pages"))
    for (const reader of readers) for (const page of pages) results.push(await openPage(bench, city, reader, page));
  const worst = Math.max(0, ...results.filter(({ page }) => page === "/board").map(({ cold }) => cold));
  const whole = [...new Set(results.flatMap((one) => one.whole))];
  let busy: Busy | undefined;
  if (measures("acts")) {
    bench.tell("Acts beside pages …");
    busy = await busyPortal(bench, city, readers[0]?.cookie ?? "");
    bench.tell(`  ${JSON.stringify(busy)}`);
  }
  const many = measures("many") ? await actOnMany(databaseUrl) : undefined;
  if (many) bench.tell(`  ${JSON.stringify(many)}`);
  return {
    ok: worst < aim && whole.length === 0 && !(many && many.doneMs >= manyAim) && !(busy && !isWithin(busy)),
    json: { worst, aim, results, busy, busyAims, many, whole, organizations, ...year, seed, machine: about },
    report: [
      ...results.map(
        ({ who, page, cold, p50, p99, bytes, coldSpent, spent }) =>
          `${page} for ${who}: ${cold} ms cold, p50 ${p50} ms, p99 ${p99} ms, ${bytes} bytes; on a processor cold ${coldSpent.portal} ms in the portal and ${coldSpent.database} ms in the database, then ${spent.portal} and ${spent.database} ms`,
      ),
      ...(busy ? busyLines(busy) : []),
      ...(many
        ? [
            `${many.tasks} tasks reminded of: previewed in ${many.previewMs} ms, done in ${many.doneMs} ms (${JSON.stringify(many.outcomes)})`,
          ]
        : []),
      `tables read whole: ${whole.join(", ") || "none"}`,
    ].join("\n"),
  };
}

const isWithin = ({ acts, pages, typed }: Busy): boolean =>
  acts.p99 < busyAims.acts && pages.p99 < busyAims.pages && typed.p99 < busyAims.typed && acts.failed === 0;

function busyLines({ acts, byPeople, byPrograms, pages, each, typed, desk, cpu }: Busy): string[] {
  const line = (name: string, { asked, failed, p50, p99, most }: Busy["acts"]): string =>
    `${name}: p50 ${p50} ms, p99 ${p99} ms, longest ${most} ms, of ${asked}, ${failed} failed`;
  return [
    line("acts", acts),
    line("  of people", byPeople),
    line("  of programs", byPrograms),
    line("pages beside them", pages),
    ...Object.entries(each).map(([name, one]) => line(`  ${name}`, one)),
    line("search as one types", typed),
    line("the desk", desk),
    `on a processor in ${cpu.seconds} s: the portal ${cpu.portal} s, the database ${cpu.database} s`,
  ];
}

interface Spent {
  portal: number;
  database: number;
}

interface Opened {
  who: string;
  page: string;
  cold: number;
  p50: number;
  p99: number;
  bytes: number;
  /** Processor milliseconds of the first request, and of each later one. Other work on the machine hardly affects them. */
  coldSpent: Spent;
  spent: Spent;
  /** Large tables that were read by a sequential scan. */
  whole: string[];
}

/** Opens a page in a portal that has just started, then repeatedly. The database's cache stays as the last reader left it. */
async function openPage(
  { ends, tell }: Bench,
  city: DeskCity,
  { who, cookie }: { who: string; cookie: string },
  page: string,
): Promise<Opened> {
  const before = await scans(city.databaseUrl);
  const portal = await startHelper("portal-process.ts", { ends });
  const url = await portal.call<string>("start", city);
  const open = async (): Promise<{ ms: number; bytes: number }> => {
    const began = performance.now();
    const answer = await fetch(`${url}${page}`, { headers: { cookie } });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${page} for ${who}: ${answer.status}`);
    return { ms: performance.now() - began, bytes: Buffer.byteLength(text) };
  };
  const used = (): Spent => ({
    portal: cpu(portal.pid),
    database: family(city.postgresPid).reduce((sum, pid) => sum + cpu(pid), 0),
  });
  const started = used();
  const { ms: cold, bytes } = await open();
  const began = used();
  const all: number[] = [];
  for (let n = 0; n < requests; n++) all.push((await open()).ms);
  const ended = used();
  // The database reports scans when the portal's connections are closed.
  await portal.stop();
  const after = await scans(city.databaseUrl);
  const spentIn = (from: Spent, to: Spent, many: number): Spent => ({
    portal: Math.round(((to.portal - from.portal) * 1_000) / many),
    database: Math.round(((to.database - from.database) * 1_000) / many),
  });
  const opened: Opened = {
    ...{ who, page, bytes },
    ...{ cold: Math.round(cold), p50: Math.round(median(all)), p99: Math.round(percentile(all, 99)) },
    ...{ coldSpent: spentIn(started, began, 1), spent: spentIn(began, ended, requests) },
    whole: [...after].flatMap(([table, n]) => (n > (before.get(table) ?? 0) ? [table] : [])),
  };
  tell(`  ${JSON.stringify(opened)}`);
  return opened;
}

/** Previews and carries out an act on a thousand rows of a table, without other load. */
async function actOnMany(url: string): Promise<{
  tasks: number;
  previewMs: number;
  doneMs: number;
  outcomes: Readonly<Record<string, number>>;
}> {
  const db = connect(url, { connections: 12 });
  try {
    const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
    const rows = await db.$queryRaw<{ id: string }[]>`
      select id from task where state in ('open', 'acknowledged') order by due_at, id limit ${manyTasks}`;
    const id = await prepareBatch(
      context,
      { actor: "administrator", act: "press", typed: { reason: "月底前请办妥" }, found: "" },
      rows.map((one) => one.id),
    );
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const began = performance.now();
      await work();
      return Math.round(performance.now() - began);
    };
    const batch = await findBatch(db, id);
    if (!batch) throw new Error("the batch was written");
    const previewMs = await timed(() => previewBatch(context, batch));
    await beginBatch(context, id);
    const doneMs = await timed(() => runBatch(context, id));
    return { tasks: rows.length, previewMs, doneMs, outcomes: await batchCounts(db, id) };
  } finally {
    await db.$disconnect();
  }
}

const largeTables = ["task", "case", "notice", "event", "delivery", "address", "holding", "person"];

/** Returns the number of sequential scans of each large table. */
async function scans(url: string): Promise<ReadonlyMap<string, number>> {
  const db = connect(url, { connections: 1 });
  try {
    const rows = await db.$queryRaw<{ table: string; n: number }[]>`
      select relname as table, seq_scan::int as n from pg_stat_user_tables where relname = any(${largeTables}::text[])`;
    return new Map(rows.map(({ table, n }) => [table, n]));
  } finally {
    await db.$disconnect();
  }
}
