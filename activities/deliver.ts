import { Context, heartbeat, sleep } from "@temporalio/activity";
import { dutyOf } from "../domain/catalogue/packs/index.ts";
import { channelRules } from "../domain/channels/index.ts";
import { digestLimit } from "../domain/messages/languages/index.ts";
import { stepOf } from "../domain/procedures/steps.ts";
import { coverageFigures } from "../domain/tasks/coverage.ts";
import { type Channel, channels } from "../domain/terms.ts";
import type { Calendar } from "../domain/time/calendar.ts";
import { dateIn, instantAt } from "../domain/time/zones.ts";
import { Prisma, type Statements, transact } from "../prisma/client.ts";
import { calendarOf } from "../records/calendar-days.ts";
import { issuedOf, reportersOf } from "../records/cases/issued.ts";
import {
  beginHandOver,
  type ClaimedNotice,
  type Courier,
  carriedBy,
  claimNotices,
  cutOffDeliveries,
  dropNotices,
  type Finished,
  finishDeliveries,
  holdNotices,
  openDeliveries,
  roundsBehind,
  sentToday,
  switchChannel,
  type Unbundled,
} from "../records/messages/deliveries.ts";
import { makeLinks } from "../records/messages/links.ts";
import { namesOf, storiesOf } from "../records/messages/stories.ts";
import { asleep, awake } from "../records/nudges.ts";
import { holdersOf } from "../records/roster/holders.ts";
import { policiesOf } from "../records/settings.ts";
import { coverages } from "../records/tasks/coverage.ts";
import { liveFigures, type Rolled } from "../records/views/roll-ups.ts";
import type { OutboundMessage, Outcome } from "./channels/transport.ts";
import type { DeliverInput, DeliverOutput, Deps } from "./deps.ts";
import { type Envelope, envelopesOf } from "./envelopes.ts";
import { Ledger } from "./ledger.ts";
import { carriesIssued, dangerous, type RenderContext, readsStory, renderMessage } from "./render.ts";
import { runOf } from "./run.ts";
import { fateOf } from "./triage.ts";

/** Notices a page, with what else their readers are told. What a crash leaves in doubt the ledger bounds. */
const pageSize = 250;
/** How often the engine is told that this still works, milliseconds (heartbeatTimeout of the courier). */
const heartbeatEveryMs = 1_000;
/**
 * Longest that notices wait for the rounds to finish, from their own instant: a routine one for all rounds, any for that of its own task,
 * which may have more to say of it at this instant; one of an emergency hardly.
 */
const bundlingTimeoutMs = { routine: 60_000, emergency: 5_000 };
/** How much of that is waited for here, and how often it is looked; then the courier sleeps a little, so that others get on. */
const waitMs = { longest: 3_000, every: 100, asleep: 300 };
/** Days that a link works. */
const linkDays = 120;
const minute = 60_000;
/** Tried again after so many minutes; then given up and named. */
const backoff = [1, 2, 5, 15, 30, 60, 120, 240];
/** Where it is the provider that is unwell, first after 5 and 10 seconds: most are back by then. */
const backoffOfOutage = [5 / 60, 10 / 60, ...backoff];

/** Carries what is due to the people of a shard: claimed in pages, the next one while this one is sent. */
export async function deliverShard(deps: Deps, input: DeliverInput): Promise<DeliverOutput> {
  const { db } = deps;
  let now = new Date(input.now);
  const courier = `courier-${input.shard}`;
  const run = runOf();
  await awake(db, courier);
  await resolveCutOff(deps, input.shard, run, now);
  const calendar = await calendarOf(db);
  const began = performance.now();
  const waited = (): number => performance.now() - began;
  const sending = new Sending(deps, { shard: input.shard, run }, now);
  // A message may take as long as its provider's time-out: that this still works is said all the while.
  const beat = setInterval(heartbeat, heartbeatEveryMs);
  let behind: Date | null = now;
  try {
    for (;;) {
      const since = (ms: number): Date => new Date(now.getTime() - ms);
      const unbundled = { routine: since(bundlingTimeoutMs.routine), emergency: since(bundlingTimeoutMs.emergency) };
      // Once they are through with this instant they are: what comes later is for the next look.
      if (behind) behind = await roundsBehind(db, input.shard, now, unbundled);
      const batch = await claim(deps, sending, now, calendar, behind ? unbundled : null);
      if (batch) {
        heartbeat();
        await sending.below(2);
        sending.begin(batch);
      } else {
        await sending.below(1);
        if (!behind || behind > now || waited() > waitMs.longest) break;
        // What the rounds say now belongs into the same mail; to wait here is cheaper than to be woken again and again.
        await sleep(waitMs.every);
        heartbeat();
        now = new Date(input.now + waited());
      }
    }
  } finally {
    // Nothing of this attempt is still being sent when the next one begins.
    await sending.ended();
    clearInterval(beat);
  }
  const soonest = behind ? new Date(Math.max(behind.getTime(), now.getTime() + waitMs.asleep)) : now;
  const until = await transact(db, (tx) =>
    asleep(
      tx,
      courier,
      Prisma.sql`select greatest(min(n.send_at), ${soonest}::timestamptz) from notice n
                 where n.shard = ${input.shard} and n.state = 'queued' ${carriedBy(carriedChannels(deps))} having count(*) > 0`,
    ),
  );
  await deps.flush();
  return { nextAt: until?.getTime() ?? null, sent: sending.sent };
}

