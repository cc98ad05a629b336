/** Contents of a calendar. A strict parser of the grammar of RFC 5545, independent of the code that writes calendars. */
export interface ParsedCalendar {
  calendar: Record<string, string>;
  events: Record<string, string>[];
}

const property = /^([A-Z][A-Z0-9-]*(?:;[A-Z][A-Z0-9-]*=(?:"[^"]*"|[^";:,]*))*):(.*)$/su;
const texts = new Set(["SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME"]);
const once = ["UID", "DTSTAMP", "SEQUENCE", "STATUS", "SUMMARY"];

/** @throws {Error} with the line that does not conform to the grammar */
export function parseIcs(text: string): ParsedCalendar {
  if (!text.endsWith("\r\n")) throw new Error("the last line has no end");
  const lines = text.replaceAll("\r\n ", "").slice(0, -2).split("\r\n");
  const calendar: Record<string, string> = {};
  const events: Record<string, string>[] = [];
  let open: Record<string, string> | null = null;
  for (const [n, line] of lines.entries()) {
    const [, name = "", raw = ""] = property.exec(line) ?? [];
    if (name === "") throw new Error(`line ${n + 1} is no property: ${line}`);
    if (name === "BEGIN" && raw === "VEVENT") {
      if (open) throw new Error("an event within an event");
      open = {};
    } else if (name === "END" && raw === "VEVENT") {
      const missing = once.filter((one) => open?.[one] === undefined);
      if (!open || missing.length > 0) throw new Error(`an event without ${missing.join(", ")}`);
      events.push(open);
      open = null;
    } else {
      const into = open ?? calendar;
      if (into[name] !== undefined && name !== "BEGIN" && name !== "END") throw new Error(`${name} twice`);
      into[name] = texts.has(name) ? unescaped(raw) : raw;
    }
  }
  if (lines[0] !== "BEGIN:VCALENDAR" || lines.at(-1) !== "END:VCALENDAR" || open) throw new Error("not one calendar");
  if (new Set(events.map(({ UID }) => UID)).size !== events.length) throw new Error("a UID twice");
  return { calendar, events };
}

function unescaped(raw: string): string {
  if (/\\[^\\;,nN]|(?<!\\)(?:\\\\)*[;,]/.test(raw.replaceAll(/\\\\/g, ""))) throw new Error(`not escaped: ${raw}`);
  return raw.replaceAll(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === "n" ? "\n" : sign));
}
