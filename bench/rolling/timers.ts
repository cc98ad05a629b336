import { setTimeout as pause } from "node:timers/promises";
import { readConfig } from "../../config.ts";
import { formatRung } from "../../domain/escalation/rung-id.ts";
import { type Db, Prisma } from "../../prisma/client.ts";
import { connectClient } from "../../worker/connections.ts";
import { actionsOf } from "../actions.ts";
import { spreadReminders, writeOccurrences } from "../herd/occurrences.ts";
import { referenceOf } from "../herd/reconcile.ts";
import { reminders, rungOf } from "../ladder.ts";
import { machine, percentile } from "../machine.ts";
import type { Helper } from "../processes/helper.ts";
import type { SinkState } from "../processes/sink-process.ts";
import type { Bench, Outcome } from "../types.ts";
import { less, type Parts, watchProcesses } from "../watch.ts";
import { until } from "../world.ts";
import { recorded, startActs } from "./acts.ts";
import { minutes as ladderMinutes, startInstallation } from "./installation.ts";

/** Milliseconds between writing the tasks and the first instant. */
const aheadMs = 10_000;
/** Milliseconds without an accepted mail, after the last instant, after which the missing mails count as lost. */
const silenceMs = 60_000;
/** Step of the notices that count. */
const step = formatRung(1, "doer", rungOf(ladderMinutes, reminders));
/** Maximum 99th percentiles: of mails in seconds, of acts in milliseconds. */
const aim = { lateP99: 2, actsP99: 100 };

/** Measures tasks whose next rungs come at instants of their own, spread over minutes, beside acts. */
export async function timersBench(bench: Bench): Promise<Outcome> {
  const { options, tell, ends } = bench;
  const { timers, minutes, acts: perSecond, workers, portals, seed, engine: where = "development" } = options;
  const about = await machine();
  const its = { organizations: timers, workers, portals };
  const { db, databasePid, engine, sink, fleet, balancer, doers, atRest } = await startInstallation(bench, its);
  const expected = await writeOccurrences(db, "recurring");
  // Autovacuum does this within minutes of the planning.
  await db.$executeRaw`vacuum analyze`;
  await atRest();
  const { client, close } = await connectClient(readConfig(), engine.address);
  ends.add(close);
  const parts: Record<string, number> = { ...(engine.pid && { engine: engine.pid }), database: databasePid };
  for (const { role, pid } of fleet) parts[`${role}${parts[role] ? ` ${pid}` : ""}`] = pid;
  const watch = watchProcesses(parts, ends);
  const before = { cpu: watch.cpu(), acts: await recorded(db), actions: await actionsOf(client, ["round", "courier"]) };
  await sink.call("clear");
  const from = Date.now() + aheadMs;
  await spreadReminders(db, { from, overMs: minutes * 60_000, ladderMinutes });
  tell(`${expected} timers stand in the next ${minutes} minutes; ${perSecond} acts a second beside them`);
  await pause(Math.max(0, from - Date.now()));
  const acting = startActs(balancer, { doers, perSecond });
  await pause(minutes * 60_000);
  const acts = await acting.stop();
  await out(db, sink, expected, from + minutes * 60_000);
  const cpu = less(watch.cpu(), before.cpu);
  const kept = (await recorded(db)) - before.acts;
  const mails = await latenessOf(db, sink);
  const actions = await actionsOf(client, ["round", "courier"]);
  const counted = actions.counted + actions.heartbeats - before.actions.counted - before.actions.heartbeats;
  const late = {
    p50: seconds(percentile(mails.late, 50)),
    p99: seconds(percentile(mails.late, 99)),
    most: seconds(Math.max(...mails.late)),
  };
  const lost = expected - mails.tasks;
  const json = {
    ...{ timers: expected, minutes, perSecond, workers: its.workers, portals: its.portals, seed, engine: where },
    ...{ machine: about, late, lost, doubled: mails.accepted - mails.tasks, acts: { ...acts, onRecord: kept }, cpu },
    ...{ actionsPerTimer: Number((counted / expected).toFixed(3)), memoryMb: watch.memory(), aim },
  };
  return {
    // Lateness depends on the machine; that nothing is lost does not.
    ok: lost === 0 && json.doubled === 0 && acts.refused === 0 && kept === acts.asked,
    json,
    report: [
      `${expected} timers in ${minutes} minutes (${its.workers} workers, ${its.portals} portals; load ${about.load} at the start, ${about.cores} cores)`,
      `late: p50 ${late.p50} s, p99 ${late.p99} s (aim: below ${aim.lateP99}), the latest ${late.most} s; lost ${lost}, doubled ${json.doubled}`,
      `${acts.asked} acts (${perSecond} a second): refused ${acts.refused}, on record ${kept}; p50 ${acts.p50} ms, p99 ${acts.p99} ms (aim: below ${aim.actsP99}), the slowest ${acts.most} ms`,
      `Temporal Actions of rounds and couriers: ${json.actionsPerTimer} a timer`,
      ...(cpu ? [`seconds of processor: ${partsText(cpu)}`] : []),
    ].join("\n"),
  };
}

const seconds = (ms: number): number => Number((ms / 1_000).toFixed(2));
const partsText = (parts: Parts): string =>
  Object.entries(parts)
    .map(([part, one]) => `${part} ${one}`)
    .join(", ");

/** Waits until all mails are sent, or until no more come. */
async function out(db: Db, sink: Helper, expected: number, end: number): Promise<void> {
  const quiet = async (): Promise<boolean> => {
    const { last } = await sink.call<SinkState>("state");
    // Notices of other tasks that the planners opened do not count.
    const sent = await db.notice.count({ where: { step, state: "sent" } });
    return sent >= expected || Date.now() > Math.max(end, last ?? 0) + silenceMs;
  };
  await until("all timers are told", quiet, 3_600, 500);
  // A duplicate would arrive within the time that recording the outcomes takes.
  await pause(3_000);
}

/** Milliseconds from the instant of each task to the acceptance of its mail. */
async function latenessOf(db: Db, sink: Helper): Promise<{ late: number[]; tasks: number; accepted: number }> {
  const accepts = await sink.call<ReadonlyMap<string, number>>("firstAccepts");
  const counts = await sink.call<ReadonlyMap<string, number>>("counts");
  const at = new Map([...accepts].map(([id, ms]) => [referenceOf(id), { ms, times: counts.get(id) ?? 0 }]));
  const first = new Map<string, { late: number }>();
  let accepted = 0;
  const references = [...at.keys()];
  for (let begin = 0; begin < references.length; begin += 5_000) {
    const rows = await db.$queryRaw<{ reference: string; taskId: string; climbFrom: Date }[]>`
      select distinct d.reference, n.task_id as "taskId", t.climb_from as "climbFrom"
      from delivery d join notice n on n.delivery_id = d.id join task t on t.id = n.task_id
      where d.reference in (${Prisma.join(references.slice(begin, begin + 5_000))}) and n.step = ${step}`;
    for (const { reference, taskId, climbFrom } of rows) {
      const { ms = 0, times = 0 } = at.get(reference) ?? {};
      const late = ms - (climbFrom.getTime() + reminders * ladderMinutes * 60_000);
      accepted += times;
      first.set(taskId, { late: Math.min(late, first.get(taskId)?.late ?? late) });
    }
  }
  return { late: [...first.values()].map(({ late }) => late), tasks: first.size, accepted };
}
