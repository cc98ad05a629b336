import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { rectificationDuties } from "../../domain/procedures/kinds/rectification.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { newId } from "../../records/rows.ts";
import { cityRoster } from "../city.ts";
import { dutyOfKind, writeLadders } from "../ladder.ts";
import type { Options } from "../options.ts";
import { writeFindings } from "../portal/public-city.ts";
import { type Helper, startHelper } from "../processes/helper.ts";
import type { SinkState } from "../processes/sink-process.ts";
import { openStage, settle } from "../stage.ts";
import type { Bench } from "../types.ts";
import { until } from "../world.ts";
import { type Doer, writeDoers } from "./acts.ts";
import { Balancer } from "./balancer.ts";
import { type BenchEngine, startBenchEngine } from "./engine.ts";
import { type Member, startMember } from "./fleet.ts";

/** Minutes between rungs, so that only the rungs that the bench triggers are due during the measurement. */
export const minutes = 120;
/** Number of tasks that are acted on. */
const acted = 60;

/** The product as an operator runs it: workers and portals in processes of their own, on a city that is idle. */
export interface Installation {
  db: Db;
  databasePid: number;
  engine: BenchEngine;
  sink: Helper;
  /** The workers, followed by the portals. */
  fleet: Member[];
  balancer: Balancer;
  doers: readonly Doer[];
  start(role: Member["role"]): Promise<Member>;
  /** Waits until nothing that is due is left. */
  atRest(): Promise<void>;
}

export async function startInstallation(
  bench: Bench,
  { organizations, workers, portals }: Pick<Options, "organizations" | "workers" | "portals"> = bench.options,
): Promise<Installation> {
  const { options, tell, ends } = bench;
  const stage = await openStage(bench);
  const city = await stage.database("city");
  let doers: Doer[] = [];
  tell(`Inventing ${organizations} organizations (seed ${options.seed}) …`);
  await settle(city.url, cityRoster(organizations, options.seed), async (db) => {
    await writeLadders(db, minutes);
    await pauseOthers(db);
    doers = await writeDoers(db, await writeFindings(db, Math.min(acted, organizations)));
  });
  const [engine, sink] = await Promise.all([
    startBenchEngine(bench, stage, city.url),
    startHelper("sink-process.ts", { ends }),
  ]);
  const settings = {
    DATABASE_URL: city.url,
    TEMPORAL_ADDRESS: engine.address,
    SMTP_URL: await sink.call<string>("url"),
    SMS_URL: "none",
    SECRET_KEY: "thirty-two characters for a bench",
    PUBLIC_URL: "http://127.0.0.1:8080",
    DATABASE_CONNECTIONS: "6",
    DRAIN_SECONDS: "1",
  };
  const start = (role: Member["role"]): Promise<Member> => startMember(role, settings, ends);
  const roles = [
    ...Array.from({ length: workers }, () => "worker" as const),
    ...Array.from({ length: portals }, () => "portal" as const),
  ];
  const fleet = await Promise.all(roles.map(start));
  const balancer = new Balancer();
  ends.add(async () => balancer.close());
  for (const { role, url } of fleet) if (role === "portal") balancer.add(url);
  const db = connect(city.url, { connections: 3 });
  ends.add(() => db.$disconnect());
  tell(`${workers} workers and ${portals} portals are ready`);
  const still = async (): Promise<boolean> =>
    (await db.nudge.count()) === 0 &&
    // Notices of the tasks that the planners opened have been sent.
    (await db.task.count({ where: { nextAt: { lte: new Date() } } })) === 0 &&
    (await db.notice.count({ where: { state: { in: ["queued", "sending"] }, sendAt: { lte: new Date() } } })) === 0 &&
    ((await sink.call<SinkState>("state")).last ?? 0) < Date.now() - 2_000;
  const atRest = (): Promise<void> => until("the city is at rest", still, 300);
  // Waits for the planners: if they ran later, they would cancel the tasks that the bench writes.
  const planned = async (): Promise<boolean> =>
    (await db.case.count({ where: { duty: dutyOfKind.recurring } })) >= organizations;
  await until("the planners have planned", planned, 300);
  await atRest();
  return { db, databasePid: stage.postgresPid, engine, sink, fleet, balancer, doers, start, atRest };
}

/** Pauses the duties that are not measured. The workers plan as usual, and notices of other duties would mix with the herd. */
async function pauseOthers(db: Db): Promise<void> {
  const measured: readonly string[] = [dutyOfKind.recurring, rectificationDuties.any];
  const others = allDuties.filter(({ number }) => !measured.includes(number));
  const now = new Date();
  await db.dutySetting.createMany({ data: others.map(({ number }) => ({ id: newId(), duty: number, pausedAt: now })) });
}
