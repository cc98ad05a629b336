import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import type { SubmittedFile } from "../../domain/forms/submission.ts";
import { wakeDistribution } from "../../domain/ids.ts";
import {
  type Circular,
  type CircularEvent,
  type CircularSource,
  type CircularUrgency,
  circularEvents,
} from "../../domain/procedures/circular.ts";
import { type Cause, cause, expected, unusable } from "../../domain/reasons/index.ts";
import { isSettled } from "../../domain/tasks/task-states.ts";
import type { OrganizationType } from "../../domain/terms.ts";
import { isLocalDate } from "../../domain/time/dates.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { findCase } from "../../records/cases/cases.ts";
import {
  concernedAmong,
  findCircularByKey,
  insertCircular,
  shardsConcerned,
  type Whom,
} from "../../records/cases/circulars.ts";
import { countContinuing, shardsOpen, withdraw } from "../../records/cases/withdrawals.ts";
import { nudge } from "../../records/nudges.ts";
import { newId } from "../../records/rows.ts";
import { tasksOfCase } from "../../records/tasks/tasks.ts";
import { circularsNamed } from "../../records/views/circular-coverage.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { organizationOf } from "../registry/organizations.ts";
import { checkFiles } from "../tasks/files.ts";
import { changeFacts } from "./facts.ts";

export interface NewCircular {
  event: CircularEvent;
  source: CircularSource;
  title: string;
  text?: string;
  /** @default "routine" */
  urgency?: CircularUrgency;
  /** Addressees: these types and districts, or else these organizations by code. @default all */
  types?: readonly OrganizationType[];
  districts?: readonly string[];
  organizations?: readonly string[];
  /** Only these of them: ids of organizations for which the issuer is responsible. @default all */
  among?: readonly string[];
  facts?: Readonly<Record<string, unknown>>;
  file?: SubmittedFile;
  /** The caller's idempotency key. @default a new one */
  key?: string;
  actor: Actor;
}

export interface IssuedCircular {
  id: string;
  created: boolean;
  /** Number of organizations that it concerns now. */
  organizations: number;
}

const longest = { title: 200, text: 20_000, key: 200, reason: 1_000, bytes: 10 * 1024 * 1024 };

/**
 * Issues a circular: one row, and a nudge for each shard that it concerns, in one transaction. The `distribution` workflow opens its cases
 * afterwards. It concerns organizations that exist now, not those that are added later.
 * @throws {BadInputError} no title, too long, or neither text nor document · {NotFoundError} no organization of a code · {RefusedError} it concerns nobody
 */
export async function issueCircular(context: ActContext, input: NewCircular): Promise<IssuedCircular> {
  const { event, source, urgency = "routine", types = [], districts = [], organizations = [] } = input;
  const title = input.title.trim();
  const text = (input.text ?? "").trim();
  check(input, title, text);
  const [file] = await checkFiles(input.file ? [input.file] : [], { place: "file" });
  const now = context.now();
  const issued = await context.db.$transaction(async (tx): Promise<IssuedCircular> => {
    const named = [];
    for (const code of organizations) named.push((await organizationOf(tx, code)).id);
    const wanted = { types, districts, organizationIds: [...new Set(named)] };
    const whom = input.among === undefined ? wanted : await narrowed(tx, wanted, input.among);
    const id = newId();
    const circular: Circular = {
      id,
      key: input.key ?? id,
      event,
      source,
      title,
      text,
      urgency,
      ...whom,
      facts: input.facts ?? {},
      issuedBy: actorId(input.actor),
      issuedAt: now,
      withdrawnAt: null,
      withdrawnBecause: "",
    };
    if (!(await insertCircular(tx, circular, file ?? null))) {
      const known = await findCircularByKey(tx, circular.key);
      if (known?.event !== event || known.title !== title)
        throw new RefusedError(cause("key-taken", { key: circular.key, title: known?.title ?? "" }));
      return { id: known.id, created: false, organizations: await concerns(known.id) };
    }
    const shards = await shardsConcerned(tx, id);
    if (shards.length === 0) throw new RefusedError(cause("concerns-nobody"));
    await nudge(
      tx,
      shards.map(({ shard }) => wakeDistribution(shard)),
      now,
    );
    return { id, created: true, organizations: await concerns(id) };

    async function concerns(circularId: string): Promise<number> {
      return (await shardsConcerned(tx, circularId)).reduce((sum, one) => sum + one.organizations, 0);
    }
  });
  await context.flush();
  return issued;
}

/** Organizations are listed by id only if it would otherwise concern organizations outside `among`. */
async function narrowed(tx: Tx, wanted: Whom, among: readonly string[]): Promise<Whom> {
  const { all, own } = await concernedAmong(tx, wanted, among);
  if (wanted.organizationIds.length > 0 && own.length < all)
    throw new BadInputError(cause("not-the-issuers", { place: "organizations" }));
  if (own.length === 0) throw new RefusedError(cause("concerns-none-of-theirs"));
  return own.length === all ? wanted : { types: [], districts: [], organizationIds: own };
}

