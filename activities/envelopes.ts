import type { Item } from "../domain/messages/message.ts";
import type { ClaimedNotice } from "../records/messages/deliveries.ts";
import { newId } from "../records/rows.ts";

/** Notices that leave as one message, to one reader over one channel. */
export interface Envelope {
  deliveryId: string;
  reference: string;
  notices: ClaimedNotice[];
}

/**
 * One message for a reader and channel. Whatever leaves about one task leaves together, whatever its urgency; an emergency goes apart from
 * other tasks. What was once claimed together stays together under its reference; what certainly did not go out may join what is new
 * about its task.
 * @param most notices of one message; one task's are never parted
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

/** It may have gone out: it keeps its reference, by which its provider knows it again. */
const inDoubt = ({ reference, earlierState }: ClaimedNotice): boolean =>
  reference !== null && earlierState === "unknown";

/**
 * Of the items about one task at one instant, the one that requires most of its reader, with what the others carry: the text of what was
 * issued, the story.
 * @param ask what an item asks, lowest first
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
