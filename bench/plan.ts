import { instantAt } from "../domain/time/zones.ts";
import { connect, type Db } from "../prisma/client.ts";
import { cityRoster } from "./city.ts";
import { machine, median } from "./machine.ts";
import { planAll } from "./plan-all.ts";
import { openStage, settle } from "./stage.ts";
import type { Bench, Outcome } from "./types.ts";

/** The planner looks a day ahead: on the eve it plans the first of September, a month's opening; a day before, all that is open already. */
const eve = instantAt("2026-08-31", "00:05", "Asia/Shanghai");
const before = instantAt("2026-08-30", "00:05", "Asia/Shanghai");
/** The organizations joined before it. */
const joined = new Date("2026-01-05");

/** The planner's activity over all shards, one after the other, for organizations of every type. */
export async function planBench(bench: Bench): Promise<Outcome> {
  const { organizations, runs, seed } = bench.options;
  const stage = await openStage(bench);
  const city = await stage.database("city");
  await settle(city.url, cityRoster(organizations, seed), async (db) => {
    await db.organization.updateMany({ data: { joinedOn: joined, createdAt: joined, atOnce: true } });
  });
  const first = await timed(connect(city.url, { connections: 12 }), before);
  bench.tell(`All that is open: ${first.planned} cases in ${first.seconds} s`);
  const all: number[] = [];
  let planned = 0;
  for (let run = 1; run <= runs; run++) {
    const { url, drop } = await stage.database(`plan_${run}`, "city");
    const end = bench.ends.add(drop);
    const one = await timed(connect(url, { connections: 12 }), eve);
    planned = one.planned;
    all.push(one.seconds);
    bench.tell(`Run ${run} of ${runs}: ${planned} cases in ${one.seconds} s`);
    await end();
  }
  const seconds = Number(median(all).toFixed(2));
  const json = { seconds, planned, first, organizations, runs, seed, machine: await machine() };
  return {
    ok: true,
    report: `${organizations} organizations: a month's opening, ${planned} cases, planned in ${seconds} s; all that is open in a new city, ${first.planned} cases, in ${first.seconds} s`,
    json,
  };
}

async function timed(db: Db, now: Date): Promise<{ planned: number; seconds: number }> {
  const began = performance.now();
  try {
    const planned = await planAll(db, now);
    return { planned, seconds: Number(((performance.now() - began) / 1_000).toFixed(2)) };
  } finally {
    await db.$disconnect();
  }
}
