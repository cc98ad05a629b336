import { addressFor } from "../../domain/channels/index.ts";
import { whoArranges } from "../../domain/tasks/absence.ts";
import type { Tx } from "../../prisma/client.ts";
import { dropDirectMessages, insertDirectMessage } from "../../records/messages/direct-messages.ts";
import { nudgeCouriers } from "../../records/nudges.ts";
import { endLostAbsences } from "../../records/roster/absences.ts";
import { holdersOf } from "../../records/roster/holders.ts";
import { peopleById } from "../../records/roster/people.ts";

/** In milliseconds: a mail that was not sent within a week is of no use any more. */
const useful = 7 * 86_400_000;

/**
 * Ends absences whose person or delegate no longer holds a role in the organization. If the person is still away, their tasks are requested from
 * themselves again, and the person who can arrange a delegate is notified once.
 */
export async function endLostDelegations(tx: Tx, organizationIds: readonly string[], now: Date): Promise<void> {
  const lost = await endLostAbsences(tx, organizationIds, now);
  if (lost.length === 0) return;
  const holders = await holdersOf(tx, [...new Set(lost.map((one) => one.organizationId))], now);
  for (const { id, organizationId, personId } of lost) {
    await dropDirectMessages(tx, id, now);
    const here = holders.get(organizationId) ?? [];
    const arranges = here.some((one) => one.personId === personId) ? whoArranges(personId, here) : null;
    const [reader] = arranges ? await peopleById(tx, [arranges]) : [];
    const address = reader && addressFor(reader, "email");
    if (!reader || !address) continue;
    const { name, language } = reader;
    const notAfter = new Date(now.getTime() + useful);
    const message = { kind: "delegate-gone" as const, channel: "email" as const, address, name, language };
    await nudgeCouriers(
      tx,
      await insertDirectMessage(tx, { ...message, subjectId: id, organizationId, sendAt: now, notAfter }, now),
      now,
    );
  }
}
