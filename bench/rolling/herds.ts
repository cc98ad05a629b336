import { setTimeout as pause } from "node:timers/promises";
import { formatRung } from "../../domain/escalation/rung-id.ts";
import type { Db } from "../../prisma/client.ts";
import { hurry, remindAll } from "../herd/occurrences.ts";
import { reconcile } from "../herd/reconcile.ts";
import { reminders, rungOf } from "../ladder.ts";
import type { Helper } from "../processes/helper.ts";
import type { SinkState } from "../processes/sink-process.ts";
import { until } from "../world.ts";

/** Milliseconds between two queries of the mail server: the precision of a gap. */
const lookEveryMs = 50;

export interface Herded {
  herds: number;
  mails: number;
  lost: number;
  doubled: number;
  /** Mails that came again under the same reference, after an attempt of unknown outcome. */
  again: number;
  inDoubt: number;
  /** The longest time in which nothing was accepted while something was due; seconds. */
  gap: number;
}

/** Reminds a city repeatedly, each time when the reminders before are all sent, as long as `on` returns true. */
export async function herdWhile(
  db: Db,
  sink: Helper,
  { expected, minutes, on, tell }: { expected: number; minutes: number; on(): boolean; tell(line: string): void },
): Promise<Herded> {
  const unknown = (): Promise<number> => db.delivery.count({ where: { state: "unknown" } });
  const before = await unknown();
  const sum: Herded = { herds: 0, mails: 0, lost: 0, doubled: 0, again: 0, inDoubt: 0, gap: 0 };
  do {
    sum.herds += 1;
    await sink.call("clear");
    await remindAll(db, sum.herds, minutes);
    const gap = await longestGap(sink, expected);
    sum.gap = Math.max(sum.gap, gap);
    tell(`  herd ${sum.herds} is out: the longest time without a mail ${gap.toFixed(1)} s`);
    const step = formatRung(sum.herds, "doer", rungOf(minutes, reminders));
    // Other notices of the workers, such as the morning's mail, wait for their own time and do not count.
    await until("all of it is out and on record", async () => (await hurry(db, step)) === 0, 180, 100);
    const counts = await sink.call<ReadonlyMap<string, number>>("counts");
    const { lost, duplicates, again } = await reconcile(db, counts, step, expected);
    sum.mails += expected;
    sum.lost += lost;
    sum.doubled += duplicates - again;
    sum.again += again;
  } while (on());
  return { ...sum, inDoubt: (await unknown()) - before };
}

/** Waits until the whole herd is sent. @returns the longest time without a mail, in seconds */
async function longestGap(sink: Helper, expected: number): Promise<number> {
  let total = 0;
  let last = Date.now();
  let gap = 0;
  const deadline = last + 300_000;
  while (total < expected && Date.now() < deadline) {
    await pause(lookEveryMs);
    const now = await sink.call<SinkState>("state");
    if (now.total > total) {
      gap = Math.max(gap, Date.now() - last);
      total = now.total;
      last = Date.now();
    }
  }
  return Math.max(gap, total < expected ? Date.now() - last : 0) / 1_000;
}
