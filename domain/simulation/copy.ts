import type { SimulatedCase, SimulatedTask } from "./found.ts";

/** Copies cases with their tasks, to continue with them without changing the originals. @param pending pending tasks of theirs */
export function copyOf(
  cases: readonly SimulatedCase[],
  pending: readonly SimulatedTask[],
): { cases: SimulatedCase[]; pending: SimulatedTask[] } {
  const copies = new Map<SimulatedTask, SimulatedTask>();
  const made = cases.map((one): SimulatedCase => {
    const copy: SimulatedCase = { ...one, result: { ...one.result }, tasks: [] };
    for (const task of one.tasks) {
      const own: SimulatedTask = { ...task, case: copy, parts: [], parent: null };
      copies.set(task, own);
      copy.tasks.push(own);
    }
    for (const [index, { parts, parent }] of one.tasks.entries()) {
      const own = copy.tasks[index] as SimulatedTask;
      own.parts = parts.map((part) => copies.get(part) as SimulatedTask);
      own.parent = parent && (copies.get(parent) as SimulatedTask);
    }
    return copy;
  });
  return { cases: made, pending: pending.map((task) => copies.get(task) as SimulatedTask) };
}

/** Whether anything of a case may still happen by itself: it is open, its ladder sends, or somebody answers late. */
export const isUnderWay = ({ state, tasks }: SimulatedCase, pending: ReadonlySet<SimulatedTask>): boolean =>
  state === "open" || tasks.some((task) => pending.has(task));

/** Everything in which cases of one name can differ, if the same people have the same duties: cases with equal results continue equally. */
export function contentOf(one: SimulatedCase): string {
  const { id, cadence, opensOn, endsAt, state, doneOn, countedBy, missed, facts, result, tasks } = one;
  const own = `${id}|${cadence}|${opensOn}|${endsAt?.getTime()}|${state}|${doneOn}|${countedBy}|${missed}`;
  let content = `${own}|${written(facts)}|${written(result)}`;
  for (const task of tasks) content += `|${standOf(task)}`;
  return content;
}

/** Fields of a task that are fixed by its case, key and opening: doers and policy. */
type AsOpened =
  | ("id" | "case" | "organizationId" | "duty" | "step" | "roles" | "personId" | "verifier" | "policy" | "parent")
  | ("verifierPolicy" | "waitsFor" | "doers" | "parts");

/** All other fields; a field that is added to a task must be added here. */
const stands: { readonly [Field in Exclude<keyof SimulatedTask, AsOpened>]: true } = {
  ...{ key: true, facts: true, state: true, dueRevision: true, openedAt: true, dueAt: true, firstDueAt: true },
  ...{ climbFrom: true, climbDueAt: true, processedThrough: true, highestRung: true, nextAt: true, passedById: true },
  ...{ didIds: true, submittedById: true, returns: true, submissions: true, askedUntil: true, askedById: true },
  ...{ outlook: true, outlookAt: true, outlookById: true, outlookAnsweredAt: true, outlookNote: true },
  ...{ settledAt: true, handedInAt: true, answerAt: true, selfDeclared: true, copied: true, said: true },
};
const fields = Object.keys(stands) as (keyof typeof stands)[];

function standOf(task: SimulatedTask): string {
  let content = "";
  for (const field of fields) {
    const value = task[field];
    if (value === null) content += "|";
    else if (typeof value !== "object") content += `${value}|`;
    else if (value instanceof Date) content += `${value.getTime()}|`;
    else if (value instanceof Set) content += `${[...value].join()}|`;
    else content += `${written(value)}|`;
  }
  return content;
}

const known = new WeakMap<object, string>();

/** Serializes a value that never changes, once. */
function written(value: object): string {
  if (Object.keys(value).length === 0) return "";
  const text = known.get(value);
  if (text !== undefined) return text;
  const made = JSON.stringify(value);
  known.set(value, made);
  return made;
}
