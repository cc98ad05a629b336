import type { Facts } from "../../catalogue/due-rule.ts";
import { beginningOf } from "../../escalation/anchor.ts";
import { dueDay } from "../../escalation/ladder.ts";
import { writing } from "../../messages/languages/writing.ts";
import { untilInstant } from "../../messages/too-early.ts";
import type { Kind, LanguageCode, LocalDate, Zone } from "../../terms.ts";
import { addBusinessDays, businessDaysBetween } from "../../time/business-days.ts";
import type { Calendar } from "../../time/calendar.ts";
import { dateIn, instantAt, isTimeOfDay, timeIn } from "../../time/zones.ts";
import type { Procedure } from "../procedure.ts";
import { files } from "./fields.ts";

/** Code in the catalogue. */
export const drillKind = "DR" satisfies Kind;

/** The default row of a drill. */
export const drillDuty = "26";

/** Minimum number of business days from the due day of a drill's date until the end of its period. */
const daysToHold = 15;

/** Drill (clauses 二(二)4 and 三(五)2, rows 26 and 53b): set a date, hold it, evaluate it, rectify the gaps. */
export const drill: Procedure = {
  askedInALine: true,
  workflow: "drill",
  opens: () => ["set-date"],
  firstTerm(opensAt, endsAt, zone, calendar, until) {
    const latest: LocalDate = dueDay(until, zone);
    // The date is due together with the other tasks of its month, if enough of the period is left to hold the drill.
    const joins = businessDaysBetween(calendar, dueDay(endsAt, zone), latest) >= daysToHold;
    return { dueAt: joins ? endsAt : dateDue(opensAt, until, zone, calendar), facts: { latest } };
  },
  steps: {
    "set-date": {
      title: { zh: "确定演练日期并提交演练方案", en: "Set the date of the drill and file its plan" },
      fields: [
        { name: "date", type: "date", label: { zh: "演练日期", en: "Date of the drill" }, required: true },
        {
          name: "time",
          type: "text",
          line: "time",
          label: { zh: "开始时间（如14:30）", en: "Beginning, such as 14:30" },
          required: true,
        },
        { name: "place", type: "text", line: "words", label: { zh: "地点", en: "Place" }, required: true },
        {
          name: "plan",
          type: "text",
          label: { zh: "演练方案", en: "Plan of the drill" },
          required: true,
          prompt: "drill",
        },
        files,
      ],
      policy: "drill-date",
      gate: [
        {
          name: "time",
          text: { zh: "开始时间应写作14:30这样的时刻", en: "The beginning is a time of day, written like 14:30" },
          holds: ({ submission: { time } }) => typeof time === "string" && isTimeOfDay(time),
        },
      ],
    },
    hold: {
      title: { zh: "组织演练并提交记录", en: "Hold the drill and submit its record" },
      fields: [
        { name: "record", type: "text", label: { zh: "演练记录", en: "Record of the drill" }, required: true },
        {
          name: "attendance",
          type: "list",
          label: { zh: "参加人员（每行一人）", en: "Who took part (one a line)" },
          required: true,
        },
        files,
      ],
      policy: "drill-hold",
      gate: [
        {
          name: "begun",
          text: ({ task, now, zone }) => {
            const { zh, en } = untilInstant(beginningOf(task) ?? now, now, zone);
            return {
              zh: `演练开始时间为${zh}，开始后方可提交演练记录`,
              en: `The drill begins at ${en}: its record comes after its beginning`,
            };
          },
          // The beginning of a drill that was scheduled without a time is unknown.
          holds: ({ task, now }) => (beginningOf(task) ?? now) <= now,
        },
      ],
    },
    evaluate: {
      needsVerdict: true,
      title: { zh: "评估演练并列出问题和不足", en: "Evaluate the drill and name the gaps" },
      fields: [
        { name: "evaluation", type: "text", label: { zh: "评估结论", en: "Evaluation" }, required: true },
        {
          name: "gaps",
          type: "findings",
          label: {
            zh: "发现的问题和不足（每行一项，没有则留空）",
            en: "Gaps found (one a line; none: leave it empty)",
          },
          required: false,
        },
      ],
      policy: "drill-evaluation",
      // Its results are known by now: the review (row 21) and the review of the plan (row 16) can refer to them.
      raises: "drill-held",
    },
  },
};

/** When a drill begins, where, and when its record is due. */
export interface DrillMeeting {
  begins: Date;
  place: string;
  dueAt: Date;
}

/**
 * The schedule of a drill; its record is due on the workday after it begins.
 * @returns null: it was scheduled by a version without time and place
 */
export function meetingOf(set: Facts, zone: Zone, calendar: Calendar): DrillMeeting | null {
  const { date, time, place } = set;
  if (typeof date !== "string" || typeof time !== "string" || typeof place !== "string" || !isTimeOfDay(time))
    return null;
  return meetingAt(instantAt(date, time.trim(), zone), place.trim(), zone, calendar);
}

export const meetingAt = (begins: Date, place: string, zone: Zone, calendar: Calendar): DrillMeeting => ({
  begins,
  place,
  dueAt: instantAt(addBusinessDays(calendar, dateIn(begins, zone), 1), "18:00", zone),
});

/** Facts of the task that holds it: the beginning, from which its ladder counts, and the place, which every message states. */
export const meetingFacts = ({ begins, place }: DrillMeeting, zone: Zone): Facts => ({
  begins: begins.toISOString(),
  place,
  figures: [
    {
      label: { zh: "开始时间", en: "Begins" },
      value: { zh: momentIn(begins, zone, "zh-CN"), en: momentIn(begins, zone, "en") },
    },
    { label: { zh: "地点", en: "Place" }, value: place },
  ],
});

const momentIn = (at: Date, zone: Zone, language: LanguageCode): string => {
  const { date, space } = writing[language];
  return `${date(dateIn(at, zone))}${space}${timeIn(at, zone)}`;
};

/**
 * When the date of a drill must be set: after half of the remaining business days of the period, so that as many remain to prepare and hold it.
 * @param opened instant at which the task opens
 * @param ends due instant of the period
 */
export function dateDue(opened: Date, ends: Date, zone: Zone, calendar: Calendar): Date {
  const from = dateIn(opened, zone);
  const days = Math.max(1, Math.floor(businessDaysBetween(calendar, from, dueDay(ends, zone)) / 2));
  const due = instantAt(addBusinessDays(calendar, from, days), "18:00", zone);
  return due < ends ? due : ends;
}
