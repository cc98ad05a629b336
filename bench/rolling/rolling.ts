import { setTimeout as pause } from "node:timers/promises";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { rectificationDuties } from "../../domain/procedures/kinds/rectification.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { newId } from "../../records/rows.ts";
import { cityRoster } from "../city.ts";
import { writeOccurrences } from "../herd/occurrences.ts";
import { dutyOfKind, writeLadders } from "../ladder.ts";
import { machine } from "../machine.ts";
import { writeFindings } from "../portal/public-city.ts";
import { startHelper } from "../processes/helper.ts";
import type { SinkState } from "../processes/sink-process.ts";
import { openStage, settle } from "../stage.ts";
import type { Bench, Outcome } from "../types.ts";
import { until } from "../world.ts";
import { type Doer, recorded, startActs, writeDoers } from "./acts.ts";
import { Balancer } from "./balancer.ts";
import { startBenchEngine } from "./engine.ts";
import { type Member, startMember } from "./fleet.ts";
import { herdWhile } from "./herds.ts";

/** No rung of the ladder but those that are called comes while it is measured. */
const minutes = 120;
/** Tasks on which is acted. */
const acted = 60;
/** What a restart may leave in doubt, and how long nothing may go out (seconds). */
const most = { inDoubt: 50, gap: 10 };
/** Between two processes that are exchanged; milliseconds. */
const betweenMs = 500;

/** What the database holds and has written until now, in bytes. */
async function written(db: Db): Promise<{ size: number; wal: number }> {
  const [row] = await db.$queryRaw<{ size: number; wal: number }[]>`
    select pg_database_size(current_database())::float8 as size, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal`;
  return row ?? { size: 0, wal: 0 };
}

/** Bytes of one of so many; acts beside them are counted with them. */
const each = (after: { size: number; wal: number }, before: { size: number; wal: number }, many: number) => ({
  bytes: Math.round((after.size - before.size) / many),
  walBytes: Math.round((after.wal - before.wal) / many),
});

/** The workers plan as they always do: what they would prompt of other duties meanwhile is no part of the herd. */
async function pauseOthers(db: Db): Promise<void> {
  const measured: readonly string[] = [dutyOfKind.recurring, rectificationDuties.any];
  const others = allDuties.filter(({ number }) => !measured.includes(number));
  const now = new Date();
  await db.dutySetting.createMany({ data: others.map(({ number }) => ({ id: newId(), duty: number, pausedAt: now })) });
}

/** Every worker and every portal is exchanged, one after the other, in the middle of herds and acts. */
export async function rollingBench(bench: Bench): Promise<Outcome> {
  const { options, tell, ends } = bench;
  const { organizations, seed, workers, portals, acts: perSecond, engine = "development" } = options;
  const about = await machine();
  const stage = await openStage(bench);
  const city = await stage.database("city");
  let doers: Doer[] = [];
  await settle(city.url, cityRoster(organizations, seed), async (db) => {
    await writeLadders(db, minutes);
    await pauseOthers(db);
    doers = await writeDoers(db, await writeFindings(db, Math.min(acted, organizations)));
  });
  const { address } = await startBenchEngine(bench, stage, city.url);
  const sink = await startHelper("sink-process.ts", { ends });
  const settings = {
    DATABASE_URL: city.url,
    TEMPORAL_ADDRESS: address,
    SMTP_URL: await sink.call<string>("url"),
    SMS_URL: "none",
    SECRET_KEY: "thirty-two characters for a bench",
    PUBLIC_URL: "http://127.0.0.1:8080",
    DATABASE_CONNECTIONS: "6",
    DRAIN_SECONDS: "1",
  };
  const start = (role: Member["role"]): Promise<Member> => startMember(role, settings, ends);
  const fleet: Member[] = [];
  for (let n = 0; n < workers; n++) fleet.push(await start("worker"));
  const balancer = new Balancer();
  ends.add(async () => balancer.close());
  for (let n = 0; n < portals; n++) {
    const portal = await start("portal");
    fleet.push(portal);
    balancer.add(portal.url);
  }
  const db = connect(city.url, { connections: 3 });
  ends.add(() => db.$disconnect());
  tell(`${workers} workers and ${portals} portals are ready`);
  const still = async (): Promise<boolean> =>
    (await db.nudge.count()) === 0 &&
    (await db.notice.count({ where: { state: { in: ["queued", "sending"] }, sendAt: { lte: new Date() } } })) === 0 &&
    ((await sink.call<SinkState>("state")).last ?? 0) < Date.now() - 2_000;
  await until("the planners have planned", still, 300);
  const atFirst = await written(db);
  const expected = await writeOccurrences(db, "recurring");
  const perOccurrence = each(await written(db), atFirst, expected);
  await until("the city is at rest", still, 300);

  let rolling = true;
  const before = await recorded(db);
  const atRest = await written(db);
  const acting = startActs(balancer, { doers, perSecond });
  const herding = herdWhile(db, sink, { expected, minutes, on: () => rolling });
  herding.catch(() => undefined);
  const began = Date.now();
  await pause(betweenMs);
  const endings: Awaited<ReturnType<Member["end"]>>[] = [];
  for (const old of fleet) {
    const fresh = await start(old.role);
    if (old.role === "portal") balancer.add(fresh.url);
    const how = await old.end();
    if (old.role === "portal") balancer.remove(old.url);
    tell(`  a ${old.role} exchanged; the old one ended in ${how.seconds.toFixed(1)} s with code ${how.code}`);
    endings.push(how);
    await pause(betweenMs);
  }
  rolling = false;
  const seconds = (Date.now() - began) / 1_000;
  const herds = await herding;
  const acts = await acting.stop();
  const kept = (await recorded(db)) - before;
  const perMail = each(await written(db), atRest, herds.mails);
  const slowest = Math.max(...endings.map((one) => one.seconds));
  const ok =
    herds.lost + herds.doubled + acts.refused + Math.abs(kept - acts.asked) === 0 &&
    herds.inDoubt <= most.inDoubt &&
    herds.gap <= most.gap &&
    endings.every(({ code }) => code === 0);
  const json = {
    ...{
      organizations,
      seed,
      workers,
      portals,
      perSecond,
      engine,
      machine: about,
      seconds: Number(seconds.toFixed(1)),
    },
    ...{
      herds,
      acts: { ...acts, onRecord: kept },
      perOccurrence,
      perMail,
      slowestEnd: slowest,
      codes: endings.map(({ code }) => code),
    },
  };
  const report = [
    `${workers} workers and ${portals} portals exchanged in ${json.seconds} s, the slowest end ${slowest.toFixed(1)} s (load ${about.load} at the start)`,
    `${herds.mails} mails in ${herds.herds} herds: lost ${herds.lost}, doubled ${herds.doubled}, in doubt ${herds.inDoubt}, sent again ${herds.again}, the longest gap ${herds.gap.toFixed(1)} s`,
    `${acts.asked} acts (${perSecond} a second): refused ${acts.refused}, on record ${kept}, sent to another portal ${acts.again}; p50 ${acts.p50} ms, p99 ${acts.p99} ms, the slowest ${acts.most} ms`,
  ].join("\n");
  return { ok, report, json };
}
