import { Context, heartbeat, sleep } from "@temporalio/activity";
import { partsOfRound } from "../domain/ids.ts";
import { Prisma, transact } from "../prisma/client.ts";
import { calendarOf } from "../records/calendar-days.ts";
import { roundsBehind, roundsDue, type Unbundled } from "../records/messages/bundling.ts";
import { type Courier, onChannels } from "../records/messages/deliveries.ts";
import { markAsleep, markAwake, markPolling } from "../records/nudges.ts";
import { attempt, finishedOf, resolveCutOff } from "./attempt.ts";
import { attemptName } from "./attempt-name.ts";
import { type Attendance, alone } from "./attendance.ts";
import { startBeating } from "./beating.ts";
import { availableChannels, type Claimed, claim } from "./claim.ts";
import type { DeliverInput, DeliverOutput, Deps } from "./deps.ts";
import { InDoubt } from "./in-doubt.ts";
import { Ledger } from "./ledger.ts";

/**
 * Maximum number of notices in a page. The first page is small, so that the first message leaves early. How many deliveries a crash leaves in doubt
 * is limited by the ledger, not by this.
 */
const pageSize = { first: 25, most: 250 };
/**
 * Maximum time that notices wait for rounds to finish, in milliseconds from their own instant. A routine one waits for all rounds in its reader's
 * organizations, every other for the round of its task, which may add notices of the same instant; an emergency notice a few seconds at most.
 */
const bundlingTimeoutMs = { routine: 60_000, emergency: 5_000 };
/** In milliseconds. Part of that time is waited in the activity, polling; then the courier sleeps briefly, so that others proceed. */
const waitMs = { longest: 3_000, every: 100, asleep: 300 };

/** In milliseconds: after sending something a courier waits this long for more, so that it need not be woken for it. */
const lingerMs = 2_500;

/** Sends the due notices of a shard of people, in pages: one is claimed while the previous one is sent. */
export async function deliverShard(
  deps: Deps,
  input: DeliverInput,
  attends: Attendance = alone,
  inDoubt = new InDoubt(),
): Promise<DeliverOutput> {
  const { db } = deps;
  const courier = `courier-${input.shard}`;
  const run = attemptName();
  const began = performance.now();
  const now = (): Date => new Date(input.now + Math.floor(performance.now() - began));
  await markAwake(db, courier);
  await resolveCutOff(deps, input.shard, run, now());
  const sending = new Sending(deps, { shard: input.shard, run }, inDoubt, now);
  let soonest = new Date(input.now);
  try {
    for (;;) {
      const before = sending.sent;
      soonest = await attends.take(() => look(deps, input.shard, sending, now));
      await deps.flush();
      if (sending.sent === before || soonest > now()) break;
      const first = (): Promise<void> => markPolling(db, courier, now());
      if (!(await attends.linger(courier, deps.lingerMs ?? lingerMs, began, first))) break;
    }
  } finally {
    // All messages of this attempt must have ended before the next attempt begins.
    await sending.ended();
  }
  const until = await transact(db, (tx) =>
    markAsleep(
      tx,
      courier,
      Prisma.sql`select greatest(min(n.send_at), ${soonest}::timestamptz) from notice n
                 where n.shard = ${input.shard} and n.state = 'queued' ${onChannels(availableChannels(deps))} having count(*) > 0`,
    ),
  );
  await deps.flush();
  return { nextAt: until?.getTime() ?? null, sent: sending.sent };
}

