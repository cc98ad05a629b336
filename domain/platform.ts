import { isLocalDate } from "./dates.ts";
import type { Facts } from "./due-rule.ts";
import type { Ask } from "./duty.ts";
import type { Condition } from "./procedure.ts";
import { dueDay } from "./rungs.ts";
import type { LocalDate, Text, Zone } from "./terms.ts";

/** Where and on which day something appeared on the unified platform (慈善中国). */
export interface OnPlatform {
  address: string;
  on: LocalDate;
}

const say = (zh: string, en: string): Text => ({ zh, en });

/** Asked for with each disclosure; what appears there later is noted then (`duban donation platform`). */
export const platformAsks: readonly Ask[] = [
  {
    name: "platform-address",
    type: "text",
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
];

/** @returns null: it has not appeared there */
export function platformOf(result: Facts): OnPlatform | null {
  const { "platform-address": address, "platform-on": on } = result;
  return typeof address === "string" && typeof on === "string" && address !== "" && on !== "" ? { address, on } : null;
}

/** Both are there, or neither is; each with what is expected of it. */
export const platformGate: readonly Condition[] = [
  {
    name: "platform-address",
    text: say(
      "慈善中国公布网址应以https://开头，与公布日期一并填写",
      "The address on the platform begins with https:// and comes with its day",
    ),
    holds: ({ submission }) => {
      const { "platform-address": address = "", "platform-on": on = "" } = submission;
      return address === "" ? on === "" : typeof address === "string" && /^https?:\/\/[^\s/]+\.[^\s]+$/.test(address);
    },
  },
  {
    name: "platform-on",
    text: say(
      "在慈善中国公布的日期应为今天或之前，与网址一并填写",
      "The day on the platform is today or before, and comes with its address",
    ),
    holds: ({ submission, today }) => {
      const { "platform-address": address = "", "platform-on": on = "" } = submission;
      return on === "" ? address === "" : typeof on === "string" && isLocalDate(on) && on <= today;
    },
  },
];

/** Why it cannot be so; empty: it can. @param today in the organization's zone */
export function platformProblems({ address, on }: OnPlatform, today: LocalDate): Text[] {
  const submission = { "platform-address": address, "platform-on": on };
  const view = { submission, today, facts: {}, tasks: new Map(), qualified: false };
  return platformGate.filter((condition) => !condition.holds(view)).map(({ text }) => text);
}

/** It appeared there after the due day; or it has not, and that day is over. @param today in the organization's zone */
export const lateOnPlatform = (on: LocalDate | null, due: Date, zone: Zone, today: LocalDate): boolean =>
  (on ?? today) > dueDay(due, zone);
