import type { Text } from "../terms.ts";

/** What an item is to its reader. */
export const groups = ["late", "escalated", "returned", "verify", "open", "call", "settled", "copy", "test"] as const;
export type Group = (typeof groups)[number];

/** Whether it requires a submission. A returned task is opened on its own page, so that the verdict is read first. */
export const isToHandIn = (group: Group): boolean => group === "late" || group === "open";

/** The data of an item that counting needs. */
export interface Countable {
  group: Group;
  /** Its task: counted once, in the group that requires most of the reader. */
  taskId?: string | undefined;
}

/** Numbers of items for one reader. Items that require nothing are counted separately. */
export interface Counts {
  /** With the reader as doer … */
  toDo: number;
  /** … of which past their due instant. */
  late: number;
  /** Waiting for the reader's verdict. */
  toVerify: number;
  /** Escalated to the reader. */
  escalated: number;
  /** Invitations to take part. */
  calls: number;
  /** Settled: nothing more is to be done. */
  settled: number;
  /** For information only. */
  copies: number;
}

/** Counts items. The only function that does: subject, body, SMS and page agree. */
export function countOf(items: readonly Countable[]): Counts {
  const counts: Counts = { toDo: 0, late: 0, toVerify: 0, escalated: 0, calls: 0, settled: 0, copies: 0 };
  for (const { group } of onePerTask(items)) {
    if (group === "late" || group === "returned" || group === "open") counts.toDo += 1;
    if (group === "late") counts.late += 1;
    if (group === "verify") counts.toVerify += 1;
    if (group === "escalated") counts.escalated += 1;
    if (group === "call") counts.calls += 1;
    if (group === "settled") counts.settled += 1;
    if (group === "copy") counts.copies += 1;
  }
  return counts;
}

/** For each task, the item that requires most of the reader. */
export function onePerTask<One extends Countable>(items: readonly One[]): One[] {
  const kept = new Map<string, One>();
  for (const [index, item] of items.entries()) {
    const key = item.taskId ?? `#${index}`;
    const known = kept.get(key);
    if (!known || weightOf(item.group) < weightOf(known.group)) kept.set(key, item);
  }
  return [...kept.values()];
}

/** Groups of doers and verifiers, which take precedence over what else the reader is told. */
const own: readonly Group[] = ["late", "returned", "open", "verify"];
/** Rank of a group: the lowest requires most. */
export const weightOf = (group: Group): number => (own.includes(group) ? 0 : 10) + groups.indexOf(group);

/** Numbers in words: `5项待办（其中2项逾期）、1项待核验`, `2项待办（均已逾期）`; items that require nothing are mentioned only if there are no others. */
export function countWords(counts: Counts): Text {
  const { toDo, late, toVerify, escalated, calls, settled, copies } = counts;
  const allLate = toDo > 1 && late === toDo;
  const zh = [
    ...(toDo > 0 ? [`${toDo}项待办${late > 0 ? `（${allLate ? "均已逾期" : `其中${late}项逾期`}）` : ""}`] : []),
    ...(toVerify > 0 ? [`${toVerify}项待核验`] : []),
    ...(escalated > 0 ? [`${escalated}项上报`] : []),
    ...(calls > 0 ? [`${calls}项通知`] : []),
  ];
  const en = [
    ...(toDo > 0 ? [`${toDo} to do${late > 0 ? ` (${allLate ? "all late" : `${late} late`})` : ""}`] : []),
    ...(toVerify > 0 ? [`${toVerify} to verify`] : []),
    ...(escalated > 0 ? [`${escalated} escalated to you`] : []),
    ...(calls > 0 ? [`${calls} ${calls === 1 ? "notice" : "notices"}`] : []),
  ];
  if (zh.length > 0) return { zh: zh.join("、"), en: en.join(", ") };
  const rest = {
    zh: [...(settled > 0 ? [`${settled}项已结束`] : []), ...(copies > 0 ? [`${copies}项抄送`] : [])],
    en: [...(settled > 0 ? [`${settled} settled`] : []), ...(copies > 0 ? [`${copies} for your information`] : [])],
  };
  return rest.zh.length > 0
    ? { zh: rest.zh.join("、"), en: rest.en.join(", ") }
    : { zh: "没有待办事项", en: "nothing to do" };
}
