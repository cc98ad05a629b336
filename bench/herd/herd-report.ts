import Table from "cli-table3";
import { median } from "../machine.ts";
import type { DubanRun, HerdFigures, Outcome, PeerRun } from "../types.ts";

export function herdReport(figures: HerdFigures): Outcome {
  const json = figuresOf(figures);
  return { ok: json.lost === 0 && json.duplicates === 0 && !json.drills?.started, json, report: report(json) };
}

function figuresOf(figures: HerdFigures) {
  const { duban, drills, smtpAlone, bareClient, pgBoss, others, organizations, machine } = figures;
  const opening = medianOf(duban, 0);
  const reminder = medianOf(duban, 1);
  const seconds = Math.max(opening, reminder);
  const smtp = peer(smtpAlone);
  const bare = peer(bareClient);
  const boss = peer(pgBoss);
  const queues = others.map(({ name, runs }) => ({ name, seconds: peer(runs) }));
  const peers = [...smtpAlone, ...bareClient, ...pgBoss, ...others.flatMap(({ runs }) => runs)];
  const all = [...duban, ...(drills ? [drills] : [])].flatMap((run) => run.rungs);
  const lost = sum(all.map((rung) => rung.lost)) + sum(peers.map((run) => run.lost));
  const duplicates = sum(all.map((rung) => rung.duplicates)) + sum(peers.map((run) => run.duplicates));
  const drillReminder = drills ? median(drills.rungs.slice(1).map((rung) => rung.seconds)) : null;
  const memory = peakOf(duban);
  return {
    seconds: round(seconds),
    smtpAlone: smtp,
    bareClient: bare,
    pgBoss: boss,
    queues: queues.map((one) => ({ ...one, ratio: one.seconds === null ? null : round(one.seconds / seconds) })),
    leftOut: figures.leftOut,
    actionsPerOccurrence: round(median(duban.map((run) => run.actionsPerOccurrence)), 4),
    lost,
    duplicates,
    opening: round(opening),
    reminder: round(reminder),
    firstMail: {
      opening: round(median(duban.map((run) => run.rungs[0]?.firstMail ?? 0))),
      reminder: round(median(duban.map((run) => run.rungs[1]?.firstMail ?? 0))),
    },
    /** Above 1: the product is faster. */
    ratios: {
      pgBoss: boss === null ? null : round(boss / seconds),
      smtpAlone: smtp === null ? null : round(smtp / seconds),
      bareClient: bare === null ? null : round(bare / seconds),
      drillReminder: drillReminder === null ? null : round(drillReminder / reminder),
    },
    pgBossInsert: pgBoss.length > 0 ? round(median(pgBoss.map((run) => run.insertSeconds ?? 0))) : null,
    drills: drills && {
      opening: round(drills.rungs[0]?.seconds ?? 0),
      reminder: drillReminder,
      actionsPerOccurrence: round(drills.actionsPerOccurrence, 4),
      started: drills.started ?? 0,
      memoryMb: drills.memory,
    },
    memoryMb: memory,
    organizations,
    runs: duban.length,
    seed: figures.seed,
    mailBytes: figures.mailBytes,
    machine,
    each: { duban: duban.map((run) => run.rungs), drills: drills?.rungs, smtpAlone, bareClient, pgBoss, others },
  };
}

function report(json: ReturnType<typeof figuresOf>): string {
  const table = new Table({
    head: ["", "seconds", "mails/s", "duban is"],
    colAligns: ["left", "right", "right", "right"],
  });
  const row = (name: string, value: number | null, note = ""): void => {
    if (value !== null) table.push([name, value.toFixed(2), Math.round(json.organizations / value), note]);
  };
  const times = (ratio: number | null): string => (ratio === null ? "" : `${ratio.toFixed(2)} × as fast`);
  row("duban: opening", json.opening);
  row("duban: first reminder", json.reminder);
  row("SMTP alone (nodemailer's pool)", json.smtpAlone, times(json.ratios.smtpAlone));
  const bare = json.bareClient;
  row(
    "a bare SMTP client, the bound",
    bare,
    bare === null ? "" : `takes ${(json.seconds / bare).toFixed(2)} × its time`,
  );
  row("pg-boss, the bare job", json.pgBoss, times(json.ratios.pgBoss));
  for (const { name, seconds, ratio } of json.queues) row(`${name}, the bare job`, seconds, times(ratio));
  if (json.drills) row("duban: a reminder of drills", json.drills.reminder);
  const memory = json.memoryMb;
  const { cores, memoryGb, load, node } = json.machine;
  return [
    `${json.organizations} organizations, median of ${json.runs}, ${json.mailBytes} bytes a mail, seed ${json.seed}; ${cores} cores, ${memoryGb} GB, Node.js ${node}, load ${load} at the start`,
    table.toString(),
    ...(json.pgBoss === null ? [] : json.leftOut),
    `first mail after ${json.firstMail.opening} s (opening), ${json.firstMail.reminder} s (reminder)`,
    `lost ${json.lost}, twice ${json.duplicates}; Temporal Actions an occurrence ${json.actionsPerOccurrence}`,
    ...(memory
      ? [
          `memory at its peak, MB: engine ${memory.engine}, database ${memory.database}, worker ${memory.worker}; together ${memory.total}`,
        ]
      : []),
    ...(json.drills
      ? [
          `drills: reminders cost ${json.ratios.drillReminder} × the recurring duty's; ${json.drills.started} case workflows were started`,
        ]
      : []),
  ].join("\n");
}

const medianOf = (runs: readonly DubanRun[], rung: number): number =>
  median(runs.map((run) => run.rungs[rung]?.seconds ?? Number.NaN));

const peer = (runs: readonly PeerRun[]): number | null =>
  runs.length === 0 ? null : round(median(runs.map((run) => run.seconds)));

function peakOf(runs: readonly DubanRun[]): DubanRun["memory"] {
  return runs.reduce<DubanRun["memory"]>(
    (most, { memory }) => (memory && (!most || memory.total > most.total) ? memory : most),
    null,
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
