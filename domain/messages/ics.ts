import type { LocalDate } from "../terms.ts";
import { addDays } from "../time/dates.ts";

/** An event of a calendar. */
export interface CalendarEvent {
  /** The same for ever, and of no other event. */
  uid: string;
  /** Grows with every change. */
  sequence: number;
  /** When it last changed. */
  modified: Date;
  summary: string;
  description: string;
  location?: string;
  url?: string;
  /** A day as a whole, or from an instant on. */
  when: { day: LocalDate } | { from: Date; minutes: number };
  cancelled: boolean;
}

export interface CalendarFeed {
  name: string;
  /** `zh-CN` … */
  language: string;
  events: readonly CalendarEvent[];
}

/** Octets of a line without its end (RFC 5545, 3.1). */
const mostOctets = 75;

/** A calendar as a program subscribes to it (RFC 5545; its name and how often it is read anew, RFC 7986). */
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
    // What is published has no stamp of its own: it says when it last changed.
    `DTSTAMP:${utc(modified)}`,
    `LAST-MODIFIED:${utc(modified)}`,
    `SEQUENCE:${sequence}`,
    ...time,
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    ...(location ? [`LOCATION:${escaped(location)}`] : []),
    ...(url ? [`URL:${url}`] : []),
    `STATUS:${cancelled ? "CANCELLED" : "CONFIRMED"}`,
    // A day by which something is due takes none of it; a drill does.
    `TRANSP:${"day" in when || cancelled ? "TRANSPARENT" : "OPAQUE"}`,
    "END:VEVENT",
  ];
}

const dayOf = (day: LocalDate): string => day.replaceAll("-", "");
const utc = (at: Date): string => `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

/** A text as a value of a property (RFC 5545, 3.3.11); control characters have no place in one. */
const escaped = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/(?!\n)[\p{Cc}\p{Cs}]/gu, "")
    .replaceAll(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll("\n", "\\n");

/** A long line goes on in the next, which begins with a space; no character is parted. */
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

/** Octets of a character in UTF-8. */
const octetsOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
