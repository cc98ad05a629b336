import { type Anchor, dueDay, dueOf, type Rung, rungs } from "../../domain/escalation/ladder.ts";
import type { Offset, Policy } from "../../domain/escalation/policy.ts";
import { isCopy, type Ladder, parseRungId, rungNameOf } from "../../domain/escalation/rung-id.ts";
import { rungWords } from "../../domain/messages/because.ts";
import { countDays, type DayShift, rolled, shiftWords, skippedDaysText } from "../../domain/messages/day-shift.ts";
import { fullInstant, instantWords, wall } from "../../domain/messages/instant-words.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { firstTerm } from "../../domain/procedures/kinds.ts";
import { policyOf } from "../../domain/procedures/opening.ts";
import { stepOf } from "../../domain/procedures/steps.ts";
import { cadences, type LanguageCode, type LocalDate, type LocalTime } from "../../domain/terms.ts";
import { businessDaysBetween, rollBack } from "../../domain/time/business-days.ts";
import type { Calendar } from "../../domain/time/calendar.ts";
import { keyWords } from "../../domain/time/period-words.ts";
import { periodsBetween } from "../../domain/time/periods.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import { textIn } from "../../domain/words.ts";
import type { EventRow } from "../../records/cases/events.ts";
import type { NoticeLine } from "../../records/views/listings.ts";
import type { TaskContext } from "./task-context.ts";

/** A shift of a day, and its cause. */
export interface Shift {
  of: "due" | "rung";
  from: LocalDate;
  to: LocalDate;
  /** Number of days and their unit; absent: a day off was moved to a working day. */
  n?: number;
  unit?: DayShift["unit"];
  skipped: DayShift["skipped"];
  makeUp: LocalDate[];
  provisional: boolean;
}

export interface Reasons {
  policy: string;
  opened: Date;
  due: Date;
  /** Null: sent by a verb, or the policy no longer has this rung. */
  rung: Rung | null;
  shifts: Shift[];
  /** The same in sentences. */
  words: string[];
}

/** Verbs that give a task a new D and thereby a new due revision. */
const turning: readonly string[] = ["return", "grant-extension", "move"];
/** Maximum number of rungs searched for the one that was sent. */
const maxStepsRead = 5_000;

/** Why a notice was sent on its day: the day from which its ladder counted then, the resulting day, and the days that were skipped. */
export function reasons(
  taskContext: TaskContext,
  line: NoticeLine,
  events: readonly EventRow[],
  language: LanguageCode,
): Reasons {
  const ladder = parseRungId(line.step).ladder ?? "doer";
  const policy = policyOf(
    ladder === "verifier" ? taskContext.task.verifierPolicy : taskContext.task.policy,
    taskContext.policies,
  );
  const { opened, due, by } = anchorThen(taskContext, policy, ladder, line, events);
  const { zone } = taskContext.organization;
  const anchor: Anchor = { opened, due, zone, calendar: taskContext.calendar };
  const rung = rungNamed(policy, anchor, rungNameOf(line.step));
  const shifts: Shift[] = [];
  const words: string[] = [];
  const add = (of: Shift["of"], { shift, text }: ReasonText): void => {
    if (shift) shifts.push({ of, ...shift });
    words.push(text);
  };
  add("due", dueSaid(taskContext, policy, ladder, { opened, due, by }, language));
  if (rung) add("rung", rungSaid(rung, anchor, language));
  else words.push(otherwise(line, zone, language));
  return { policy: policy.name, opened, due, rung, shifts, words };
}

/** A sentence, and the shift of days that it describes. */
interface ReasonText {
  shift: DayShift | ReturnType<typeof rolled>;
  text: string;
}

const said = (text: string, shift: ReasonText["shift"] = null): ReasonText => ({ shift, text });

