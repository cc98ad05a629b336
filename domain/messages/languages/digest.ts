import { type Counts, countOf, type Group, isToHandIn, onePerTask } from "../counts.ts";
import type { RenderedItem } from "./rendered-item.ts";

/** Maximum number of entries in a digest; the rest is one line with a link. */
const mostEntries = 5;
/** Maximum number of organizations whose sheet has a link of its own. */
const mostSheets = 3;
/** Groups that require nothing of the reader: counted, and shown only if there is nothing else. */
const idle: readonly Group[] = ["settled", "copy", "test"];

/** The content of a digest: the most urgent items, and the number of others. */
export interface Digest {
  counts: Counts;
  /** Organizations of the items counted in the subject, most urgent first; those of copies are left out. */
  organizations: readonly string[];
  entries: readonly RenderedItem[];
  /** The circulars of the entries, each once. */
  issued: readonly NonNullable<RenderedItem["issued"]>[];
  /** Sources of the entries' duties: each guideline or statute once, followed by its clauses. */
  sources: readonly string[];
  /** Number of open items that are not shown. */
  rest: number;
  /** Number of settled or copied items that are not shown. */
  settled: number;
  copies: number;
  /** Link to all items: the page of the most urgent task lists them. */
  all: string | undefined;
  /** Its reader takes over tasks: a page shows all of them with their stories. */
  handedOver: boolean;
  /** Sheets on which the reader can submit several tasks. */
  sheets: readonly Sheet[];
}

export interface Sheet {
  organization: string;
  tasks: number;
  link: string;
}

interface DigestOptions {
  /** Items sent at the same time over another channel: counted, not shown. */
  beside?: readonly RenderedItem[] | undefined;
  comma: string;
  /** Identifies the mail. */
  reference?: string | undefined;
}

/** Makes a digest. */
export function digestOf(
  items: readonly { said: RenderedItem; due: number }[],
  { beside = [], comma, reference }: DigestOptions,
): Digest {
  const sorted = onePerTask(items.map(({ said, due }) => ({ said, due, group: said.group, taskId: said.taskId })))
    .sort((a, b) => rank(a.said) - rank(b.said) || a.due - b.due)
    .map(({ said }) => said);
  const counts = countOf([...sorted, ...beside]);
  const asking = sorted.filter(({ group }) => !idle.includes(group));
  const shown = asking.length > 0 ? asking : sorted;
  const entries = apart(mostUrgent(shown));
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
    sheets: sheetsOf(sorted, reference),
  };
}

/** The entries of a mail. A change of level and the holidays of a year are on no page behind the link, so they have a place although others come first. */
function mostUrgent(sorted: readonly RenderedItem[]): RenderedItem[] {
  const informing = sorted.filter(({ informs }) => informs).slice(0, mostEntries - 1);
  const others = sorted.filter((one) => !informing.includes(one)).slice(0, mostEntries - informing.length);
  return sorted.filter((one) => informing.includes(one) || others.includes(one));
}

/** Distinguishes the same step of two duties by naming the duty. */
function apart(entries: readonly RenderedItem[]): RenderedItem[] {
  const titles = entries.map(({ title }) => title);
  return entries.map((one) => {
    const same = titles.filter((title) => title === one.title).length > 1;
    return same ? { ...one, title: one.distinct } : one;
  });
}

function sheetsOf(items: readonly RenderedItem[], reference: string | undefined): Sheet[] {
  const path = reference === undefined ? "sheet" : `sheet/${reference}`;
  const sheets = new Map<string, Sheet>();
  for (const { organization, link, group } of items) {
    if (!link || !isToHandIn(group)) continue;
    const known = sheets.get(organization);
    sheets.set(organization, { organization, tasks: (known?.tasks ?? 0) + 1, link: known?.link ?? `${link}/${path}` });
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

/** Order of entries: dangers, a level at `response`, late tasks, then by what they require. */
function rank({ alarm, first, group }: RenderedItem): number {
  return (alarm ? 0 : first ? 100 : 200) + order.indexOf(group);
}
