import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { receiptOpens } from "../../domain/procedures/asker.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import { parseEmail } from "../../domain/roster/address.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";
import { findAsked, linkAsker, lockAsked } from "../../records/cases/askers.ts";
import { insertDirectMessage, receiptsTo } from "../../records/messages/direct-messages.ts";
import { nudgeCouriers } from "../../records/nudges.ts";
import { insertPerson, knownPerson } from "../../records/roster/people.ts";
import { lockRoster } from "../../records/roster/roster.ts";
import { findTask } from "../../records/tasks/tasks.ts";
import { tellAsker } from "../cases/askers.ts";
import type { ActContext } from "../context.ts";

const day = 86_400_000;
/** Receipts that one address is sent in a day, whoever typed it. */
const mostReceipts = 3;
/** Days in which a receipt is of use to a mail server that is down. */
const useful = 3;

/**
 * Sends the number of what was raised to the address that was left with it, which nobody has confirmed: not a word of what was written
 * goes there, and no person is made of it. An address that is typed again and again is sent no more that day.
 * @param id of the case, or of the task of a donor's question
 */
export async function sendReceipt(
  tx: Tx,
  {
    id,
    address,
    language,
    organizationId,
  }: { id: string; address: string; language: LanguageCode; organizationId: string },
  now: Date,
): Promise<void> {
  if ((await receiptsTo(tx, address, new Date(now.getTime() - day))) >= mostReceipts) return;
  const notAfter = new Date(now.getTime() + useful * day);
  const message = { kind: "receipt" as const, channel: "email" as const, address, language, organizationId };
  const couriers = await insertDirectMessage(tx, { ...message, subjectId: id, sendAt: now, notAfter }, now);
  await nudgeCouriers(tx, couriers, now);
}

/**
 * The reader of an address says that what was raised is theirs: from now on they are told what comes of it, and at once what has come
 * of it already. Confirming twice is confirming once.
 * @param id of the case, or of the task of a donor's question
 * @returns false: there is nothing that could be confirmed (any more)
 */
export async function confirmAsker(
  context: ActContext,
  { id, language }: { id: string; language: LanguageCode },
): Promise<boolean> {
  const now = context.now();
  const confirmed = await context.db.$transaction(async (tx) => {
    const found = await findAsked(tx, id);
    const email = found && parseEmail(found.address);
    if (!found || !email || !receiptOpens(found, now)) return false;
    await lockRoster(tx);
    const taskIds = await lockAsked(tx, found);
    const asked = await findAsked(tx, id);
    if (!asked || asked.personId) return asked !== null;
    const personId = await mailbox(tx, { name: asked.name, email, language }, now);
    await linkAsker(tx, asked, personId);
    for (const taskId of taskIds) await tellAnswer(tx, taskId, personId, now);
    return true;
  });
  await context.flush();
  return confirmed;
}

/** The one whose address it is; an address that nobody has becomes a person without any role. The roster is locked. */
export async function mailbox(
  tx: Tx,
  { name, email, language }: { name: string; email: string; language: LanguageCode },
  now: Date,
): Promise<string> {
  const known = await knownPerson(tx, { name, email, language });
  return known?.id ?? insertPerson(tx, { name, email, language }, now);
}

/** What a step that was done before said to whoever asked. */
async function tellAnswer(tx: Tx, taskId: string, personId: string, now: Date): Promise<void> {
  const task = await findTask(tx, taskId);
  if (!task || (task.state !== "closed" && task.state !== "accepted")) return;
  const { tells } = stepOf(dutyOf(task.duty).kind, task.step);
  const said = tells === undefined ? undefined : ((task.result ?? {}) as Readonly<Record<string, unknown>>)[tells];
  if (typeof said !== "string") return;
  await tellAsker(tx, { asker: { personId } }, task, { because: "submit", reason: said }, now);
}
