import { instantAt } from "../../domain/time/zones.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { cityRoster } from "../city.ts";
import { machine, median } from "../machine.ts";
import { openStage, type Stage, settle } from "../stage.ts";
import { said, type Timed, timed } from "../timed.ts";
import type { Bench, Outcome } from "../types.ts";
import { planAll } from "./plan-all.ts";

/** The planner looks one day ahead: on this evening it plans the openings of 1 September; a day earlier, all that is already open. */
const eve = instantAt("2026-08-31", "00:05", "Asia/Shanghai");
const before = instantAt("2026-08-30", "00:05", "Asia/Shanghai");
/** When the organizations joined, before that evening. */
const joined = new Date("2026-01-05");

/** Runs the planner's activity over all shards, for organizations of every type. */
export async function planBench(bench: Bench): Promise<Outcome> {
  const { organizations, runs, seed } = bench.options;
  const stage = await openStage(bench);
  const city = await stage.database("city");
  await settle(city.url, cityRoster(organizations, seed), async (db) => {
    await db.organization.updateMany({ data: { joinedOn: joined, createdAt: joined, atOnce: true } });
  });
  const first = await planned(stage, connect(city.url, { connections: 12 }), before);
  bench.tell(`All that is open: ${first.result} cases in ${said(first)}`);
  const all: Timed<number>[] = [];
  for (let run = 1; run <= runs; run++) {
    const { url, drop } = await stage.database(`plan_${run}`, "city");
    const end = bench.ends.add(drop);
    const one = await planned(stage, connect(url, { connections: 12 }), eve);
    all.push(one);
    bench.tell(`Run ${run} of ${runs}: ${one.result} cases in ${said(one)}`);
    await end();
  }
  const seconds = Number(median(all.map((one) => one.seconds)).toFixed(2));
  const cases = all[0]?.result ?? 0;
  const json = { seconds, planned: cases, runs: all, first, organizations, seed, machine: await machine() };
  return {
    ok: true,
    report: `${organizations} organizations: a month's opening, ${cases} cases, planned in ${all.map(said).join(", ")}; all that is open in a new city, ${first.result} cases, in ${said(first)}`,
    json,
  };
}

async function planned(stage: Stage, db: Db, now: Date): Promise<Timed<number>> {
  try {
    return await timed(stage.postgresPid, () => planAll(db, now));
  } finally {
    await db.$disconnect();
  }
}
