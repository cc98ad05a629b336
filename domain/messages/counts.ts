import type { Text } from "../terms.ts";

/** What a thing that is told, or that waits, is to its reader. */
export const groups = ["late", "escalated", "returned", "verify", "open", "call", "settled", "copy", "test"] as const;
export type Group = (typeof groups)[number];

/** Whether it asks for a submission. A returned one has its verdict to be read first, on its own page. */
export const isToHandIn = (group: Group): boolean => group === "late" || group === "open";

/** What is counted of it. */
export interface Countable {
  group: Group;
  /** Its task: counted once, as what asks most of the reader. */
  taskId?: string | undefined;
}

/** How much there is for one reader. What nobody asks of them is no part of what they have to do. */
export interface Counts {
  /** With the reader as the one who does it … */
  toDo: number;
  /** … of which past their due instant. */
  late: number;
  /** Waits for the reader's verdict. */
  toVerify: number;
  /** Has gone up to the reader. */
  escalated: number;
  /** Calls to take part. */
  calls: number;
  /** Settled: nothing more is to be done. */
  settled: number;
  /** For information only. */
  copies: number;
}

/** The one function that counts, for subject, body, SMS and page. */
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

/** Of what is told of one task, that which asks most of the reader. */
export function onePerTask<One extends Countable>(items: readonly One[]): One[] {
  const kept = new Map<string, One>();
  for (const [index, item] of items.entries()) {
    const key = item.taskId ?? `#${index}`;
    const known = kept.get(key);
    if (!known || weightOf(item.group) < weightOf(known.group)) kept.set(key, item);
  }
  return [...kept.values()];
}

/** Whose it is to do or to verify is asked so, whatever else they are told as. */
const own: readonly Group[] = ["late", "returned", "open", "verify"];
/** How little a group asks: the lowest asks most. */
export const weightOf = (group: Group): number => (own.includes(group) ? 0 : 10) + groups.indexOf(group);

/** `5项待办（其中2项逾期）、1项待核验`; what nobody has to do only where there is nothing else. */
export function countWords(counts: Counts): Text {
  const { toDo, late, toVerify, escalated, calls, settled, copies } = counts;
  const zh = [
    ...(toDo > 0 ? [`${toDo}项待办${late > 0 ? `（其中${late}项逾期）` : ""}`] : []),
    ...(toVerify > 0 ? [`${toVerify}项待核验`] : []),
    ...(escalated > 0 ? [`${escalated}项上报`] : []),
    ...(calls > 0 ? [`${calls}项通知`] : []),
  ];
  const en = [
    ...(toDo > 0 ? [`${toDo} to do${late > 0 ? ` (${late} late)` : ""}`] : []),
    ...(toVerify > 0 ? [`${toVerify} to verify`] : []),
    ...(escalated > 0 ? [`${escalated} escalated to you`] : []),
    ...(calls > 0 ? [`${calls} ${calls === 1 ? "call" : "calls"}`] : []),
  ];
  if (zh.length > 0) return { zh: zh.join("、"), en: en.join(", ") };
  const rest = {
    zh: [...(settled > 0 ? [`${settled}项已办结`] : []), ...(copies > 0 ? [`${copies}项抄送`] : [])],
    en: [...(settled > 0 ? [`${settled} settled`] : []), ...(copies > 0 ? [`${copies} for your information`] : [])],
  };
  return rest.zh.length > 0
    ? { zh: rest.zh.join("、"), en: rest.en.join(", ") }
    : { zh: "没有待办事项", en: "nothing to do" };
}