/** Sends what is due. @returns when the waiting notices may be sent */
async function look(deps: Deps, shard: number, sending: Sending, clock: () => Date): Promise<Date> {
  const { db } = deps;
  const calendar = await calendarOf(db);
  const began = performance.now();
  const waited = (): number => performance.now() - began;
  let now = clock();
  // A message may take as long as its provider's timeout; heartbeats are sent meanwhile.
  const stopBeating = startBeating();
  let behind: Date | null = now;
  let speaking: string[] | undefined;
  let unbundled: Unbundled | null = null;
  let most = pageSize.first;
  try {
    while (!deps.stopping?.aborted) {
      // A round that has finished this instant stays finished: later notices belong to the next pass.
      if (behind) {
        const since = (ms: number): Date => new Date(now.getTime() - ms);
        const { routine, emergency } = bundlingTimeoutMs;
        speaking = await roundsDue(db, now, speaking);
        const shards = [...new Set(speaking.map((round) => partsOfRound(round).shard))];
        unbundled = { routine: since(routine), emergency: since(emergency), shards };
        behind = await roundsBehind(db, shard, now, unbundled);
      }
      const batch = await claim(deps, sending, now, calendar, behind ? unbundled : null, most);
      if (batch) {
        heartbeat();
        sending.begin(batch);
        // The next page is claimed while this one is sent, whatever the outcome of the last messages.
        await sending.below(most);
        most = Math.min(2 * most, pageSize.most);
      } else {
        await sending.through();
        if (!behind || behind > now || waited() > waitMs.longest) break;
        // Notices that rounds write now belong in the same mail; waiting here is cheaper than being woken repeatedly.
        await sleep(waitMs.every);
        heartbeat();
        now = clock();
        speaking = undefined;
      }
    }
    await sending.through();
  } finally {
    stopBeating();
  }
  return behind ? new Date(Math.max(behind.getTime(), now.getTime() + waitMs.asleep)) : now;
}

/** Pages in progress: one is sent while the next is claimed, with as many concurrent sends as the channels allow. */
class Sending {
  sent = 0;
  readonly courier: Courier;
  private places = 0;
  private failed: { reason: unknown } | undefined;
  private readonly pages: Promise<void>[] = [];
  private readonly ledger: Ledger<Claimed>;
  private readonly carrying: Promise<void>[] = [];
  private readonly deps: Deps;
  private readonly now: () => Date;

  constructor(deps: Deps, courier: Courier, inDoubt: InDoubt, now: () => Date) {
    this.deps = deps;
    this.courier = courier;
    this.now = now;
    const { failPoint } = deps;
    const { cancellationSignal } = Context.current();
    this.ledger = new Ledger({
      db: deps.db,
      courier,
      inDoubt,
      now,
      givenUp: () => cancellationSignal.aborted,
      stopping: deps.stopping,
      ...(failPoint && { beforeWrite: async (n: number) => failPoint("deliver:sent", String(n)) }),
    });
  }

  /** Position of the next claimed message. */
  place(): number {
    this.places += 1;
    return this.places;
  }

  /** Waits until at most `most` messages are still to be sent. */
  async below(most: number): Promise<void> {
    await this.ledger.below(most);
    if (this.failed) throw this.failed.reason;
  }

  /** Waits until the outcome of every message is recorded. */
  async through(): Promise<void> {
    await Promise.all(this.pages.splice(0));
  }

  async ended(): Promise<void> {
    await Promise.allSettled(this.pages);
    this.ledger.close();
    await Promise.allSettled(this.carrying);
  }

  begin(batch: readonly Claimed[]): void {
    const page = this.sendPage(batch);
    page.catch((reason: unknown) => {
      this.failed ??= { reason };
    });
    this.pages.push(page);
  }

  private async sendPage(messages: readonly Claimed[]): Promise<void> {
    const { failPoint, transports } = this.deps;
    if (failPoint) await failPoint("deliver:claimed", String(messages.length));
    const width = Math.max(1, ...[...transports.values()].map((transport) => transport.width));
    while (this.carrying.length < Math.min(width, messages.length)) this.carrying.push(this.sendUntilClosed());
    await this.ledger.add(messages);
  }

  private async sendUntilClosed(): Promise<void> {
    for (let one = await this.ledger.take(); one; one = await this.ledger.take()) {
      const [first] = one.notices;
      const outcome = await attempt(this.deps, one, one.context);
      if (outcome.state === "sent") this.sent += 1;
      if (first) this.deps.delivered?.(first.channel, outcome.state);
      const refused = outcome.state === "refused" && outcome.address && first;
      this.ledger.done({
        ...finishedOf(one, outcome, this.now()),
        ...(refused && { refused: { channel: first.channel, personId: first.personId } }),
      });
    }
  }
}
