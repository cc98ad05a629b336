import { setTimeout as pause } from "node:timers/promises";
import { act } from "../../client/tasks/act.ts";
import { formatRung } from "../../domain/escalation/rung-id.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { nudgeRounds } from "../../records/nudges.ts";
import { cityRoster } from "../city.ts";
import { asleep } from "../herd/duban.ts";
import { writeOccurrences } from "../herd/occurrences.ts";
import { rungOf, writeLadders } from "../ladder.ts";
import { machine, median, percentile } from "../machine.ts";
import { startHelper } from "../processes/helper.ts";
import type { SinkState } from "../processes/sink-process.ts";
import type { Visit, Visited } from "../processes/visitors-process.ts";
import { openStage, settle } from "../stage.ts";
import type { Bench, Outcome } from "../types.ts";
import { startWorld, until } from "../world.ts";
import { contextOf, publicPages, type ToDo, writeCampaigns, writeFindings } from "./public-city.ts";

const seconds = 60;
const perSecond = { visitors: 200, acts: 5 };
/** Maximum 99th percentile of acts beside visitors; milliseconds. */
const aim = 150;
/** Minutes between rungs, so that only the first rung is due during the measurement. */
const minutes = 120;
const openAfterMs = 10_000;

interface Phase {
  acts: { p50: number; p99: number; most: number; done: number; failed: number };
  /** Seconds from the opening of a part of the city to its last mail, number of mails, and number of mails not sent. */
  round: { seconds: number; mails: number; lost: number };
  visitors: { requests: number; statuses: Record<string, number>; p50: number; p99: number } | null;
}

/** Measures acts and a round without visitors of the public pages, and with them. Each phase opens a part of the city. */
export async function publicBench(bench: Bench): Promise<Outcome> {
  const { options, tell, ends } = bench;
  const { organizations, runs, seed } = options;
  const stage = await openStage(bench);
  const city = await stage.database("city");
  const each = (seconds * perSecond.acts) / 2;
  // One phase more, to warm up the program.
  const phases = 2 * runs + 1;
  let findings: ToDo[] = [];
  let paths: string[] = [];
  await settle(city.url, cityRoster(organizations, seed), async (db) => {
    await writeLadders(db, minutes);
    await writeCampaigns(db);
    paths = await publicPages(db);
    findings = await writeFindings(db, each * phases);
    if (findings.length < each * phases)
      throw new Error(`--organizations: expected at least ${each * phases}, for as many rectifications`);
  });
  const sink = await startHelper("sink-process.ts", { ends });
  const world = await startWorld(bench, stage, "city", await sink.call<string>("url"));
  await writeOccurrences(world.db, "recurring");
  await asleep(world);
  const portal = await startHelper("portal-process.ts", { ends });
  const url = await portal.call<string>("start", world.settings);
  const visitors = await startHelper("visitors-process.ts", { ends });
  const actors = connect(world.settings.databaseUrl, { connections: 4 });
  ends.add(() => actors.$disconnect());
  const about = await machine();
  const measure = async (n: number, visited: boolean): Promise<Phase> => {
    // Waits until the work caused by earlier acts is complete.
    const still = async (): Promise<boolean> => ((await sink.call<SinkState>("state")).last ?? 0) < Date.now() - 3_000;
    await until("nothing is sent any more", still, 60);
    const visit: Visit = { url, paths, seconds, perSecond: perSecond.visitors };
    const [acts, round, come] = await Promise.all([
      doAll(actors, findings.slice(n * each, (n + 1) * each)),
      openPart(world.db, n, phases),
      visited ? visitors.call<Visited>("visit", visit) : null,
    ]);
    const phase: Phase = {
      acts,
      round,
      visitors: come && {
        requests: come.ms.length,
        statuses: come.statuses,
        p50: Math.round(percentile(come.ms, 50)),
        p99: Math.round(percentile(come.ms, 99)),
      },
    };
    tell(`  ${visited ? "with visitors" : "without"}: ${JSON.stringify(phase)}`);
    return phase;
  };
  tell("Warming up …");
  await measure(0, true);
  const quiet: Phase[] = [];
  const beside: Phase[] = [];
  for (let run = 1; run <= runs; run++) {
    tell(`Run ${run} of ${runs}`);
    // The order changes from run to run.
    for (const visited of run % 2 ? [false, true] : [true, false])
      (visited ? beside : quiet).push(await measure(quiet.length + beside.length + 1, visited));
  }
  await world.stop();
  const sum = (of: readonly Phase[], figure: (phase: Phase) => number): number =>
    of.reduce((total, phase) => total + figure(phase), 0);
  const all = [...quiet, ...beside];
  const json = {
    /** Milliseconds. */
    acts: {
      p50: spread(beside, ({ acts }) => acts.p50),
      p99: spread(beside, ({ acts }) => acts.p99),
      p50Alone: spread(quiet, ({ acts }) => acts.p50),
      p99Alone: spread(quiet, ({ acts }) => acts.p99),
    },
    aim,
    roundSeconds: spread(beside, ({ round }) => round.seconds),
    roundSecondsAlone: spread(quiet, ({ round }) => round.seconds),
    requests: sum(beside, ({ visitors }) => visitors?.requests ?? 0),
    served: sum(beside, ({ visitors }) => visitors?.statuses["200"] ?? 0),
    notModified: sum(beside, ({ visitors }) => visitors?.statuses["304"] ?? 0),
    busy: sum(beside, ({ visitors }) => visitors?.statuses["503"] ?? 0),
    visitorsP50: spread(beside, ({ visitors }) => visitors?.p50 ?? 0),
    visitorsP99: spread(beside, ({ visitors }) => visitors?.p99 ?? 0),
    lost: sum(all, ({ round }) => round.lost),
    failed: sum(all, ({ acts }) => acts.failed),
    organizations,
    runs,
    seed,
    machine: about,
    each: { quiet, beside },
  };
  const others = json.requests - json.served - json.notModified - json.busy;
  return {
    ok: json.lost === 0 && json.failed === 0 && others === 0 && json.acts.p99.median < aim,
    json,
    report: [
      `${perSecond.acts} acts a second for ${seconds} s beside ${perSecond.visitors} requests a second: p50 ${shown(json.acts.p50)} ms, p99 ${shown(json.acts.p99)} ms (aim: below ${aim} ms); without visitors p50 ${shown(json.acts.p50Alone)} ms, p99 ${shown(json.acts.p99Alone)} ms`,
      `a round over ${Math.min(...all.map(({ round }) => round.mails))} tasks: ${shown(json.roundSeconds)} s with visitors, ${shown(json.roundSecondsAlone)} s without`,
      `${json.requests} requests: ${json.served} served, ${json.notModified} not modified, ${json.busy} told to come again, ${others} failed; p50 ${shown(json.visitorsP50)} ms, p99 ${shown(json.visitorsP99)} ms`,
      `mails lost ${json.lost}, acts failed ${json.failed}; medians of ${runs} (min–max); load ${about.load} when it began, ${about.cores} cores`,
    ].join("\n"),
  };
}

