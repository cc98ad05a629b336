import { MockActivityEnvironment } from "@temporalio/testing";
import { createTransports } from "../../activities/channels/index.ts";
import { createActivities } from "../../activities/index.ts";
import { act } from "../../client/tasks/act.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { startSink } from "../../local/sink.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { cityRoster } from "../city.ts";
import { openAll, writeOccurrences } from "../herd/occurrences.ts";
import { writeLadders } from "../ladder.ts";
import { machine } from "../machine.ts";
import { openStage, settle } from "../stage.ts";
import type { Bench, Outcome } from "../types.ts";

/** Minutes between rungs, so that no second rung is due during the measurement. */
const minutes = 600;
const quiet = (): void => undefined;

/** Measures the bytes that one occurrence, one mail and one act take in the database, and in its log (WAL). It needs no engine, since it measures no time. */
export async function bytesBench(bench: Bench): Promise<Outcome> {
  const { options, ends } = bench;
  const { organizations, seed } = options;
  const stage = await openStage(bench);
  const city = await stage.database("city");
  await settle(city.url, cityRoster(organizations, seed), (db) => writeLadders(db, minutes));
  const db = connect(city.url, { connections: 12 });
  ends.add(() => db.$disconnect());
  const sink = await startSink();
  ends.add(() => sink.stop());
  const transports = createTransports({ smtp: [sink.smtpUrl], sms: [], mailFrom: "duban@example.org" }, quiet);
  ends.add(() => Promise.all([...transports.values()].map((transport) => transport.close())));
  const publicUrl = "https://duban.example.org";
  const secretKey = "thirty-two characters for a bench";
  const deps = { db, transports, flush: async () => undefined, publicUrl, secretKey, sender: "督办 Duban", log: quiet };
  const activities = createActivities(deps);

  const occurrence = await each(db, () => writeOccurrences(db, "recurring"));
  const at = new Date();
  await openAll(db, at);
  const mail = await each(db, async () => {
    const now = at.getTime() + 1_000;
    const rounds = new Set((await db.task.findMany({ select: { round: true } })).flatMap(({ round }) => round ?? []));
    for (const round of rounds) await new MockActivityEnvironment().run(activities.advance, { round, now });
    const shards = new Set((await db.notice.findMany({ select: { shard: true } })).map(({ shard }) => shard));
    for (const shard of shards) await new MockActivityEnvironment().run(activities.deliver, { shard, now });
    return sink.total;
  });
  const done = await each(db, () => acknowledgeAll(db));
  const figures = { occurrence, mail, act: done };
  const report = Object.entries(figures).map(
    ([name, { many, bytes, wal }]) => `${name.padEnd(11)}${bytes} bytes, ${wal} of WAL (${many} of them)`,
  );
  return {
    ok: occurrence.many > 0 && mail.many === occurrence.many && done.many === occurrence.many,
    report: report.join("\n"),
    json: { organizations, seed, ...figures, machine: await machine() },
  };
}

/** Acknowledges every task for everyone who was notified. */
async function acknowledgeAll(db: Db): Promise<number> {
  const context = { db, now: () => new Date(), calendar: chinaCalendar(), flush: async () => undefined };
  const tasks = await db.task.findMany({ select: { id: true, organizationId: true, roles: true } });
  const holdings = await db.holding.findMany({ select: { organizationId: true, role: true, personId: true } });
  const holders = new Map(
    holdings.map(({ organizationId, role, personId }) => [`${organizationId}/${role}`, personId]),
  );
  for (const { id, organizationId, roles } of tasks) {
    const personId = holders.get(`${organizationId}/${roles[0]}`) ?? "";
    await act(context, { taskId: id, verb: "acknowledge", actor: { personId } });
  }
  return tasks.length;
}

/** Divides what some work adds to the database by the number of items that the work returns. */
async function each(db: Db, work: () => Promise<number>): Promise<{ many: number; bytes: number; wal: number }> {
  const before = await written(db);
  const many = await work();
  const after = await written(db);
  const of = (name: "size" | "wal"): number => Math.round((after[name] - before[name]) / Math.max(1, many));
  return { many, bytes: of("size"), wal: of("wal") };
}

/** Returns the size of the database and the amount of log (WAL) written so far, in bytes. */
export async function written(db: Db): Promise<{ size: number; wal: number }> {
  const [row] = await db.$queryRaw<{ size: number; wal: number }[]>`
    select pg_database_size(current_database())::float8 as size, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal`;
  return row ?? { size: 0, wal: 0 };
}