/** Reason of a notice that no rung wrote. */
function otherwise(line: NoticeLine, zone: string, language: LanguageCode): string {
  const say = writing[language].either;
  const rung = rungNameOf(line.step);
  if (isCopy(line.step)) return say("因为后来的一步上报而抄送", "copied, because a later step was escalated");
  if (parseRungId(line.step).ladder === null)
    return say(
      `随即告知：${textIn(rungWords(rung), language)}，${instantWords(line.createdAt, zone, "zh-CN")}`,
      `told at once: it was ${textIn(rungWords(rung), language)} at ${wall(line.createdAt, zone)}`,
    );
  return say(
    `该督办规则已没有“${rung}”这一步：此后被更改过`,
    `the policy has no step "${rung}" any more: it has been changed since`,
  );
}

/** The ladder as it was when the notice was written. */
function anchorThen(
  { task, organization, calendar }: TaskContext,
  policy: Policy,
  ladder: Ladder,
  line: NoticeLine,
  events: readonly EventRow[],
): { opened: Date; due: Date; by: string | null } {
  const past = events.filter((event) => event.at <= line.createdAt);
  if (ladder === "verifier") {
    const opened = past.findLast((event) => event.verb === "submit")?.at ?? task.climbFrom;
    return { opened, due: dueOf(policy, opened, organization.zone, calendar), by: null };
  }
  let opened = task.openedAt;
  let due = task.firstDueAt;
  let by: string | null = null;
  for (const { verb, at, after } of past) {
    if (!turning.includes(verb)) continue;
    due = new Date(String((after as { dueAt?: unknown }).dueAt));
    by = verb;
    if (verb !== "grant-extension") opened = at;
  }
  return { opened, due, by };
}

function rungNamed(policy: Policy, anchor: Anchor, name: string): Rung | null {
  let looked = 0;
  for (const rung of rungs(policy, anchor)) {
    if (rung.name === name) return rung;
    looked += 1;
    if (looked > maxStepsRead) return null;
  }
  return null;
}

/** Why D is on its day: set by somebody, the end of a period, or a term after the opening. */
function dueSaid(
  taskContext: TaskContext,
  policy: Policy,
  ladder: Ladder,
  { opened, due, by }: { opened: Date; due: Date; by: string | null },
  language: LanguageCode,
): ReasonText {
  const say = writing[language].either;
  const { task, organization, calendar, duty } = taskContext;
  const { zone } = organization;
  const named = ladder === "verifier" ? say("核验期限为", "a verdict is due") : say("截止时间为", "it is due");
  const until = `${named}${writing[language].space}${fullInstant(due, zone, language)}`;
  if (by !== null)
    return said(
      say(
        `${until}，因为${textIn(rungWords(by), language)}`,
        `${until}, since it was ${textIn(rungWords(by), language)}`,
      ),
    );
  const form = stepOf(duty.kind, task.step);
  const own = ladder === "verifier" ? undefined : form.term;
  const term = own ?? policy.term;
  if (term && dueOf(policy, opened, zone, calendar, own).getTime() === due.getTime())
    return termSaid(term, own ? undefined : policy.termBetween, dateIn(opened, zone), until, calendar, language);
  const end = periodEnd(taskContext.case.key);
  const last = end && rollBack(calendar, end);
  const period = keyWords(taskContext.case.key);
  if (end && last && dueDay(due, zone) === last) {
    const shift = rolled(calendar, end, last);
    const why = shift
      ? say(
          `，即该期间（${period.zh}）的最后一个工作日，期间结束于${writing[language].date(end)}${skippedDaysText(shift, language)}`,
          `, the last business day of ${period.en}, which ends ${end}${skippedDaysText(shift, language)}`,
        )
      : say(`，即该期间（${period.zh}）的最后一天`, `, the last day of ${period.en}`);
    return said(`${until}${why}`, shift);
  }
  const { endsAt } = taskContext.case.facts;
  const ends = typeof endsAt === "string" ? new Date(endsAt) : end && last ? instantAt(last, "18:00", zone) : null;
  if (ends && firstTerm(duty, opened, ends, zone, calendar).dueAt.getTime() === due.getTime()) {
    const n = businessDaysBetween(calendar, dateIn(opened, zone), dueDay(due, zone));
    const shift = countDays(calendar, dateIn(opened, zone), n, "business days");
    return said(
      say(
        `${until}，即到${instantWords(ends, zone, "zh-CN")}为止剩余时间的一半：${shiftWords(shift, language)}`,
        `${until}, half of what was left until ${wall(ends, zone)}: ${shiftWords(shift, language)}`,
      ),
      shift,
    );
  }
  return said(say(`${until}，开始时即如此设定`, `${until}, as it was set when the task was opened`));
}

