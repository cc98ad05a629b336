import { MockActivityEnvironment } from "@temporalio/testing";
import { createActivities } from "../activities/index.ts";
import { instantAt } from "../domain/zones.ts";
import { connect, type Db } from "../prisma/client.ts";
import { shardsOfOrganizations } from "../records/holders.ts";
import { cityRoster } from "./city.ts";
import { machine, median } from "./machine.ts";
import type { Bench, Outcome } from "./main.ts";
import { openStage, settle } from "./stage.ts";

/** A month's opening, at which the year, its half and its quarter open too: the most that one night ever plans. */
const opening = instantAt("2026-07-01", "00:05", "Asia/Shanghai");
/** The organizations joined before it. */
const joined = new Date("2026-01-05");

/** The planner's activity over all shards, one after the other, for organizations of every type. */
export async function planBench(bench: Bench): Promise<Outcome> {
  const { organizations, runs, seed } = bench.options;
  const stage = await openStage(bench);
  const city = await stage.database("city");
  await settle(city.url, cityRoster(organizations, seed), async (db) => {
    await db.organization.updateMany({ data: { joinedOn: joined } });
  });
  const all: number[] = [];
  let planned = 0;
  for (let run = 1; run <= runs; run++) {
    const { url, drop } = await stage.database(`plan_${run}`, "city");
    const db = connect(url, { connections: 12 });
    const end = bench.ends.add(() => db.$disconnect().then(drop));
    const began = performance.now();
    planned = await planAll(db);
    all.push((performance.now() - began) / 1_000);
    bench.tell(`Run ${run} of ${runs}: ${planned} cases in ${all.at(-1)?.toFixed(1)} s`);
    await end();
  }
  const seconds = Number(median(all).toFixed(2));
  const json = { seconds, planned, organizations, runs, seed, machine: await machine() };
  return { ok: true, report: `${organizations} organizations: ${planned} cases planned in ${seconds} s`, json };
}

async function planAll(db: Db): Promise<number> {
  const { plan } = createActivities({
    db,
    carriers: new Map(),
    // What it costs to start workflows is no part of planning: the relay does it behind.
    flush: async () => undefined,
    publicUrl: "https://duban.example.org",
    secretKey: "thirty-two characters for a bench",
    sender: "督办 Duban",
    log: console.error,
  });
  let planned = 0;
  for (const shard of await shardsOfOrganizations(db))
    planned += (
      (await new MockActivityEnvironment().run(plan, { shard, now: opening.getTime() })) as { planned: number }
    ).planned;
  return planned;
}
