import type { Item } from "../domain/messages/message.ts";
import type { ClaimedNotice } from "../records/messages/deliveries.ts";
import { newId } from "../records/rows.ts";

/** Notices that are sent as one message, to one reader over one channel. */
export interface Envelope {
  deliveryId: string;
  reference: string;
  notices: ClaimedNotice[];
}

/**
 * Groups notices into messages, one for each reader and channel. All notices about one task are sent together, whatever their urgency; an emergency
 * is separated from other tasks. Notices that were claimed together before stay together under their reference; those that certainly were not sent
 * may join new ones about their task.
 * @param most maximum number of notices in a message; those of one task are never separated
 */
export function envelopesOf(notices: readonly ClaimedNotice[], most: number): Envelope[] {
  const tasks = new Map<string, ClaimedNotice[]>();
  for (const notice of notices) {
    const key = [notice.personId, notice.channel, notice.taskId, inDoubt(notice) ? notice.reference : ""].join("/");
    const known = tasks.get(key);
    if (known) known.push(notice);
    else tasks.set(key, [notice]);
  }
  const envelopes: Envelope[] = [];
  const filling = new Map<string, Envelope>();
  for (const together of tasks.values()) {
    const [first] = together;
    if (!first) continue;
    const references = new Set(together.map((one) => one.reference ?? ""));
    const reference = references.size === 1 ? [...references][0] : "";
    const alone = together.some(({ urgency }) => urgency === "emergency") ? first.taskId : "";
    const key = [first.personId, first.channel, reference, alone].join("/");
    let envelope = filling.get(key);
    if (!envelope || envelope.notices.length + together.length > most) {
      const deliveryId = newId();
      envelope = { deliveryId, reference: reference || deliveryId, notices: [] };
      filling.set(key, envelope);
      envelopes.push(envelope);
    }
    envelope.notices.push(...together);
  }
  return envelopes;
}

/** It may have been sent, and keeps its reference, by which the provider recognizes it. */
const inDoubt = ({ reference, earlierState }: ClaimedNotice): boolean =>
  reference !== null && earlierState === "unknown";

/**
 * Of the items about one task at one instant, keeps the one that requires most of the reader, and adds the circular's text and the story of the
 * others.
 * @param ask rank of what an item requires, lowest first
 */
export function mergeItems(items: readonly Item[], ask: (item: Item) => number): Item[] {
  const merged = new Map<string, Item>();
  for (const [index, item] of items.entries()) {
    const key = item.taskId ?? `#${index}`;
    const known = merged.get(key);
    if (!known) merged.set(key, item);
    else {
      const [first, second] = ask(item) < ask(known) ? [item, known] : [known, item];
      const { issued = second.issued, story = second.story } = first;
      merged.set(key, { ...first, ...(issued && { issued }), ...(story && { story }) });
    }
  }
  return [...merged.values()];
}
