import { type Duties, find, type Holder } from "../tasks/people.ts";
import { doing, type TaskState } from "../tasks/task-states.ts";

/** Why somebody is told of what has been open for long: it is theirs only now, or it could not reach them before. */
export const handoverReasons = ["new-role", "new-address"] as const;
export type HandoverReason = (typeof handoverReasons)[number];

/** One open task that one person is told of. */
export interface Handover {
  personId: string;
  part: "doer" | "verifier";
  because: HandoverReason;
}

/** What changed in an organization. */
export interface HolderChange {
  before: readonly Holder[];
  after: readonly Holder[];
  /** Ids of people whose address is another. */
  addressed: ReadonlySet<string>;
  /** Ids of tasks that went back to the role from somebody who left. */
  released: ReadonlySet<string>;
}

/**
 * Who is to be told of an open task after roles or addresses changed: whoever does or verifies it now and did not before, and whoever
 * is reached elsewhere. The others know of it.
 */
export function handoversOf(
  task: Duties & { id: string; state: TaskState },
  { before, after, addressed, released }: HolderChange,
): Handover[] {
  const part = doing.includes(task.state) ? "doer" : task.state === "submitted" && task.verifier ? "verifier" : null;
  if (part === null) return [];
  const known = released.has(task.id) ? [] : find(part, task, before).people;
  return find(part, task, after).people.flatMap((personId): Handover[] => {
    if (!known.includes(personId)) return [{ personId, part, because: "new-role" }];
    return addressed.has(personId) ? [{ personId, part, because: "new-address" }] : [];
  });
}

/** Holders as they were before some of them came and others went. */
export function holdersBefore(
  after: readonly Holder[],
  changes: readonly (Holder & { held: boolean })[],
): readonly Holder[] {
  const came = new Set(changes.filter(({ held }) => held).map(({ personId, role }) => `${personId}/${role}`));
  const went = changes.filter(({ held }) => !held).map(({ personId, role }) => ({ personId, role }));
  return [...went, ...after.filter(({ personId, role }) => !came.has(`${personId}/${role}`))];
}