/** The hours of the day within which hours are counted. */
const countedWithin = ([from, to]: readonly [LocalTime, LocalTime], language: LanguageCode, workdays = false): string =>
  writing[language].either(
    `（只计${workdays ? "工作日" : "每日"}${from}至${to}）`,
    ` (counted from ${from} to ${to} ${workdays ? "of workdays" : "of each day"} only)`,
  );

function termSaid(
  term: Offset,
  between: Policy["termBetween"],
  from: LocalDate,
  until: string,
  calendar: Calendar,
  language: LanguageCode,
): ReasonText {
  const say = writing[language].either;
  const counted = between ? countedWithin(between, language) : "";
  if (term.unit !== "bd" && term.unit !== "d")
    return said(
      say(
        `${until}，开始后${term.n}${term.unit === "h" ? "小时" : "分钟"}${counted}`,
        `${until}, ${term.n} ${term.unit === "h" ? "hours" : "minutes"} after it began${counted}`,
      ),
    );
  const shift = countDays(calendar, from, term.n, term.unit === "bd" ? "business days" : "days");
  return said(
    say(
      `${until}，自开始之日起算：${shiftWords(shift, language)}`,
      `${until}, counted from the day it began: ${shiftWords(shift, language)}`,
    ),
    shift,
  );
}

/** Last day of a planned case's period; undefined: an event started it. */
function periodEnd(key: string): LocalDate | undefined {
  const year = /^(\d{4})(?:-|$)/.exec(key)?.[1];
  if (year === undefined || Number(year) < 1) return undefined;
  for (const cadence of cadences)
    for (const period of periodsBetween(cadence, `${year}-01-01`, `${year}-12-31`))
      if (period.key === key) return period.to;
  return undefined;
}

/** How the day of the rung was counted. */
function rungSaid(rung: Rung, anchor: Anchor, language: LanguageCode): ReasonText {
  const { either: say, colon, comma } = writing[language];
  const { rule, name, at } = rung;
  const { zone, calendar } = anchor;
  const planned = say(`这一步定在${instantWords(at, zone, "zh-CN")}`, `this step stands at ${wall(at, zone)}`);
  const { offset, every } = rule;
  const k = Number(name.split("#")[1] ?? 0);
  if (offset.unit === "bd" || offset.unit === "d") {
    const n = offset.n + k * (every?.n ?? 0);
    const unit = offset.unit === "bd" ? "business days" : "days";
    if (rule.from === "half-way") {
      const from = dateIn(anchor.opened, zone);
      const days = Math.floor(businessDaysBetween(calendar, from, dueDay(anchor.due, zone)) / 2);
      const shift = countDays(calendar, from, days, "business days");
      return said(
        say(
          `${planned}，即期限过半：${shiftWords(shift, language)}`,
          `${planned}, half way: ${shiftWords(shift, language)}`,
        ),
        shift,
      );
    }
    const from = rule.from === "due" ? dueDay(anchor.due, zone) : dateIn(anchor.opened, zone);
    if (n === 0) return said(say(`${planned}，即到期当日`, `${planned}, on the day itself`));
    const shift = countDays(calendar, from, n, unit);
    return said(`${planned}${colon}${shiftWords(shift, language)}`, shift);
  }
  const what = rule.from === "due" ? say("截止时间", "the due instant") : say("开始时间", "its opening");
  if (offset.n === 0 && k === 0) return said(`${planned}${comma}${say("即", "")}${what}`);
  const many = offset.n + k * (every?.n ?? 0);
  const hours = say(
    `${many}${offset.unit === "h" ? "小时" : "分钟"}`,
    `${many} ${offset.unit === "h" ? "hours" : "minutes"}`,
  );
  const counted = rule.between ? countedWithin(rule.between, language, rule.workdays) : "";
  return said(say(`${planned}：自${what}起${hours}${counted}`, `${planned}: ${hours} from ${what}${counted}`));
}
