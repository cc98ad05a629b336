import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { type Asker, subjectOf } from "../../domain/procedures/asker.ts";
import { type Raising, raisings } from "../../domain/procedures/kinds/opinion.ts";
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
import { tellAsker } from "../cases/askers.ts";
import { raiseEventIn } from "../cases/start.ts";
import type { ActContext, Actor } from "../context.ts";
import { mailbox, sendReceipt } from "../registry/confirm-asker.ts";
import { organizationOf } from "../registry/organizations.ts";

export interface NewOpinion {
  /** Code or id of the organization. */
  organization: string;
  kind: Raising;
  words: string;
  /** Who raises it: a person of the system, or what an outsider says of themselves; nothing is needed. */
  asker: { personId: string } | { name?: string; contact?: string };
  /** @default the organization's */
  language?: LanguageCode;
  /** The caller's idempotency key. */
  key?: string;
  actor: Actor;
}

/** What may be raised in an organization: what one of its duties sees to. */
export const raisable = (organization: OrganizationRow): Raising[] =>
  (Object.keys(raisings) as Raising[]).filter(
    (kind) => startedBy(raisings[kind].event, profileOf(organization)).length > 0,
  );

const longestName = 60;
export const longestWords = 2_000;

/**
 * Takes in an opinion, a difficulty or a request: a case of the row that sees to it, and a receipt at once to the sender, if they left an e-mail
 * address; to one that was typed into the public form its number alone, until its reader confirms it. Raising twice under one key is raising once.
 * @throws {BadInputError} naming each value that cannot be used · {NotFoundError} no such organization · {RefusedError} it is closed, or has no such duty
 */
export async function raiseOpinion(
  context: ActContext,
  input: NewOpinion,
): Promise<{ caseId: string; duty: string; created: boolean }> {
  const now = context.now();
  const raised = await context.db.$transaction(async (tx) => {
    const organization = await organizationOf(tx, input.organization);
    const asker = await readAsker(tx, input, organization, now);
    const { event } = raisings[input.kind];
    const [made] = await raiseEventIn(
      tx,
      context,
      {
        organizationId: organization.id,
        event,
        key: input.key ?? crypto.randomUUID(),
        subject: subjectOf(asker.words),
        facts: { raised: input.kind, asker },
        actor: input.actor,
      },
      now,
    );
    if (!made)
      throw new RefusedError(
        cause("not-raisable", { kind: input.kind, organization: organization.code, expected: raisable(organization) }),
      );
    const [first] = made.created ? await tasksOfCase(tx, made.caseId) : [];
    if (first) await tellAsker(tx, { asker }, first, { because: "opened" }, now);
    const address =
      made.created && input.actor === "system" && asker.personId === null ? parseEmail(asker.contact) : undefined;
    if (address) {
      const language = input.language ?? organization.language;
      await sendReceipt(tx, { id: made.caseId, address, language, organizationId: organization.id }, now);
    }
    return made;
  });
  await context.flush();
  return raised;
}

/** @throws {BadInputError} */
async function readAsker(tx: Tx, input: NewOpinion, organization: OrganizationRecord, now: Date): Promise<Asker> {
  const problems: Cause[] = [];
  const words = input.words.replaceAll("\r\n", "\n").trim();
  if (words === "") problems.push(unusable("words", "", expected("opinion-words")));
  else if (words.length > longestWords)
    problems.push(cause("too-long", { place: "words", has: words.length, most: longestWords }));
  if ("personId" in input.asker) {
    if (problems.length > 0) throw new BadInputError(...problems);
    return { words, name: "", contact: "", personId: input.asker.personId };
  }
  const { name = "", contact = "" } = input.asker;
  const wrong = name.trim() === "" ? undefined : cellProblem(name.trim(), longestName);
  if (wrong) problems.push(unusable("name", printable(name), wrong));
  const email = parseEmail(contact);
  const phone = parsePhone(contact);
  if (contact.trim() !== "" && !email && !phone)
    problems.push(unusable("contact", printable(contact), expected("email-or-phone")));
  if (problems.length > 0) throw new BadInputError(...problems);
  const language = input.language ?? organization.language;
  // Whoever fills in the public form may type anybody's address: whose it is, its reader says (confirmAsker).
  const trusted = email !== undefined && input.actor !== "system";
  if (trusted) await lockRoster(tx);
  const personId = trusted ? await mailbox(tx, { name: name.trim(), email, language }, now) : null;
  return { words, name: name.trim(), contact: email ?? phone ?? "", personId };
}