/** A claimed message with what its composing needs, and its place in the order in which they are handed over. */
interface Claimed extends Envelope {
  place: number;
  context: RenderContext;
}

/** Pages that are under way: one is sent while the next is claimed, by as many transports as the channels take. */
class Sending {
  sent = 0;
  readonly courier: Courier;
  private places = 0;
  private readonly pages: Promise<void>[] = [];
  private readonly ledger: Ledger<Claimed>;
  private readonly carrying: Promise<void>[] = [];
  private readonly deps: Deps;
  private readonly now: Date;

  constructor(deps: Deps, courier: Courier, now: Date) {
    this.deps = deps;
    this.courier = courier;
    this.now = now;
    const { failPoint } = deps;
    const { cancellationSignal } = Context.current();
    this.ledger = new Ledger({
      db: deps.db,
      courier,
      now,
      givenUp: () => cancellationSignal.aborted,
      ...(failPoint && { beforeWrite: async (n: number) => failPoint("deliver:sent", String(n)) }),
    });
  }

  /** The place of the next that is claimed. */
  place(): number {
    this.places += 1;
    return this.places;
  }

  /** Awaits that less than `most` are under way. */
  async below(most: number): Promise<void> {
    while (this.pages.length >= most) await this.pages.shift();
  }

  async ended(): Promise<void> {
    await Promise.allSettled(this.pages);
    this.ledger.close();
    await Promise.allSettled(this.carrying);
  }

  begin(batch: readonly Claimed[]): void {
    const page = this.carry(batch);
    // A failure is awaited in its turn; meanwhile it is not "unhandled".
    page.catch(() => undefined);
    this.pages.push(page);
  }

  private async carry(messages: readonly Claimed[]): Promise<void> {
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
      const refused = outcome.state === "refused" && outcome.address && first;
      this.ledger.done({
        ...finishedOf(one, outcome, this.now),
        ...(refused && { refused: { channel: first.channel, personId: first.personId } }),
      });
    }
  }
}

/** @returns null when nothing was due */
async function claim(
  deps: Deps,
  sending: Sending,
  now: Date,
  calendar: Calendar,
  unbundled: Unbundled | null,
): Promise<Claimed[] | null> {
  const { shard, run } = sending.courier;
  return transact(deps.db, async (tx) => {
    const off = Object.keys(deps.instead ?? {}) as Channel[];
    const due = await claimNotices(tx, shard, now, pageSize, unbundled, carriedChannels(deps), off);
    if (due.length === 0) return null;
    const telling = await triage(tx, due, now, new Set(off));
    const envelopes = envelopesOf(telling, digestLimit).map((one) => ({ ...one, place: sending.place() }));
    await openDeliveries(
      tx,
      envelopes.flatMap(({ deliveryId, reference, place, notices }) => {
        const [first] = notices;
        if (!first) return [];
        // The day's mail, whatever prompt word goes along with it.
        const routine = notices.some(({ urgency }) => urgency === "routine");
        const { personId, channel } = first;
        const noticeIds = notices.map(({ id }) => id);
        return [{ id: deliveryId, reference, personId, channel, run, routine, place, noticeIds }];
      }),
      now,
    );
    const context = await readRenderContext(deps, tx, telling, now, calendar);
    return envelopes.map((one) => ({ ...one, context }));
  });
}

/** Channels that have a transport, or another that stands in for them. */
const carriedChannels = ({ transports, instead = {} }: Deps): Channel[] =>
  channels.filter((channel) => transports.has(channel) || transports.has(instead[channel] ?? channel));

