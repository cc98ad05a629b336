import { dutyOf } from "../domain/catalogue/packs/index.ts";
import { channelRules, sparingChannels } from "../domain/channels/index.ts";
import { ladderOf } from "../domain/escalation/advance.ts";
import type { Policy } from "../domain/escalation/policy.ts";
import { rolesSearched } from "../domain/escalation/whom.ts";
import { digestLimit } from "../domain/messages/languages/index.ts";
import { type SentBefore, type SentCount, type SentToday, weekFrom } from "../domain/messages/routine-day.ts";
import { stepOf } from "../domain/procedures/steps.ts";
import { coverageFigures } from "../domain/tasks/coverage.ts";
import type { Holder } from "../domain/tasks/people.ts";
import { type Channel, channels, type Role } from "../domain/terms.ts";
import type { Calendar } from "../domain/time/calendar.ts";
import { dateIn, instantAt } from "../domain/time/zones.ts";
import { type Statements, transact } from "../prisma/client.ts";
import { issuedOf, reportersOf } from "../records/cases/issued.ts";
import type { Unbundled } from "../records/messages/bundling.ts";
import {
  type ClaimedNotice,
  type Courier,
  claimNotices,
  dropNotices,
  holdNotices,
  openDeliveries,
  sentInWeek,
  sentOfCirculars,
  sentToday,
  switchChannel,
} from "../records/messages/deliveries.ts";
import { makeLinks } from "../records/messages/links.ts";
import { namesOf, storiesOf } from "../records/messages/stories.ts";
import { delegatesOf } from "../records/roster/absences.ts";
import { holdersOf } from "../records/roster/holders.ts";
import { policiesOf } from "../records/settings.ts";
import { coverages } from "../records/tasks/coverage.ts";
import { liveFigures, type Rolled } from "../records/views/roll-ups.ts";
import type { Deps } from "./deps.ts";
import { type Envelope, envelopesOf } from "./envelopes.ts";
import { carriesIssued, dangerous, type RenderContext, readsStory } from "./render.ts";
import { fatesOf } from "./triage.ts";

/** Channels of which a reader has one routine message a day. */
const dailyChannels = channels.filter((channel) => channelRules[channel].oneRoutineADay);

/** Number of days for which a link works. */
const linkDays = 120;

/** A claimed message with the data from which it is composed, and its position in the order of handing over. */
export interface Claimed extends Envelope {
  place: number;
  context: RenderContext;
}

/**
 * Claims a page of due notices and reads the data of their messages.
 * @param most maximum number of notices, plus all other due notices of their readers
 * @returns null: nothing was due
 */
export async function claim(
  deps: Deps,
  sending: { courier: Courier; place(): number },
  now: Date,
  calendar: Calendar,
  unbundled: Unbundled | null,
  most: number,
): Promise<Claimed[] | null> {
  const { shard, run } = sending.courier;
  return transact(deps.db, async (tx) => {
    const off = Object.keys(deps.instead ?? {}) as Channel[];
    const due = await claimNotices(tx, shard, now, most, unbundled, availableChannels(deps), off);
    if (due.length === 0) return null;
    const sendable = await triage(tx, due, now, new Set(off));
    const envelopes = envelopesOf(sendable, digestLimit).map((one) => ({ ...one, place: sending.place() }));
    await openDeliveries(
      tx,
      envelopes.flatMap(({ deliveryId, reference, place, notices }) => {
        const [first] = notices;
        if (!first) return [];
        // Counts as the day's routine mail, even if a prompt notice is in it.
        const routine = notices.some(({ urgency }) => urgency === "routine");
        const { personId, channel } = first;
        const noticeIds = notices.map(({ id }) => id);
        return [{ id: deliveryId, reference, personId, channel, run, routine, place, noticeIds }];
      }),
      now,
    );
    const context = await readRenderContext(deps, tx, sendable, now, calendar);
    return envelopes.map((one) => ({ ...one, context }));
  });
}

/** Channels that have a transport, or a substitute. */
export const availableChannels = ({ transports, instead = {} }: Pick<Deps, "transports" | "instead">): Channel[] =>
  channels.filter((channel) => transports.has(channel) || transports.has(instead[channel] ?? channel));

