import { expect, it } from "vitest";
import { type CalendarEvent, icsOf } from "../../../domain/messages/ics.ts";
import { parseIcs } from "../../support/files/ics.ts";

const event = (more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: "due-t1@duban",
  sequence: 3,
  modified: new Date("2026-11-23T02:00:00Z"),
  summary: "18:00前办理：月度清单, 第一;第二\\项",
  description: `组织\n${"很长的一行说明，".repeat(30)}👷‍♀️${"x".repeat(200)}`,
  when: { day: "2026-12-31" },
  cancelled: false,
  ...more,
});

it("is parsed by another program with the same content: lines folded, texts escaped, days and instants", () => {
  const drill = event({
    uid: "drill-t2@duban",
    when: { from: new Date("2026-12-31T23:30:00Z"), minutes: 60 },
    location: "越秀区; 3楼",
    cancelled: true,
  });
  const text = icsOf({ name: "督办", language: "zh-CN", events: [event(), drill] });
  for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  const { calendar, events } = parseIcs(text);
  expect(calendar).toMatchObject({ VERSION: "2.0", METHOD: "PUBLISH", NAME: "督办" });
  const [due, held] = events;
  expect(due).toMatchObject({
    UID: "due-t1@duban",
    SEQUENCE: "3",
    DTSTAMP: "20261123T020000Z",
    "DTSTART;VALUE=DATE": "20261231",
    "DTEND;VALUE=DATE": "20270101",
    STATUS: "CONFIRMED",
    SUMMARY: event().summary,
    DESCRIPTION: event().description,
  });
  expect(held).toMatchObject({
    DTSTART: "20261231T233000Z",
    DTEND: "20270101T003000Z",
    LOCATION: "越秀区; 3楼",
    STATUS: "CANCELLED",
    TRANSP: "TRANSPARENT",
  });
});

it("contains no text that begins a new line", () => {
  const text = icsOf({ name: "x", language: "en", events: [event({ summary: "a\r\nEND:VEVENT\u0007\rb" })] });
  expect(parseIcs(text).events.map(({ SUMMARY }) => SUMMARY)).toEqual(["a\nEND:VEVENT\nb"]);
});
