import type { Facts } from "../catalogue/due-rule.ts";
import { findDuty } from "../catalogue/packs/index.ts";
import { dutyTextBeside } from "../messages/task-title.ts";
import { titleOf } from "../procedures/steps.ts";
import { type Lateness, latenessOf, lateWords } from "../tasks/lateness.ts";
import type { Text, Zone } from "../terms.ts";
import type { Calendar } from "../time/calendar.ts";
import { words } from "../words.ts";
import type { Figure } from "./figures.ts";

/** An organization's tasks of one duty in a period, counted. */
export interface DutyCount {
  duty: string;
  /** Settled: done or waived. */
  done: number;
  /** Of the done tasks: submitted by the only person of the organization and verified by nobody. */
  selfDeclared?: number;
  /** Open and not late, including submitted ones. */
  open: number;
  /** With the doer, past the due instant. */
  late: number;
  /** Not done when the next period began. */
  missed?: number;
}

const t = (zh: string, en: string): Text => ({ zh, en });

/** The roll-up of every duty (row 27): the total, then each duty, late ones first. */
export function periodFigures(counts: readonly DutyCount[]): Figure[] {
  const sum = { done: 0, open: 0, late: 0, missed: 0, selfDeclared: 0 };
  for (const { done, open, late, missed = 0, selfDeclared = 0 } of counts) {
    sum.done += done;
    sum.selfDeclared += selfDeclared;
    sum.open += open;
    sum.late += late;
    sum.missed += missed;
  }
  const order = [...counts].sort(
    (a, b) =>
      b.late + (b.missed ?? 0) - a.late - (a.missed ?? 0) ||
      b.open - a.open ||
      Number.parseInt(a.duty, 10) - Number.parseInt(b.duty, 10),
  );
  return [
    { label: t(`${counts.length}项职责，各期合计`, `${counts.length} duties, all periods`), value: countWords(sum) },
    ...order.map((one) => ({ label: labelOf(one.duty), value: countWords(one) })),
  ];
}

function countWords({ done, open, late, missed = 0, selfDeclared = 0 }: Omit<DutyCount, "duty">): Text {
  const declared =
    selfDeclared > 0 ? t(`（其中自行申报${selfDeclared}）`, ` (${selfDeclared} self-declared)`) : t("", "");
  return t(
    `办结${done}${declared.zh}，在办${open}，逾期${late}${missed > 0 ? `，未完成${missed}` : ""}`,
    `done ${done}${declared.en}, open ${open}, late ${late}${missed > 0 ? `, missed ${missed}` : ""}`,
  );
}

function labelOf(number: string): Text {
  const title = findDuty(number)?.title ?? t("", "");
  return t(`${number} ${title.zh}`, `${number} ${title.en}`);
}

/** An overdue task in the list for the heads. */
export interface OverdueItem {
  taskId: string;
  duty: string;
  step: string;
  /** Facts on which its wording depends. */
  facts: Facts;
  subject: string;
  /** Name of the person to whom it was reassigned; otherwise the role. */
  doer: string | null;
  role: string;
  dueAt: Date;
  /** Its term runs at night and on days off too. */
  byClock: boolean;
  /** It was not done when the next period began. */
  missed?: boolean;
  /** Number of overdue tasks in the organization, including those not listed. */
  total: number;
}

/** The overdue list (row 60): what, who, and how late, longest first; then the number of further ones. */
export function overdueFigures(items: readonly OverdueItem[], zone: Zone, calendar: Calendar, now: Date): Figure[] {
  const [first] = items;
  if (!first) return [{ label: t("逾期事项", "Overdue"), value: t("没有", "none") }];
  const more = first.total - items.length;
  return [
    { label: t("逾期事项", "Overdue"), value: t(`共${first.total}项`, `${first.total} in all`) },
    ...items.map((item) =>
      overdueLine(item, latenessOf({ due: item.dueAt, zone, calendar, byClock: item.byClock }, now)),
    ),
    ...(more > 0 ? [{ label: t("其余", "Others"), value: t(`另有${more}项`, `and ${more} more`) }] : []),
  ];
}

function overdueLine({ taskId, duty, step, facts, subject, doer, role, missed }: OverdueItem, late: Lateness): Figure {
  const known = findDuty(duty);
  const title = known ? titleOf(known, step, facts) : t(duty, duty);
  const who = doer ? t(doer, doer) : ((words.role as Readonly<Record<string, Text>>)[role] ?? t(role, role));
  const beside = known ? dutyTextBeside({ duty, step, facts }) : null;
  const about = subject || beside ? t(`（${subject || beside?.zh}）`, ` (${subject || beside?.en})`) : t("", "");
  return {
    label: t(`${duty} ${title.zh}${about.zh}`, `${duty} ${title.en}${about.en}`),
    value: missed
      ? t(`${who.zh}，未完成`, `${who.en}, missed`)
      : t(`${who.zh}，逾期${lateWords(late).zh}`, `${who.en}, ${lateWords(late).en} late`),
    taskId,
  };
}

/** An opinion submitted in a period. */
export interface RaisedItem {
  subject: string;
  outcome: string | null;
  total: number;
}

/** Opinions of the month (row 47). */
export function raisedFigures(items: readonly RaisedItem[]): Figure[] {
  const [first] = items;
  if (!first) return [{ label: t("本月收到的意见", "Opinions of the month"), value: t("0条", "none") }];
  const more = first.total - items.length;
  return [
    { label: t("本月收到的意见", "Opinions of the month"), value: t(`共${first.total}条`, `${first.total} in all`) },
    ...items.map(({ subject, outcome }) => ({ label: t(subject, subject), value: outcomeWords(outcome) })),
    ...(more > 0 ? [{ label: t("其余", "Others"), value: t(`另有${more}条`, `and ${more} more`) }] : []),
  ];
}

const outcomeWords = (outcome: string | null): Text => {
  if (outcome === null) return t("待决定", "not decided yet");
  if (outcome === "declined") return t("未受理", "declined");
  return outcome === "accepted" ? t("已受理", "taken up") : t("已办结", "settled");
};

/** A long list, shortened for a mail; the page shows all of it. */
export function shortened(figures: readonly Figure[], most: number): readonly Figure[] {
  const more = figures.length - most;
  if (more <= 0) return figures;
  return [
    ...figures.slice(0, most),
    { label: t("其余", "Others"), value: t(`另有${more}行，见页面`, `${more} more lines, on the page`) },
  ];
}
