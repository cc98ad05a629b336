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
  tell: readonly Recipient[],
  task: { before: Duties; after: Duties },
  holders: readonly Holder[],
  { verb, actor }: { verb: Verb; actor: string | undefined },
): SentAtOnce[] {
  const sent = new Map<string, SentAtOnce>();
  for (const told of tell)
    for (const personId of readers(told, task, holders))
      for (const channel of told.channels) {
        if (personId === actor && (told.shape !== "settled" || knows.includes(verb))) continue;
        const former = told.former === true;
        sent.set(`${personId}/${channel}`, {
          ...{ personId, channel, shape: told.shape, urgency: told.urgency, former },
          part: former && task.after.personId !== actor ? "copy" : partOf(told),
        });
      }
  return [...sent.values()];
}

function readers(
  told: Recipient,
  { before, after }: { before: Duties; after: Duties },
  holders: readonly Holder[],
): readonly string[] {
  if (typeof told.audience === "object") return [told.audience.personId];
  if (told.above) return findAbove(told.audience, after, holders, find("doer", after, holders).people).people;
  const { people } = find(told.audience, told.former ? before : after, holders);
  return told.former ? people.filter((personId) => personId !== after.personId) : people;
}

function partOf(told: Recipient): Part {
  if (typeof told.audience === "object" || told.audience === "doer") return "doer";
  return told.audience === "verifier" ? "verifier" : "supervisor";
}