async function triage(
  tx: Statements,
  due: readonly ClaimedNotice[],
  now: Date,
  off: ReadonlySet<Channel>,
): Promise<ClaimedNotice[]> {
  const sent = await sentBefore(tx, due, now);
  const send: ClaimedNotice[] = [];
  const drop: { id: string; why: string }[] = [];
  const hold: { id: string; until: Date }[] = [];
  const other = new Map<Channel, ClaimedNotice[]>();
  const fates = fatesOf(due, { now, sent, off });
  for (const [index, notice] of due.entries()) {
    const fate = fates[index] ?? "send";
    if (fate === "send") send.push(notice);
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
    // Notices that the other channel carries anyway are not sent twice.
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
  return send;
}

/**
 * Routine messages that the readers were sent in the day and in the week of their zones. The message of the day is the mail, or what went over
 * the channel that a reader prefers: an SMS of a ladder in the morning does not take the place of the mail of the afternoon.
 */
async function sentBefore(tx: Statements, due: readonly ClaimedNotice[], now: Date): Promise<SentBefore> {
  const today = new Map<string, SentToday>();
  const counts = new Map<string, SentCount>();
  const circulars = new Map<string, Set<string>>();
  const routine = due.filter(({ urgency }) => urgency === "routine");
  for (const zone of new Set(routine.map((notice) => notice.zone))) {
    const there = routine.filter((notice) => notice.zone === zone);
    const readers = (wanted: (channel: Channel) => boolean): string[] => [
      ...new Set(there.filter(({ channel }) => wanted(channel)).map(({ personId }) => personId)),
    ];
    const day = dateIn(now, zone);
    const from = instantAt(day, "00:00", zone);
    const daily = there.filter(({ channel }) => channelRules[channel].oneRoutineADay);
    for (const preferred of new Set(daily.map(({ routineChannel }) => routineChannel))) {
      const persons = new Set(
        daily.filter(({ routineChannel }) => routineChannel === preferred).map(({ personId }) => personId),
      );
      const over = channels.filter((channel) => channelRules[channel].oneRoutineADay || channel === preferred);
      for (const [person, tasks] of await sentToday(tx, [...persons], from, over)) today.set(person, tasks);
    }
    for (const { personId, circularId } of await sentOfCirculars(tx, issuedTo(there), from, dailyChannels))
      circulars.set(personId, (circulars.get(personId) ?? new Set()).add(circularId));
    const week = instantAt(weekFrom(day), "00:00", zone);
    const spared = readers((channel) => sparingChannels.includes(channel));
    for (const [key, count] of await sentInWeek(tx, spared, { week, today: from }, sparingChannels))
      counts.set(key, count);
  }
  return { today, circulars, counts };
}

/** Whom routine notices tell of which circular. */
const issuedTo = (notices: readonly ClaimedNotice[]): { personId: string; circularId: string }[] =>
  notices.flatMap(({ personId, circularId }) => (circularId === null ? [] : [{ personId, circularId }]));

async function readRenderContext(
  deps: Deps,
  tx: Statements,
  sendable: readonly ClaimedNotice[],
  now: Date,
  calendar: Calendar,
): Promise<RenderContext> {
  const wanted = sendable.map(({ personId, taskId }) => ({ personId, taskId }));
  const codes = await makeLinks(tx, wanted, now, deps.secretKey, linkDays);
  const reading = sendable.filter(readsStory);
  const stories = await storiesOf(tx, [...new Set(reading.map((notice) => notice.taskId))]);
  const names = await namesOf(tx, [
    ...new Set(sendable.flatMap(({ details: { from, to } }) => [from ?? [], to ?? []].flat())),
  ]);
  const many = new Map<string, number>();
  for (const { personId, channel } of sendable) {
    const key = `${personId}/${channel}`;
    many.set(key, (many.get(key) ?? 0) + 1);
  }
  // Only a mail about one task says whom its ladder will notify.
  const warned = sendable.filter(
    ({ details, personId, channel }) =>
      details.vacant !== undefined || (channel === "email" && many.get(`${personId}/${channel}`) === 1),
  );
  const policies = await policiesOf(tx);
  const holders = await warnedHolders(tx, warned, policies, now);
  const reporters = await reportersOf(tx, casesOf(sendable.filter(dangerous)));
  const circulars = sendable.filter(carriesIssued).flatMap(({ circularId }) => circularId ?? []);
  const issued = await issuedOf(tx, [...new Set(circulars)]);
  const noticesByPerson = new Map<string, ClaimedNotice[]>();
  for (const notice of sendable)
    noticesByPerson.set(notice.personId, [...(noticesByPerson.get(notice.personId) ?? []), notice]);
  const figures = await liveFigures(tx, sendable.map(rolledOf), calendar, now);
  const covering = sendable.filter(namesMissing).map(({ taskId }) => taskId);
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
    noticesByPerson,
    figures,
  };
}

/** For organizations whose people a message names: holders of the roles involved; for a few organizations, of all roles. */
async function warnedHolders(
  tx: Statements,
  warned: readonly ClaimedNotice[],
  policies: ReadonlyMap<string, Policy>,
  now: Date,
): Promise<ReadonlyMap<string, readonly Holder[]>> {
  const ids = [...new Set(warned.map(({ organizationId }) => organizationId))];
  const away = new Set([...(await delegatesOf(tx, ids, now)).keys()].map((key) => key.split("/")[0] ?? ""));
  const whole = new Set(
    warned.flatMap(({ organizationId, taskPersonId, passedById, details }) =>
      away.has(organizationId) || taskPersonId !== null || passedById !== null || details.vacant !== undefined
        ? [organizationId]
        : [],
    ),
  );
  const rest = warned.filter(({ organizationId }) => !whole.has(organizationId));
  const roles = new Set<Role>();
  const seen = new Set<string>();
  for (const { taskState, policy, verifierPolicy, roles: doers, verifier } of rest) {
    const ladder = ladderOf(taskState);
    const name = ladder === "verifier" ? verifierPolicy : policy;
    const key = [ladder, name, verifier, ...doers].join("/");
    const found = policies.get(name);
    if (seen.has(key) || !found) continue;
    seen.add(key);
    for (const role of rolesSearched(found, ladder, { roles: doers, personId: null, verifier })) roles.add(role);
  }
  const some = await holdersOf(tx, [...new Set(rest.map(({ organizationId }) => organizationId))], now, [...roles]);
  return new Map([...some, ...(await holdersOf(tx, [...whole], now))]);
}

const casesOf = (notices: readonly ClaimedNotice[]): string[] => [...new Set(notices.map(({ caseId }) => caseId))];

/**
 * Whether a message names the people who have not finished: in reminders to whoever is responsible for a step of many people, and in messages to
 * those above.
 */
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
