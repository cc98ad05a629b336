import type { Part } from "../messages/message.ts";
import type { Channel, Urgency } from "../terms.ts";
import { type Duties, find, findAbove, type Holder } from "./people.ts";
import type { Recipient } from "./task.ts";
import type { Verb } from "./task-states.ts";

/** What one person is sent at once after an act, over one channel. */
export interface SentAtOnce {
  personId: string;
  channel: Channel;
  shape: Recipient["shape"];
  part: Part;
  urgency: Urgency;
  /** The task is no longer theirs. */
  former: boolean;
}

/** Verbs after which the actor is not notified; former and other doers are. */
const knows: readonly Verb[] = ["take-on", "delegate", "submit"];

/** Recipients of an act on a task, each once for each channel. @param actor who acted; undefined: not a person */
export function recipientsOf(
  recipients: readonly Recipient[],
  task: { before: Duties; after: Duties },
  holders: readonly Holder[],
  { verb, actor }: { verb: Verb; actor: string | undefined },
): SentAtOnce[] {
  const sent = new Map<string, SentAtOnce>();
  for (const recipient of recipients)
    for (const personId of readers(recipient, task, holders))
      for (const channel of recipient.channels) {
        if (personId === actor && (recipient.shape !== "settled" || knows.includes(verb))) continue;
        const former = recipient.former === true;
        sent.set(`${personId}/${channel}`, {
          ...{ personId, channel, shape: recipient.shape, urgency: recipient.urgency, former },
          part: former && task.after.personId !== actor ? "copy" : partOf(recipient),
        });
      }
  return [...sent.values()];
}

function readers(
  recipient: Recipient,
  { before, after }: { before: Duties; after: Duties },
  holders: readonly Holder[],
): readonly string[] {
  if (typeof recipient.audience === "object") return [recipient.audience.personId];
  if (recipient.above) return findAbove(recipient.audience, after, holders, find("doer", after, holders).people).people;
  const { people } = find(recipient.audience, recipient.former ? before : after, holders);
  return recipient.former ? people.filter((personId) => personId !== after.personId) : people;
}

function partOf(recipient: Recipient): Part {
  if (typeof recipient.audience === "object" || recipient.audience === "doer") return "doer";
  return recipient.audience === "verifier" ? "verifier" : "supervisor";
}