interface Spread {
  median: number;
  min: number;
  max: number;
}

function spread(phases: readonly Phase[], figure: (phase: Phase) => number): Spread {
  const all = phases.map(figure);
  return { median: median(all), min: Math.min(...all), max: Math.max(...all) };
}

const shown = ({ median, min, max }: Spread): string => `${median} (${min}–${max})`;

/** Acknowledges and submits each task, at a fixed rate, however long responses take. */
async function doAll(db: Db, todo: readonly ToDo[]): Promise<Phase["acts"]> {
  const context = contextOf(db);
  const ms: number[] = [];
  let failed = 0;
  const began = performance.now();
  const one = async (n: number, at: number): Promise<void> => {
    const { taskId, personId } = todo[n % todo.length] as ToDo;
    const submission = { values: { note: "已清理通道" }, files: [] };
    try {
      await act(context, {
        taskId,
        actor: { personId },
        ...(n < todo.length ? { verb: "acknowledge" } : { verb: "submit", submission }),
      });
    } catch (error) {
      failed += 1;
      if (failed === 1) process.stderr.write(`an act failed: ${String(error)}\n`);
    }
    ms.push(performance.now() - at);
  };
  const asked: Promise<void>[] = [];
  for (let n = 0; n < 2 * todo.length; n++) {
    const at = began + (n * 1_000) / perSecond.acts;
    if (at > performance.now()) await pause(at - performance.now());
    asked.push(one(n, at));
  }
  await Promise.all(asked);
  const of = (share: number): number => Math.round(percentile(ms, share));
  return { p50: of(50), p99: of(99), most: Math.round(Math.max(...ms)), done: ms.length - failed, failed };
}

/**
 * Opens the nth part of the city's tasks soon, as an administrator who moves the hour, and waits until everyone is notified. Leaves out the
 * organizations of people who act: they have had a mail today, so their next notice would wait until tomorrow.
 */
async function openPart(db: Db, n: number, parts: number): Promise<Phase["round"]> {
  const at = new Date(Date.now() + openAfterMs);
  const part = await db.$queryRaw<{ id: string; round: string }[]>`
    select t.id, t.round from (
      select t.id, t.round, row_number() over (order by t.id) % ${parts} as part
      from task t join "case" c on c.id = t.case_id
      where c.key = 'bench' and not exists (
        select from "case" other where other.organization_id = c.organization_id and other.id <> c.id)) t
    where t.part = ${n}`;
  const ids = part.map(({ id }) => id);
  await db.$transaction(async (tx) => {
    await tx.task.updateMany({ where: { id: { in: ids } }, data: { openedAt: at, climbFrom: at, nextAt: at } });
    const rounds = [...new Set(part.map(({ round }) => round))];
    await nudgeRounds(
      tx,
      rounds.map((round) => ({ round, at })),
      new Date(),
    );
  });
  const step = formatRung(0, "doer", rungOf(minutes, 0));
  const sent = async (): Promise<number> => {
    const [row] = await db.$queryRaw<{ sent: number }[]>`
      select count(distinct task_id)::int as sent from notice
      where task_id = any(${ids}::text[]) and step = ${step} and state not in ('queued', 'sending')`;
    return row?.sent ?? 0;
  };
  await pause(Math.max(0, at.getTime() - Date.now()));
  await until("the part is told", async () => (await sent()) >= ids.length, 300, 250).catch(() => undefined);
  const seconds = Number(((Date.now() - at.getTime()) / 1_000).toFixed(1));
  return { seconds, mails: ids.length, lost: ids.length - (await sent()) };
}
