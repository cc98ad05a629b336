import type { Facts } from "../catalogue/due-rule.ts";
import type { FormField } from "../catalogue/duty.ts";
import { dueDay } from "../escalation/rungs.ts";
import { type CaseView, type Condition, missingText } from "../procedures/procedure.ts";
import type { LocalDate, LocalTime, Text, Zone } from "../terms.ts";
import { isLocalDate } from "../time/dates.ts";
import { dateIn, instantAt, isLocalTime } from "../time/zones.ts";

/** Where and when something was published on the unified platform (慈善中国). */
export interface OnPlatform {
  address: string;
  on: LocalDate;
  /** Time of day, HH:MM. */
  time: LocalTime;
}

const say = (zh: string, en: string): Text => ({ zh, en });

/** Fields of each disclosure; a publication that follows later is recorded by `duban donation platform`. */
export const platformFields: readonly FormField[] = [
  {
    name: "platform-address",
    type: "text",
    line: "url",
    label: say(
      "慈善中国上的公布网址（尚未公布则留空）",
      "Its address on the platform Charity China (not there yet: leave it empty)",
    ),
    required: false,
  },
  {
    name: "platform-on",
    type: "date",
    label: say("在慈善中国公布的日期", "Day on which it appeared there"),
    required: false,
  },
  {
    name: "platform-time",
    type: "text",
    line: "time",
    label: say("在慈善中国公布的时刻（如14:30）", "Time of that day at which it appeared there, such as 14:30"),
    required: false,
  },
];

/** The publication in a submission. @returns null: not published there yet */
export function platformOf(result: Facts): OnPlatform | null {
  const { address, on, time } = saidOf(result);
  return address !== "" && on !== "" && time !== "" ? { address, on, time } : null;
}

interface Said {
  address: string;
  on: string;
  time: string;
}

function saidOf(submission: Facts): Said {
  const [address = "", on = "", time = ""] = platformFields.map(({ name }) => {
    const value = submission[name];
    return typeof value === "string" ? value.trim() : "";
  });
  return { address, on, time };
}

/** All three fields must be given, or none; with what is expected of each. */
export const platformGate: readonly Condition[] = [
  {
    name: "platform-address",
    text: say(
      "慈善中国公布网址应以https://开头，与公布日期、时刻一并填写",
      "The address on the platform begins with https:// and comes with its day and time",
    ),
    holds: ({ submission }) => {
      const { address, on, time } = saidOf(submission);
      return address === "" ? on === "" && time === "" : /^https?:\/\/[^\s/]+\.[^\s]+$/.test(address);
    },
  },
  {
    name: "platform-on",
    text: say(
      "在慈善中国公布的日期和时刻应为现在或之前，时刻应写作14:30，与网址一并填写",
      "The day and the time on the platform are now or before, the time is written like 14:30, and they come with its address",
    ),
    holds: ({ submission, now, zone }) => {
      const { address, on, time } = saidOf(submission);
      if (on === "" && time === "") return address === "";
      return isLocalDate(on) && isLocalTime(time) && time !== "24:00" && instantAt(on, time, zone) <= now;
    },
  },
];

/** Problems of a publication; empty: valid. */
export function platformProblems({ address, on, time }: OnPlatform, now: Date, zone: Zone): Text[] {
  const submission = { "platform-address": address, "platform-on": on, "platform-time": time };
  const view: CaseView = {
    submission,
    now,
    zone,
    today: dateIn(now, zone),
    facts: {},
    tasks: new Map(),
    qualified: false,
  };
  return platformGate.filter((condition) => !condition.holds(view)).map((condition) => missingText(condition, view));
}

/** Whether it was published after the due day, or is unpublished and that day is over. @param today in the organization's zone */
export const lateOnPlatform = (on: LocalDate | null, due: Date, zone: Zone, today: LocalDate): boolean =>
  (on ?? today) > dueDay(due, zone);
