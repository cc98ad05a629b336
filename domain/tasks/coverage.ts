import type { Figure } from "../forms/figures.ts";
import { isDone, type TaskState, waiting } from "./task-states.ts";

/** How many of those whom a task covers were asked, and how far they have come. */
export interface Count {
  asked: number;
  /** Did it. */
  done: number;
  /** Waived, or given up since they left. */
  excused: number;
  /** Still waited for. */
  left: number;
}

export function countOf(states: readonly TaskState[]): Count {
  const count: Count = { asked: states.length, done: 0, excused: 0, left: 0 };
  for (const state of states) count[partOf(state)] += 1;
  return count;
}

/** How far they have come, and who is missing, as a mail says it. */
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
 * Whether as many have done their part as are asked for: of those who are not excused, so that whoever has left holds nobody up.
 * @param share percent
 */
export const isCovered = ({ asked, done, excused, left }: Count, share = 100): boolean =>
  left === 0 || (share < 100 && done * 100 >= share * (asked - excused));

/**
 * Those of the missing whom no line excepts by name, with a reason behind it (`张三：病假`, `Li Si: on leave`).
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
      // Of two names of which one begins with the other, the longer is meant.
      return names.find((name) => line.startsWith(name) && reasoned.test(line.slice(name.length)));
    }),
  );
  return missing.filter(({ name }) => !excepted.has(name));
}

/** What stands behind a name: a mark, and words. */
const reasoned = /^[\s:：,，、;；—–-]+[^\s:：,，、;；—–-]/u;
