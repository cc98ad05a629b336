import type { LocalDate, Text, Zone } from "../terms.ts";
import { daysBetween } from "../time/dates.ts";
import { dateIn, timeIn } from "../time/zones.ts";

const minute = 60_000;

/** A future instant and its distance: `2031-03-20 14:30（还有2天4小时）`; rounded up to a minute, with days to an hour. */
export function untilInstant(at: Date, now: Date, zone: Zone): Text {
  const when = `${dateIn(at, zone)} ${timeIn(at, zone)}`;
  const minutes = Math.max(1, Math.ceil((at.getTime() - now.getTime()) / minute));
  const whole = minutes < 24 * 60 ? minutes : Math.ceil(minutes / 60) * 60;
  return inWords(when, [
    [Math.floor(whole / 1440), "天", "day"],
    [Math.floor(whole / 60) % 24, "小时", "hour"],
    [whole % 60, "分钟", "minute"],
  ]);
}

/** A future day and its distance: `2031-03-20（还有2天）`. */
export const untilDay = (day: LocalDate, today: LocalDate): Text =>
  inWords(day, [[daysBetween(today, day), "天", "day"]]);

function inWords(when: string, parts: readonly (readonly [number, string, string])[]): Text {
  const there = parts.filter(([n]) => n > 0);
  const zh = there.map(([n, unit]) => `${n}${unit}`).join("");
  const en = there.map(([n, , unit]) => `${n} ${unit}${n === 1 ? "" : "s"}`).join(" ");
  return { zh: `${when}（还有${zh}）`, en: `${when} (${en} from now)` };
}
