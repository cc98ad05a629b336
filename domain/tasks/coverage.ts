import type { Figure } from "../forms/figures.ts";
import { isDone, type TaskState, waiting } from "./task-states.ts";

/** Progress of the people whom a task covers. */
export interface Count {
  asked: number;
  /** Number of those who have finished. */
  done: number;
  /** Waived, or cancelled because they left. */
  excused: number;
  /** Not finished yet. */
  left: number;
}

export function countOf(states: readonly TaskState[]): Count {
  const count: Count = { asked: states.length, done: 0, excused: 0, left: 0 };
  for (const state of states) count[partOf(state)] += 1;
  return count;
}

/** Progress and missing people, for a mail. */
export function coverageFigures({ asked, done, excused }: Count, missing: readonly { name: string }[]): Figure[] {
  const count = {
    zh: `应办${asked}人，已办${done}人${excused > 0 ? `，免办${excused}人` : ""}`,
    en: `${done} of ${asked} did it${excused > 0 ? `, ${excused} excused` : ""}`,
  };
  return [
    { label: { zh: "完成情况", en: "How far it has come" }, value: count },
    ...missing.map(({ name }) => ({ label: { zh: name, en: name }, value: { zh: "尚未办理", en: "not done yet" } })),
  ];
}

const partOf = (state: TaskState): "done" | "excused" | "left" => {
  if (waiting.includes(state)) return "left";
  if (state === "missed") return "left";
  return isDone(state) || state === "belated" ? "done" : "excused";
};

/**
 * Whether enough of the people have finished; excused ones are not counted, so that people who have left hold nobody up.
 * @param share required percentage
 */
export const isCovered = ({ asked, done, excused, left }: Count, share = 100): boolean =>
  left === 0 || (share < 100 && done * 100 >= share * (asked - excused));

/**
 * The missing people who are not excepted by name with a reason (`张三：病假`, `Li Si: on leave`).
 * @param exceptions lines of the submission
 */
export function unexcepted<Missing extends { name: string }>(
  missing: readonly Missing[],
  exceptions: readonly string[],
): Missing[] {
  const names = missing.map(({ name }) => name).sort((a, b) => b.length - a.length);
  const excepted = new Set(
    exceptions.map((given) => {
      const line = given.trim();
      // If one name is the beginning of another, the longer one is meant.
      return names.find((name) => line.startsWith(name) && reasoned.test(line.slice(name.length)));
    }),
  );
  return missing.filter(({ name }) => !excepted.has(name));
}

/** What follows a name: a separator, and text. */
const reasoned = /^[\s:：,，、;；—–-]+[^\s:：,，、;；—–-]/u;
