import { addressFor } from "../../domain/channels/index.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import { standInProblem } from "../../domain/procedures/verifiers.ts";
import { type Cause, cause, expected, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { wouldLoop } from "../../domain/tasks/absence.ts";
import type { Holder } from "../../domain/tasks/people.ts";
import type { LocalDate, Zone } from "../../domain/terms.ts";
import { rollForward } from "../../domain/time/business-days.ts";
import { addDays, isLocalDate } from "../../domain/time/dates.ts";
import { farthestDay } from "../../domain/time/farthest-day.ts";
import { dateIn, dayEndingAt, instantAt } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import {
  dropDirectMessages,
  insertDirectMessage,
  type NewDirectMessage,
} from "../../records/messages/direct-messages.ts";
import { organizationsHeldBy } from "../../records/messages/handovers.ts";
import { nudgeCouriers } from "../../records/nudges.ts";
import { type AbsenceRow, absencesOf, endAbsence, insertAbsence } from "../../records/roster/absences.ts";
import { holdersOf, type OrganizationRow, organizationsById } from "../../records/roster/holders.ts";
import type { PersonRow } from "../../records/roster/people.ts";
import { lockRoster } from "../../records/roster/roster.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { organizationOf } from "./organizations.ts";
import { personOf } from "./people.ts";

export interface AwayInput {
  /** The absent person and the delegate: id, e-mail address or telephone number. */
  person: string;
  delegate: string;
  /** Code or id. @default every organization in which both hold a role */
  organization?: string;
  /** First and last day. */
  from: LocalDate;
  until: LocalDate;
  actor: Actor;
}

/** A recorded absence. */
export interface AwayDone extends AbsenceRow {
  code: string;
  created: boolean;
}

/** In milliseconds: a mail that was not sent within three days is of no use any more. */
const useful = 3 * 86_400_000;

/**
 * Records an absence from one day to another; meanwhile the delegate receives the person's tasks. Idempotent.
 * @throws {NotFoundError} no such person or organization · {BadInputError} invalid day · {RefusedError} the delegate may not stand in, delegations
 * form a loop, or the person is away already
 */
export async function goAway(context: ActContext, input: AwayInput): Promise<AwayDone[]> {
  const now = context.now();
  const done = await context.db.$transaction(async (tx) => {
    await lockRoster(tx);
    const person = await personOf(tx, input.person);
    const delegate = await personOf(tx, input.delegate);
    if (person.id === delegate.id) throw new RefusedError(cause("delegate-self"));
    const made: AwayDone[] = [];
    for (const organization of await organizationsOf(tx, input, person, delegate, now))
      made.push(await awayFrom(tx, context, { input, organization, person, delegate, now }));
    return made;
  });
  await context.flush();
  return done;
}

/** Organizations of an absence: the one that was named, otherwise those in which both hold a role. */
async function organizationsOf(
  tx: Tx,
  input: AwayInput,
  person: PersonRow,
  delegate: PersonRow,
  now: Date,
): Promise<OrganizationRow[]> {
  if (input.organization !== undefined) return [await organizationOf(tx, input.organization)];
  const theirs = await organizationsHeldBy(tx, [delegate.id], now);
  const both = (await organizationsHeldBy(tx, [person.id], now)).filter((id) => theirs.includes(id));
  if (both.length === 0) throw new RefusedError(cause("delegate-outside", { name: delegate.name }));
  return [...(await organizationsById(tx, both)).values()];
}

interface Away {
  input: AwayInput;
  organization: OrganizationRow;
  person: PersonRow;
  delegate: PersonRow;
  now: Date;
}

async function awayFrom(tx: Tx, context: ActContext, away: Away): Promise<AwayDone> {
  const { input, organization, person, delegate, now } = away;
  const { id: organizationId, code, zone } = organization;
  const absence = { personId: person.id, delegateId: delegate.id, ...daysOf(input, organization, now) };
  const holders = (await holdersOf(tx, [organizationId], now)).get(organizationId) ?? [];
  checkDelegate(away, holders);
  const others = await absencesOf(tx, { organizationId }, now);
  const own = others.filter(({ personId }) => personId === person.id);
  const same = own.find((one) => one.delegateId === delegate.id && sameDays(one, absence));
  if (same) return { ...same, code, created: false };
  const known = own.find((one) => one.from < absence.until && absence.from < one.until);
  if (known) {
    const days = { from: dateIn(known.from, zone), to: dayEndingAt(known.until, zone) };
    throw new RefusedError(cause("away-already", { name: person.name, ...days }));
  }
  if (wouldLoop(absence, others)) throw new RefusedError(cause("away-loop", { name: delegate.name }));
  const id = await insertAbsence(tx, { organizationId, ...absence }, { at: now, actor: actorId(input.actor) });
  const made = { id, organizationId, ...absence, code, created: true };
  await announce(tx, context, away, made);
  return made;
}

const sameDays = (one: { from: Date; until: Date }, other: { from: Date; until: Date }): boolean =>
  one.from.getTime() === other.from.getTime() && one.until.getTime() === other.until.getTime();

/** The problems of an absence's first and last day: one does not exist, has passed, lies too far ahead, or the last is before the first. */
export function dayProblemsOf({ from, until }: Pick<AwayInput, "from" | "until">, zone: Zone, now: Date): Cause[] {
  const today = dateIn(now, zone);
  const latest = farthestDay(today);
  const isWithin = (day: string, least: LocalDate): boolean => isLocalDate(day) && day >= least && day <= latest;
  const starts = isWithin(from, today);
  const least = starts ? from : today;
  const problem = (place: string, day: string, first: LocalDate): Cause =>
    unusable(place, printable(day), expected("day-within", { from: first, to: latest }));
  return [
    ...(starts ? [] : [problem("from", from, today)]),
    ...(isWithin(until, least) ? [] : [problem("until", until, least)]),
  ];
}

/** Checks the days. @throws {BadInputError} lists both */
function daysOf({ from, until }: AwayInput, { zone }: OrganizationRow, now: Date): { from: Date; until: Date } {
  const problems = dayProblemsOf({ from, until }, zone, now);
  if (problems.length > 0) throw new BadInputError(...problems);
  return { from: instantAt(from, "00:00", zone), until: instantAt(addDays(until, 1), "00:00", zone) };
}

/** Checks the delegate. @throws {RefusedError} one of them holds no role there, or the delegate verifies the person's work */
function checkDelegate({ person, delegate, organization }: Away, holders: readonly Holder[]): void {
  const held = (id: string) => holders.filter((one) => one.personId === id).map(({ role }) => role);
  const [mine, theirs] = [held(person.id), held(delegate.id)];
  if (mine.length === 0) throw new RefusedError(cause("away-outside", { name: person.name, code: organization.code }));
  const problem = standInProblem(mine, theirs);
  if (problem === "outside") throw new RefusedError(cause("delegate-outside", { name: delegate.name }));
  if (problem) throw new RefusedError(cause("delegate-verifies", { name: delegate.name, role: problem.verifies }));
}

/** Writes one mail to the delegate when the absence begins, and one to the person on the day of the return. */
async function announce(
  tx: Tx,
  { calendar }: Pick<ActContext, "calendar">,
  { organization: { zone }, person, delegate, now }: Away,
  { id, organizationId, from, until }: AbsenceRow,
): Promise<void> {
  const morning = instantAt(dateIn(from, zone), "09:00", zone);
  const back = instantAt(rollForward(calendar, dateIn(until, zone)), "09:00", zone);
  await write(
    tx,
    delegate,
    { kind: "stand-in", subjectId: id, organizationId, sendAt: morning > now ? morning : now },
    now,
  );
  await write(tx, person, { kind: "back", subjectId: id, organizationId, sendAt: back }, now);
}

async function write(
  tx: Tx,
  reader: PersonRow,
  message: Required<Pick<NewDirectMessage, "kind" | "subjectId" | "organizationId" | "sendAt">>,
  now: Date,
): Promise<void> {
  const address = addressFor(reader, "email");
  if (!address) return;
  const { name, language } = reader;
  const notAfter = new Date(message.sendAt.getTime() + useful);
  const written = { ...message, channel: "email" as const, address, name, language, notAfter };
  await nudgeCouriers(tx, await insertDirectMessage(tx, written, now), now);
}

/**
 * Ends an absence now, or cancels one that has not begun.
 * @throws {NotFoundError} no such person or organization, or the person is not away
 */
export async function comeBack(
  context: ActContext,
  { person: named, organization, absence }: { person: string; organization?: string; absence?: string },
): Promise<AbsenceRow[]> {
  const now = context.now();
  const ended = await context.db.$transaction(async (tx) => {
    await lockRoster(tx);
    const person = await personOf(tx, named);
    const where = organization === undefined ? {} : { organizationId: (await organizationOf(tx, organization)).id };
    const all = await absencesOf(tx, { personId: person.id, ...where }, now);
    const own = absence === undefined ? all : all.filter(({ id }) => id === absence);
    if (own.length === 0) throw new NotFoundError(cause("not-away", { name: person.name }));
    for (const { id, organizationId, from } of own) {
      await dropDirectMessages(tx, id, now);
      await endAbsence(tx, id, now);
      if (from < now) await write(tx, person, { kind: "back", subjectId: id, organizationId, sendAt: now }, now);
    }
    return own;
  });
  await context.flush();
  return ended;
}
