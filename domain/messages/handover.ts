import { type Duties, find, type Holder } from "../tasks/people.ts";
import { doing, type TaskState } from "../tasks/task-states.ts";

/** Why a person is notified of a task that has been open for some time: it has become theirs, or they could not be reached before. */
export const handoverReasons = ["new-role", "new-address"] as const;
export type HandoverReason = (typeof handoverReasons)[number];

/** One open task of which a person is notified. */
export interface Handover {
  personId: string;
  part: "doer" | "verifier";
  because: HandoverReason;
}

/** What changed in an organization. */
export interface HolderChange {
  before: readonly Holder[];
  after: readonly Holder[];
  /** Ids of people with a new address. */
  addressed: ReadonlySet<string>;
  /** Ids of tasks that were returned to the role from a person who left. */
  released: ReadonlySet<string>;
}

/** Who is notified of an open task after roles or addresses changed: doers and verifiers who were not before, and those with a new address. */
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

/** Role holders before the change. */
export function holdersBefore(
  after: readonly Holder[],
  changes: readonly (Holder & { held: boolean })[],
): readonly Holder[] {
  const came = new Set(changes.filter(({ held }) => held).map(({ personId, role }) => `${personId}/${role}`));
  const went = changes.filter(({ held }) => !held).map(({ personId, role }) => ({ personId, role }));
  return [...went, ...after.filter(({ personId, role }) => !came.has(`${personId}/${role}`))];
}
