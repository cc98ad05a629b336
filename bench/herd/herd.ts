import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { cityRoster } from "../city.ts";
import { reminders, writeLadders } from "../ladder.ts";
import { machine } from "../machine.ts";
import { type Helper, startHelper } from "../processes/helper.ts";
import { openStage, type Stage, settle } from "../stage.ts";
import type { Bench, HerdFigures, Outcome, PeerRun } from "../types.ts";
import { runDuban } from "./duban.ts";
import { herdReport } from "./herd-report.ts";
import { writeMails } from "./mails.ts";
import { leftOut, queues, runQueue, told } from "./queues.ts";

/** The fastest of several settings that were tried for pg-boss (docs/performance.md). */
const boss = { batchSize: 250, localConcurrency: 2 };

/** Notifies and reminds a whole city at one instant. On the same servers, SMTP alone, a bare SMTP client and job queues do the bare job, in turn. */
export async function herd(bench: Bench): Promise<Outcome> {
  const { options, tell, ends } = bench;
  const { organizations, runs, seed } = options;
  const stage = await openStage(bench);
  tell(`Inventing ${organizations} organizations (seed ${seed}) …`);
  const roster = cityRoster(organizations, seed);
  // Notices due within one minute are sent in one message, so the rungs must be further apart.
  const minutes = Math.max(2, Math.ceil(organizations / 15_000));
  const city = await stage.database("city");
  await settle(city.url, roster, (db) => writeLadders(db, minutes));
  const file = join(stage.home, "mails.jsonl");
  const mailBytes = await writeMails(roster, file);
  const sink = await startHelper("sink-process.ts", { ends });
  const figures: HerdFigures = {
    machine: await machine(),
    organizations,
    seed,
    minutes,
    mailBytes,
    duban: [],
    smtpAlone: [],
    bareClient: [],
    pgBoss: [],
    others: queues.filter((queue) => !leftOut(queue)).map(({ name }) => ({ name, runs: [] })),
    leftOut: queues.flatMap((queue) => leftOut(queue) ?? []),
  };
  if (options.peers) for (const line of figures.leftOut) tell(line);
  for (let run = 1; run <= runs; run++) {
    tell(`Run ${run} of ${runs}`);
    const parts = [
      async () => {
        const one = await runDuban(bench, stage, "city", sink, { kind: "recurring", reminders: 1, minutes });
        tell(`  duban        ${one.rungs.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`).join(", ")}`);
        figures.duban.push(one);
      },
      ...(options.peers
        ? [
            async () => {
              const one = await runSmtp(bench, sink, "smtp-process.ts", { file, expected: organizations });
              tell(`  SMTP alone   ${one.seconds.toFixed(1)} s`);
              figures.smtpAlone.push(one);
            },
            async () => {
              const one = await runSmtp(bench, sink, "bare-smtp-process.ts", { file, expected: organizations });
              tell(`  bare client  ${one.seconds.toFixed(1)} s`);
              figures.bareClient.push(one);
            },
            async () => {
              const one = await runBoss(bench, stage, sink, file, organizations);
              tell(
                `  pg-boss      ${one.seconds.toFixed(1)} s (all inserted after ${one.insertSeconds?.toFixed(1)} s)`,
              );
              figures.pgBoss.push(one);
            },
            ...queues
              .filter((queue) => !leftOut(queue))
              .map((queue) => async () => {
                const one = await runQueue(bench, stage, queue, { sink, mails: file, expected: organizations });
                tell(`  ${queue.name.padEnd(16)}${one.seconds.toFixed(1)} s`);
                figures.others.find(({ name }) => name === queue.name)?.runs.push(one);
              }),
          ]
        : []),
    ];
    // The order changes from run to run.
    for (let n = 0; n < parts.length; n++) await parts[(n + run - 1) % parts.length]?.();
  }
  if (options.drills) {
    tell(`Drills: ${organizations} cases, whose workflows are not there until somebody answers …`);
    figures.drills = await runDuban(bench, stage, "city", sink, { kind: "drill", reminders, minutes });
    tell(
      `  drills       ${figures.drills.rungs.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`).join(", ")}`,
    );
  }
  return herdReport(figures);
}

/** @param process that sends mails that have already been composed */
async function runSmtp(
  bench: Bench,
  sink: Helper,
  process: "smtp-process.ts" | "bare-smtp-process.ts",
  { file, expected }: { file: string; expected: number },
): Promise<PeerRun> {
  const helper = await startHelper(process, { ends: bench.ends });
  await sink.call("clear");
  const { startedAt } = await helper.call<{ startedAt: number }>("send", { file, smtpUrl: await sink.call("url") });
  await helper.stop();
  return told(sink, startedAt, expected);
}

async function runBoss(bench: Bench, stage: Stage, sink: Helper, file: string, expected: number): Promise<PeerRun> {
  const { url, drop } = await stage.database(`boss_${randomUUID().slice(0, 8)}`, "template1");
  const end = bench.ends.add(drop);
  const helper = await startHelper("pg-boss-process.ts", { ends: bench.ends });
  await sink.call("clear");
  const about = { databaseUrl: url, smtpUrl: await sink.call("url"), file, ...boss };
  const { startedAt, insertSeconds } = await helper.call<{ startedAt: number; insertSeconds: number }>("send", about);
  await helper.stop();
  await end();
  return { ...(await told(sink, startedAt, expected)), insertSeconds };
}