export interface Withdrawn {
  changed: boolean;
  /** Number of organizations with an open case that ends with it; these are cancelled afterwards. */
  organizations: number;
  /** Number of open cases that came out of it and continue: findings are still rectified. */
  goesOn: number;
}

/**
 * Withdraws a circular: one row, and a nudge for each shard, in one transaction. It is distributed no further, and the `distribution` workflow
 * cancels its open work and the resolutions on it, with notices to those who were asked. Findings must still be rectified. Idempotent.
 * @throws {NotFoundError} no such circular · {RefusedError} without a reason, or by somebody who did not issue it
 */
export async function withdrawCircular(
  context: ActContext,
  { id, reason: given, actor }: { id: string; reason: string; actor: Actor },
): Promise<Withdrawn> {
  const now = context.now();
  const reason = given.trim();
  const withdrawn = await context.db.$transaction(async (tx): Promise<Withdrawn> => {
    const circular = (await circularsNamed(tx, id)).find((one) => one.id === id);
    if (!circular) throw new NotFoundError(cause("no-circular", { value: id }));
    if (!mayWithdraw(circular, actor)) throw new RefusedError(cause("not-the-issuer"));
    if (!reason) throw new RefusedError(cause("no-reason-given", { act: "withdraw" }));
    if (reason.length > longest.reason)
      throw new BadInputError(cause("too-long", { place: "reason", has: reason.length, most: longest.reason }));
    if (!(await withdraw(tx, { id, reason, by: actorId(actor) }, now)))
      return { changed: false, organizations: 0, goesOn: 0 };
    const shards = await shardsOpen(tx, id);
    await nudge(
      tx,
      shards.map(({ shard }) => wakeDistribution(shard)),
      now,
    );
    const organizations = shards.reduce((sum, one) => sum + one.organizations, 0);
    return { changed: true, organizations, goesOn: await countContinuing(tx, id) };
  });
  await context.flush();
  return withdrawn;
}

/** Whether the actor issued the circular and may withdraw it. */
export const mayWithdraw = ({ issuedBy }: Pick<Circular, "issuedBy">, actor: Actor): boolean =>
  typeof actor !== "object" || actor.personId === issuedBy;

/**
 * Moves the meeting that deals with a circular to another day; the due day of its minutes moves with it.
 * @param to YYYY-MM-DD
 * @throws {NotFoundError} no such case · {BadInputError} not a future day · {RefusedError} it has no day yet, or is settled
 */
export async function moveMeeting(
  context: ActContext,
  { caseId, to, actor, reason }: { caseId: string; to: string; actor: Actor; reason?: string },
): Promise<{ changed: boolean }> {
  const found = await findCase(context.db, caseId);
  if (!found) throw new NotFoundError(cause("no-policy-case", { value: caseId }));
  const zone = (await organizationOf(context.db, found.organizationId)).zone;
  const today = dateIn(context.now(), zone);
  if (!isLocalDate(to) || to < today)
    throw new BadInputError(unusable("to", to.slice(0, 80), expected("day-existing-from", { from: today })));
  if (typeof found.facts["meets-on"] !== "string") throw new RefusedError(cause("no-meeting"));
  const minutes = (await tasksOfCase(context.db, caseId)).find(({ key }) => key === "table");
  if (minutes && isSettled(minutes.state)) throw new RefusedError(cause("meeting-over"));
  return changeFacts(context, {
    caseId,
    facts: { "meets-on": to },
    verb: "meeting-moved",
    actor,
    ...(reason !== undefined && { reason }),
  });
}

function check(
  { event, key, file, types = [], districts = [], organizations = [] }: NewCircular,
  title: string,
  text: string,
): void {
  const problems: Cause[] = [];
  if (!circularEvents.includes(event))
    problems.push(unusable("event", event, expected("one-of", { options: circularEvents })));
  if (title === "" || title.length > longest.title || /\p{Cc}/u.test(title))
    problems.push(unusable("title", title.slice(0, 80), expected("line-at-most", { most: longest.title })));
  if (text === "" && !file) problems.push(unusable("text", "", expected("text-or-document")));
  if (/(?![\n\r\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(text))
    problems.push(cause("signs-that-command", { place: "text" }));
  if (text.length > longest.text)
    problems.push(cause("too-long", { place: "text", has: text.length, most: longest.text }));
  if (key !== undefined && (key.trim() === "" || key.length > longest.key))
    problems.push(unusable("key", key.slice(0, 80), expected("some-characters", { most: longest.key })));
  if (file && (file.bytes.length === 0 || file.bytes.length > longest.bytes))
    problems.push(cause("document-size", { place: "file", name: file.name, bytes: file.bytes.length }));
  if (organizations.length > 0 && types.length + districts.length > 0)
    problems.push(cause("organizations-beside", { place: "organizations" }));
  if (problems.length > 0) throw new BadInputError(...problems);
}
