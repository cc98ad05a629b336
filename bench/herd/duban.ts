import { setTimeout as pause } from "node:timers/promises";
import { formatRung } from "../../domain/escalation/rung-id.ts";
import { actionsOf } from "../actions.ts";
import { type HerdKind, rungOf } from "../ladder.ts";
import type { Helper } from "../processes/helper.ts";
import type { SinkState } from "../processes/sink-process.ts";
import type { Stage } from "../stage.ts";
import type { Bench, DubanRun, Rung } from "../types.ts";
import { less } from "../watch.ts";
import { startWorld, until, type World } from "../world.ts";
import { openAll, writeOccurrences } from "./occurrences.ts";
import { reconcile } from "./reconcile.ts";

export interface Herd {
  kind: HerdKind;
  /** Number of reminders after the opening. */
  reminders: number;
  /** Minutes between two rungs. */
  minutes: number;
}

/** Seconds without an accepted mail after which the missing mails count as lost. */
const silence = 60;
/** Seconds within which the rounds of a herd must be asleep. */
const stuck = 180;

export async function runDuban(bench: Bench, stage: Stage, city: string, sink: Helper, herd: Herd): Promise<DubanRun> {
  const world = await startWorld(bench, stage, city, await sink.call<string>("url"));
  const expected = await writeOccurrences(world.db, herd.kind);
  await asleep(world);
  const at = Date.now() + 3_000;
  await openAll(world.db, new Date(at));
  const rungs: Rung[] = [];
  for (let n = 0; n <= herd.reminders; n++) {
    await sink.call("clear");
    const instant = at + n * herd.minutes * 60_000;
    if (Date.now() > instant - 500)
      throw new Error(
        `rung ${n} had already come when the one before it was told; expected fewer organizations, or a faster machine`,
      );
    const seconds = Math.round((instant - Date.now()) / 1_000);
    if (seconds > 5) bench.tell(`${rungOf(herd.minutes, n)} comes in ${seconds} s`);
    rungs.push(await awaitRung(world, sink, rungOf(herd.minutes, n), instant, expected));
  }
  const memory = world.watch.memory();
  const actions = await actionsOf(world.client, ["round", "courier"]);
  const ofCases = herd.kind === "drill" ? await actionsOf(world.client, ["drill"]) : undefined;
  await world.stop();
  return {
    rungs,
    actionsPerOccurrence: (actions.counted + actions.heartbeats) / (expected * rungs.length),
    ...(ofCases && { started: ofCases.workflows }),
    memory,
  };
}

/** Waits until every nudge is processed and every round sleeps until the instant. Planned drills have no workflow yet. */
export const asleep = ({ db }: World): Promise<void> =>
  until("rounds sleep", async () => (await db.nudge.count()) === 0 && (await sleepers(db)) > 0, stuck, 500);

const sleepers = (db: World["db"]): Promise<number> =>
  db.sleeper.count({ where: { id: { startsWith: "round-" }, until: { not: null } } });

/** @param instant start of the measurement; past or future */
export async function awaitRung(
  world: World,
  sink: Helper,
  name: string,
  instant: number,
  expected: number,
): Promise<Rung> {
  await pause(Math.max(0, instant - Date.now() - 200));
  const before = world.watch.cpu();
  const quiet = async (): Promise<boolean> => {
    const state = await sink.call<SinkState>("state");
    if (state.total >= expected) return true;
    return Date.now() > Math.max(instant, state.last ?? 0) + silence * 1_000;
  };
  await until(`rung ${name} is told`, quiet, 3_600);
  const cpu = less(world.watch.cpu(), before);
  // A duplicate would arrive within the time that recording the outcomes takes.
  const written = async (): Promise<boolean> =>
    (await world.db.notice.count({ where: { state: { in: ["queued", "sending"] } } })) === 0;
  await until(`what became of rung ${name} is written`, written, 60).catch(() => undefined);
  const { first, last } = await sink.call<SinkState>("state");
  const counts = await sink.call<ReadonlyMap<string, number>>("counts");
  const { lost, duplicates } = await reconcile(world.db, counts, formatRung(0, "doer", name), expected);
  return {
    name,
    seconds: ((last ?? instant) - instant) / 1_000,
    firstMail: ((first ?? instant) - instant) / 1_000,
    lost,
    duplicates,
    cpu,
  };
}
