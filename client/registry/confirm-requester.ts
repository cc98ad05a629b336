import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { receiptOpens } from "../../domain/procedures/requester.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import { parseEmail } from "../../domain/roster/address.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import type { Tx } from "../../prisma/client.ts";
import { findAsked, linkRequester, lockAsked } from "../../records/cases/requesters.ts";
import { insertDirectMessage, receiptsTo } from "../../records/messages/direct-messages.ts";
import { nudgeCouriers } from "../../records/nudges.ts";
import { insertPerson, knownPerson } from "../../records/roster/people.ts";
import { lockRoster } from "../../records/roster/roster.ts";
import { findTask } from "../../records/tasks/tasks.ts";
import { notifyRequester } from "../cases/requesters.ts";
import type { ActContext } from "../context.ts";

const day = 86_400_000;
/** Maximum number of receipts sent to one address in a day, whoever typed it. */
const mostReceipts = 3;
/** In days: how long a receipt is tried if the mail server is down. */
const useful = 3;

/**
 * Sends the receipt number to the unconfirmed address of a submitted matter. It contains nothing of what was written, and no person is created. An
 * address that is typed repeatedly is sent no more that day.
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
 * Confirms that a matter belongs to the owner of an address: from now on they are notified of its results, and at once of those so far. Idempotent.
 * @param id of the case, or of the task of a donor's question
 * @returns false: there is nothing to confirm (any more)
 */
export async function confirmRequester(
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
    await linkRequester(tx, asked, personId);
    for (const taskId of taskIds) await notifyOfAnswer(tx, taskId, personId, now);
    return true;
  });
  await context.flush();
  return confirmed;
}

/** The person of an address; for an unknown address a person without a role is created. The roster is locked. */
export async function mailbox(
  tx: Tx,
  { name, email, language }: { name: string; email: string; language: LanguageCode },
  now: Date,
): Promise<string> {
  const known = await knownPerson(tx, { name, email, language });
  return known?.id ?? insertPerson(tx, { name, email, language }, now);
}

/** Sends the answer of a step that was finished before the confirmation. */
async function notifyOfAnswer(tx: Tx, taskId: string, personId: string, now: Date): Promise<void> {
  const task = await findTask(tx, taskId);
  if (!task || (task.state !== "closed" && task.state !== "accepted")) return;
  const { tells } = stepOf(dutyOf(task.duty).kind, task.step);
  const said = tells === undefined ? undefined : ((task.result ?? {}) as Readonly<Record<string, unknown>>)[tells];
  if (typeof said !== "string") return;
  await notifyRequester(tx, personId, task, { because: "submit", reason: said }, now);
}
