import { type Counts, countOf, type Group, isToHandIn, onePerTask } from "../counts.ts";
import type { RenderedItem } from "./rendered-item.ts";

/** Entries of a digest that are shown; the rest is one line and a link. */
const mostEntries = 5;
/** Organizations whose sheet has a link of its own. */
const mostSheets = 3;
/** What needs nothing of its reader is counted, and shown only where there is nothing else. */
const idle: readonly Group[] = ["settled", "copy", "test"];

/** A digest as it stands on the page: the most urgent, and how much else there is. */
export interface Digest {
  counts: Counts;
  /** Organizations of what is counted in the subject, that of the most urgent first: none that is only copied beside it. */
  organizations: readonly string[];
  entries: readonly RenderedItem[];
  /** What authorities issued that entries are about, each once. */
  issued: readonly NonNullable<RenderedItem["issued"]>[];
  /** Where the duties of the entries come from: each guideline and law by its name once, its clauses behind it. */
  sources: readonly string[];
  /** Things that wait for the reader and are not shown. */
  rest: number;
  /** What is settled or copied and is not shown. */
  settled: number;
  copies: number;
  /** Where the rest is: the page of the most urgent task lists it. */
  all: string | undefined;
  /** Its reader takes over: all of it is a page with the story of each. */
  handedOver: boolean;
  /** Of whom several things are asked: one page takes them all. */
  sheets: readonly Sheet[];
}

export interface Sheet {
  organization: string;
  tasks: number;
  link: string;
}

/** @param beside what is told at the same time over another channel: counted, not shown */
export function digestOf(
  items: readonly { said: RenderedItem; due: number }[],
  beside: readonly RenderedItem[] = [],
  comma = "、",
): Digest {
  const sorted = onePerTask(items.map(({ said, due }) => ({ said, due, group: said.group, taskId: said.taskId })))
    .sort((a, b) => rank(a.said) - rank(b.said) || a.due - b.due)
    .map(({ said }) => said);
  const counts = countOf([...sorted, ...beside]);
  const asking = sorted.filter(({ group }) => !idle.includes(group));
  const shown = asking.length > 0 ? asking : sorted;
  const entries = apart(shown.slice(0, mostEntries));
  const waiting = counts.toDo + counts.toVerify + counts.escalated + counts.calls;
  const link = sorted.find((one) => one.link)?.link;
  const handedOver = sorted.some((one) => one.handedOver);
  const isShown = (group: Group): number => entries.filter((one) => one.group === group).length;
  return {
    counts,
    organizations: [...new Set(shown.map(({ organization }) => organization))],
    entries,
    issued: [...new Map(entries.flatMap(({ issued }) => (issued ? [[issued.title, issued] as const] : []))).values()],
    sources: sourcesOf(entries, comma),
    rest: asking.length > 0 ? waiting - entries.length : 0,
    settled: counts.settled - isShown("settled"),
    copies: counts.copies - isShown("copy"),
    all: link && `${link}/${handedOver ? "handover" : "all"}`,
    handedOver,
    sheets: sheetsOf(sorted),
  };
}

/** The same step of two duties is told apart by what each is a step of. */
function apart(entries: readonly RenderedItem[]): RenderedItem[] {
  const titles = entries.map(({ title }) => title);
  return entries.map((one) => {
    const same = titles.filter((title) => title === one.title).length > 1;
    return same ? { ...one, title: one.distinct } : one;
  });
}

function sheetsOf(items: readonly RenderedItem[]): Sheet[] {
  const sheets = new Map<string, Sheet>();
  for (const { organization, link, group } of items) {
    if (!link || !isToHandIn(group)) continue;
    const known = sheets.get(organization);
    sheets.set(organization, { organization, tasks: (known?.tasks ?? 0) + 1, link: known?.link ?? `${link}/sheet` });
  }
  return [...sheets.values()].filter(({ tasks }) => tasks > 1).slice(0, mostSheets);
}

/** A citation of one source: its name, and the clause. */
const cited = /^(《[^》]+》|.+, clause )([^《》]+)$/;

function sourcesOf(entries: readonly RenderedItem[], comma: string): string[] {
  const clauses = new Map<string, string[]>();
  for (const { clause } of entries) {
    if (clause === "") continue;
    const [, source = clause, place] = cited.exec(clause) ?? [];
    const known = clauses.get(source) ?? [];
    if (place !== undefined && !known.includes(place)) known.push(place);
    clauses.set(source, known);
  }
  return [...clauses].map(([source, places]) => `${source}${places.join(comma)}`);
}

const order: readonly Group[] = ["late", "escalated", "returned", "verify", "open", "call", "settled", "copy", "test"];

/** Danger first, then a change of level, then what is late, then by how much it asks. */
function rank({ alarm, level, group }: RenderedItem): number {
  return (alarm ? 0 : level ? 100 : 200) + order.indexOf(group);
}