async function triage(
  tx: Statements,
  due: readonly ClaimedNotice[],
  now: Date,
  off: ReadonlySet<Channel>,
): Promise<ClaimedNotice[]> {
  const routine = due.filter((notice) => notice.urgency === "routine" && channelRules[notice.channel].oneRoutineADay);
  const told = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();
  for (const zone of new Set(routine.map((notice) => notice.zone))) {
    const people = routine.filter((notice) => notice.zone === zone).map((notice) => notice.personId);
    const today = instantAt(dateIn(now, zone), "00:00", zone);
    for (const [person, tasks] of await sentToday(tx, [...new Set(people)], today, channels)) told.set(person, tasks);
  }
  const tell: ClaimedNotice[] = [];
  const drop: { id: string; why: string }[] = [];
  const hold: { id: string; until: Date }[] = [];
  const other = new Map<Channel, ClaimedNotice[]>();
  const fates = due.map((notice) => ({ notice, fate: fateOf(notice, { now, told, off }) }));
  const leaving = new Set(fates.flatMap(({ notice, fate }) => (fate === "tell" ? [aboutOne(notice)] : [])));
  for (const one of fates) {
    const { notice } = one;
    // What would wait for tomorrow's mail goes along with what is told of its task now.
    const fate =
      typeof one.fate === "object" && "hold" in one.fate && leaving.has(aboutOne(notice)) ? "tell" : one.fate;
    if (fate === "tell") tell.push(notice);
    else if ("switchTo" in fate) other.set(fate.switchTo, [...(other.get(fate.switchTo) ?? []), notice]);
    else if ("hold" in fate) hold.push({ id: notice.id, until: fate.hold });
    else drop.push({ id: notice.id, why: fate.drop });
  }
  for (const [channel, notices] of other) {
    const switched = await switchChannel(
      tx,
      notices.map(({ id }) => id),
      channel,
    );
    // What the other channel carries anyway is not said twice.
    const left = notices.filter(({ id }) => !switched.includes(id));
    drop.push(
      ...left.map((one) => ({
        id: one.id,
        why: off.has(one.channel) || one.toState === "ok" ? "other-channel" : "unreachable",
      })),
    );
  }
  await dropNotices(tx, drop);
  await holdNotices(tx, hold);
  return tell;
}

/** One task, to one reader, over one channel. */
const aboutOne = ({ personId, channel, taskId }: ClaimedNotice): string => [personId, channel, taskId].join("/");

async function readRenderContext(
  deps: Deps,
  tx: Statements,
  telling: readonly ClaimedNotice[],
  now: Date,
  calendar: Calendar,
): Promise<RenderContext> {
  const wanted = telling.map(({ personId, taskId }) => ({ personId, taskId }));
  const codes = await makeLinks(tx, wanted, now, deps.secretKey, linkDays);
  const reading = telling.filter(readsStory);
  const stories = await storiesOf(tx, [...new Set(reading.map((notice) => notice.taskId))]);
  const names = await namesOf(tx, [
    ...new Set(telling.flatMap(({ details: { from, to } }) => [from ?? [], to ?? []].flat())),
  ]);
  const many = new Map<string, number>();
  for (const { personId, channel } of telling) {
    const key = `${personId}/${channel}`;
    many.set(key, (many.get(key) ?? 0) + 1);
  }
  // Only a mail about one thing says whom its ladder will reach.
  const warned = telling.filter(
    ({ details, personId, channel }) =>
      details.vacant !== undefined || (channel === "email" && many.get(`${personId}/${channel}`) === 1),
  );
  const ids = [...new Set(warned.map(({ organizationId }) => organizationId))];
  const holders = await holdersOf(tx, ids, now);
  const policies = await policiesOf(tx);
  const reporters = await reportersOf(tx, casesOf(telling.filter(dangerous)));
  const circulars = telling.filter(carriesIssued).flatMap(({ circularId }) => circularId ?? []);
  const issued = await issuedOf(tx, [...new Set(circulars)]);
  const told = new Map<string, ClaimedNotice[]>();
  for (const notice of telling) told.set(notice.personId, [...(told.get(notice.personId) ?? []), notice]);
  const figures = await liveFigures(tx, telling.map(rolledOf), calendar, now);
  const covering = telling.filter(namesMissing).map(({ taskId }) => taskId);
  for (const [taskId, { missing, ...count }] of await coverages(tx, [...new Set(covering)]))
    figures.set(taskId, coverageFigures(count, missing));
  const { publicUrl, sender } = deps;
  return {
    now,
    calendar,
    publicUrl,
    sender,
    codes,
    stories,
    names,
    holders,
    policies,
    reporters,
    issued,
    told,
    figures,
  };
}

