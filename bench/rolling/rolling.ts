import { setTimeout as pause } from "node:timers/promises";
import { readConfig } from "../../config.ts";
import { connectClient } from "../../worker/connections.ts";
import { writeOccurrences } from "../herd/occurrences.ts";
import { machine } from "../machine.ts";
import { written } from "../plan/bytes.ts";
import type { Bench, Outcome } from "../types.ts";
import { recorded, startActs } from "./acts.ts";
import type { Member } from "./fleet.ts";
import { herdWhile } from "./herds.ts";
import { minutes, startInstallation } from "./installation.ts";
import { standstillsOf, standstillText } from "./standstills.ts";

/** Maximum number of deliveries in doubt after a restart, and maximum seconds without a mail. */
const most = { inDoubt: 50, gap: 10 };
/** Milliseconds between the exchange of two processes. */
const betweenMs = 500;

/** Bytes for each of `many` items; concurrent acts are included. */
const each = (after: { size: number; wal: number }, before: { size: number; wal: number }, many: number) => ({
  bytes: Math.round((after.size - before.size) / many),
  walBytes: Math.round((after.wal - before.wal) / many),
});

/** Restarts every worker and every portal, one after the other, in the middle of herds and acts. */
export async function rollingBench(bench: Bench): Promise<Outcome> {
  const { options, tell, ends } = bench;
  const { organizations, seed, workers, portals, acts: perSecond, engine = "development" } = options;
  const about = await machine();
  const { db, engine: server, sink, fleet, balancer, doers, start, atRest: resting } = await startInstallation(bench);
  const atFirst = await written(db);
  const expected = await writeOccurrences(db, "recurring");
  const perOccurrence = each(await written(db), atFirst, expected);
  await resting();

  let rolling = true;
  const before = await recorded(db);
  const atRest = await written(db);
  const acting = startActs(balancer, { doers, perSecond });
  const herding = herdWhile(db, sink, { expected, minutes, on: () => rolling, tell });
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
  const { client, close } = await connectClient(readConfig(), server.address);
  ends.add(close);
  const standstills = await standstillsOf(client, ["round", "courier"], began);
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
      standstills,
      perOccurrence,
      perMail,
      slowestEnd: slowest,
      codes: endings.map(({ code }) => code),
    },
  };
  const report = [
    `${workers} workers and ${portals} portals exchanged in ${json.seconds} s, the slowest end ${slowest.toFixed(1)} s (load ${about.load} at the start)`,
    `${herds.mails} mails in ${herds.herds} herds: lost ${herds.lost}, doubled ${herds.doubled}, in doubt ${herds.inDoubt}, sent again ${herds.again}, the longest gap ${herds.gap.toFixed(1)} s`,
    `${acts.asked} acts (${perSecond} a second): refused ${acts.refused}, on record ${kept}, sent to another portal ${acts.again}, asked to come again ${acts.busy}; p50 ${acts.p50} ms, p99 ${acts.p99} ms, the slowest ${acts.most} ms`,
    standstillText(standstills),
  ].join("\n");
  return { ok, report, json };
}
