import type { LocalDate } from "../terms.ts";
import { addDays } from "../time/dates.ts";

/** An event of a calendar. */
export interface CalendarEvent {
  /** Permanent and unique. */
  uid: string;
  /** Increases with every change. */
  sequence: number;
  /** When it was last changed. */
  modified: Date;
  summary: string;
  description: string;
  location?: string;
  url?: string;
  /** A whole day, or from an instant on. */
  when: { day: LocalDate } | { from: Date; minutes: number };
  cancelled: boolean;
}

export interface CalendarFeed {
  name: string;
  /** Language tag, such as `zh-CN`. */
  language: string;
  events: readonly CalendarEvent[];
}

/** Maximum number of octets in a line without its end (RFC 5545, section 3.1). */
const mostOctets = 75;

/** A calendar feed (RFC 5545; name and refresh interval, RFC 7986). */
export function icsOf({ name, language, events }: CalendarFeed): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//Duban//Calendar feed//${language.slice(0, 2).toUpperCase()}`,
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
    ...events.flatMap(eventLines),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function eventLines(event: CalendarEvent): string[] {
  const { uid, sequence, modified, summary, description, location, url, when, cancelled } = event;
  const time =
    "day" in when
      ? [`DTSTART;VALUE=DATE:${dayOf(when.day)}`, `DTEND;VALUE=DATE:${dayOf(addDays(when.day, 1))}`]
      : [`DTSTART:${utc(when.from)}`, `DTEND:${utc(new Date(when.from.getTime() + when.minutes * 60_000))}`];
  return [
    "BEGIN:VEVENT",
    `UID:${uid}`,
    // In a published feed, DTSTAMP is the time of the last change.
    `DTSTAMP:${utc(modified)}`,
    `LAST-MODIFIED:${utc(modified)}`,
    `SEQUENCE:${sequence}`,
    ...time,
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    ...(location ? [`LOCATION:${escaped(location)}`] : []),
    ...(url ? [`URL:${url}`] : []),
    `STATUS:${cancelled ? "CANCELLED" : "CONFIRMED"}`,
    // A due day does not make its reader busy; a drill does.
    `TRANSP:${"day" in when || cancelled ? "TRANSPARENT" : "OPAQUE"}`,
    "END:VEVENT",
  ];
}

const dayOf = (day: LocalDate): string => day.replaceAll("-", "");
const utc = (at: Date): string => `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

/** Escapes a property value of type text (RFC 5545, section 3.3.11); control characters are removed. */
const escaped = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/(?!\n)[\p{Cc}\p{Cs}]/gu, "")
    .replaceAll(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll("\n", "\\n");

/** Folds a long line: continuation lines begin with a space; no character is split. */
function folded(line: string): string {
  const lines: string[] = [];
  let part = "";
  let octets = 0;
  for (const sign of line) {
    const size = octetsOf(sign.codePointAt(0) ?? 0);
    if (octets + size > mostOctets) {
      lines.push(part);
      part = " ";
      octets = 1;
    }
    part += sign;
    octets += size;
  }
  return [...lines, part].join("\r\n");
}

/** Number of octets of a character in UTF-8. */
const octetsOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
