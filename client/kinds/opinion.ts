import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { type Raising, raisings } from "../../domain/procedures/kinds/opinion.ts";
import { type Requester, requesterFacts, subjectOf } from "../../domain/procedures/requester.ts";
import { startedBy } from "../../domain/procedures/triggers.ts";
import { type Cause, cause, expected, unusable } from "../../domain/reasons/index.ts";
import { parseEmail, parsePhone } from "../../domain/roster/address.ts";
import { cellProblem, printable } from "../../domain/roster/cell.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";
import { profileOf } from "../../records/cases/starts.ts";
import type { OrganizationRow } from "../../records/roster/holders.ts";
import type { OrganizationRecord } from "../../records/roster/organizations.ts";
import { lockRoster } from "../../records/roster/roster.ts";
import { tasksOfCase } from "../../records/tasks/tasks.ts";
import { notifyRequester } from "../cases/requesters.ts";
import { raiseEventIn } from "../cases/start.ts";
import type { ActContext, Actor } from "../context.ts";
import { mailbox, sendReceipt } from "../registry/confirm-requester.ts";
import { organizationOf } from "../registry/organizations.ts";

export interface NewOpinion {
  /** Code or id of the organization. */
  organization: string;
  kind: Raising;
  words: string;
  /** The requester: a known person, or what an outsider states; all of it is optional. */
  requester: { personId: string } | { name?: string; contact?: string };
  /** @default the organization's */
  language?: LanguageCode;
  /** The caller's idempotency key. */
  key?: string;
  actor: Actor;
}

/** What can be submitted to an organization: the matters that its duties handle. */
export const raisable = (organization: OrganizationRow): Raising[] =>
  (Object.keys(raisings) as Raising[]).filter(
    (kind) => startedBy(raisings[kind].event, profileOf(organization)).length > 0,
  );

const longestName = 60;
export const longestWords = 2_000;

/**
 * Accepts an opinion, a difficulty or a request: starts a case of the duty that handles it, and sends a receipt at once if there is an e-mail
 * address. To an address typed into the public form only the number is sent, until its owner confirms it. Idempotent by key.
 * @throws {BadInputError} lists each invalid value · {NotFoundError} no such organization · {RefusedError} it is closed, or has no such duty
 */
export async function raiseOpinion(
  context: ActContext,
  input: NewOpinion,
): Promise<{ caseId: string; duty: string; created: boolean }> {
  const now = context.now();
  const raised = await context.db.$transaction(async (tx) => {
    const organization = await organizationOf(tx, input.organization);
    const requester = await readRequester(tx, input, organization, now);
    const { event } = raisings[input.kind];
    const [made] = await raiseEventIn(
      tx,
      context,
      {
        organizationId: organization.id,
        event,
        key: input.key ?? crypto.randomUUID(),
        subject: subjectOf(requester.words),
        facts: { raised: input.kind, ...requesterFacts(requester) },
        actor: input.actor,
      },
      now,
    );
    if (!made)
      throw new RefusedError(
        cause("not-raisable", { kind: input.kind, organization: organization.code, expected: raisable(organization) }),
      );
    const [first] = made.created ? await tasksOfCase(tx, made.caseId) : [];
    if (first) await notifyRequester(tx, requester.personId, first, { because: "opened" }, now);
    const address =
      made.created && input.actor === "system" && requester.personId === null
        ? parseEmail(requester.contact)
        : undefined;
    if (address) {
      const language = input.language ?? organization.language;
      await sendReceipt(tx, { id: made.caseId, address, language, organizationId: organization.id }, now);
    }
    return made;
  });
  await context.flush();
  return raised;
}

/** Checks the requester's details. @throws {BadInputError} */
async function readRequester(
  tx: Tx,
  input: NewOpinion,
  organization: OrganizationRecord,
  now: Date,
): Promise<Requester> {
  const problems: Cause[] = [];
  const words = input.words.replaceAll("\r\n", "\n").trim();
  if (words === "") problems.push(unusable("words", "", expected("opinion-words")));
  else if (words.length > longestWords)
    problems.push(cause("too-long", { place: "words", has: words.length, most: longestWords }));
  if ("personId" in input.requester) {
    if (problems.length > 0) throw new BadInputError(...problems);
    return { words, name: "", contact: "", personId: input.requester.personId };
  }
  const { name = "", contact = "" } = input.requester;
  const wrong = name.trim() === "" ? undefined : cellProblem(name.trim(), longestName);
  if (wrong) problems.push(unusable("name", printable(name), wrong));
  const email = parseEmail(contact);
  const phone = parsePhone(contact);
  if (contact.trim() !== "" && !email && !phone)
    problems.push(unusable("contact", printable(contact), expected("email-or-phone")));
  if (problems.length > 0) throw new BadInputError(...problems);
  const language = input.language ?? organization.language;
  // Anybody's address can be typed into the public form; its owner must confirm it (confirmRequester).
  const trusted = email !== undefined && input.actor !== "system";
  if (trusted) await lockRoster(tx);
  const personId = trusted ? await mailbox(tx, { name: name.trim(), email, language }, now) : null;
  return { words, name: name.trim(), contact: email ?? phone ?? "", personId };
}