const casesOf = (notices: readonly ClaimedNotice[]): string[] => [...new Set(notices.map(({ caseId }) => caseId))];

/** Whoever is to see to a matter of many is reminded of those who are missing, and so is everybody above. */
const namesMissing = ({ shape, duty, taskStep }: ClaimedNotice): boolean =>
  ["reminder", "overdue", "escalated"].includes(shape) && stepOf(dutyOf(duty).kind, taskStep).each !== undefined;

const rolledOf = (notice: ClaimedNotice): Rolled => ({
  id: notice.taskId,
  organizationId: notice.organizationId,
  duty: notice.duty,
  step: notice.taskStep,
  state: notice.taskState,
  openedAt: notice.openedAt,
  zone: notice.zone,
});

async function attempt(deps: Deps, envelope: Envelope, context: RenderContext): Promise<Outcome> {
  const [first] = envelope.notices;
  const transport = first && deps.transports.get(first.channel);
  if (!transport) return { state: "failed", provider: "", code: "NO_TRANSPORT", detail: "no provider is set" };
  let outbound: OutboundMessage;
  try {
    outbound = renderMessage(envelope.reference, envelope.notices, context);
  } catch (error) {
    // One message that cannot be composed must not keep the others back.
    const code = error instanceof Error && "code" in error ? String(error.code) : "COMPOSITION";
    deps.log("message cannot be composed", { delivery: envelope.deliveryId, code });
    return { state: "refused", address: false, provider: "", code, detail: "cannot be composed" };
  }
  if (first.earlierState === "unknown" && first.earlierAt && transport.lookUp) {
    const found = await transport.lookUp(envelope.reference, outbound.to, first.earlierAt).catch(() => "unknown");
    if (found === "sent")
      return { state: "sent", provider: "", code: "LOOKED_UP", detail: "the provider had it already" };
  }
  return transport.send(outbound);
}

function finishedOf(envelope: Envelope, outcome: Outcome, now: Date): Finished {
  const tries = Math.max(...envelope.notices.map((notice) => notice.attempts));
  const waits = outcome.state === "failed" && outcome.down ? backoffOfOutage : backoff;
  const wait = waits[Math.min(tries, waits.length - 1)] ?? 1;
  const after =
    outcome.state === "failed"
      ? (outcome.retryAfterMs ?? wait * minute)
      : outcome.state === "unknown"
        ? 10 * minute
        : null;
  const again = after !== null && tries < waits.length ? new Date(now.getTime() + after) : null;
  const { state, provider, code } = outcome;
  const noticeIds = envelope.notices.map((notice) => notice.id);
  return {
    id: envelope.deliveryId,
    noticeIds,
    handed: true,
    state,
    provider,
    code,
    detail: outcome.detail.slice(0, 300),
    again,
  };
}

/**
 * Deliveries of a run that was cut off may have gone out: they are written down as `unknown`, the provider is asked where it
 * can answer, and the rest is sent again under the same reference, so that every duplicate maps to an `unknown` (RFC 1047).
 */
async function resolveCutOff(deps: Deps, shard: number, run: string, now: Date): Promise<void> {
  await transact(deps.db, async (tx) => {
    const cutOff = await cutOffDeliveries(tx, shard, run);
    const finished: Finished[] = [];
    for (const { id, noticeIds, channel, reference, to, createdAt, handed } of cutOff) {
      if (!handed) {
        const detail = "cut off before it was handed over; it goes out now";
        finished.push({ id, noticeIds, handed, state: "failed", provider: "", code: "CUT_OFF", detail, again: now });
        continue;
      }
      const transport = deps.transports.get(channel);
      const asked = to ? transport?.lookUp?.(reference, to, createdAt) : undefined;
      const found = (await asked?.catch(() => "unknown" as const)) ?? "unknown";
      const detail =
        found === "unknown"
          ? "cut off while sending; sent again under the same reference"
          : `the provider says: ${found}`;
      finished.push({
        id,
        noticeIds,
        handed,
        state: found === "sent" ? "sent" : "unknown",
        provider: "",
        code: "CUT_OFF",
        detail,
        again: found === "sent" ? null : now,
      });
    }
    await finishDeliveries(tx, finished, now);
    await beginHandOver(tx, { shard, run });
  });
}
