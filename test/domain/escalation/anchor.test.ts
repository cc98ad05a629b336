import { expect, it } from "vitest";
import { anchorOf, askedDue } from "../../../domain/escalation/anchor.ts";
import { rungs } from "../../../domain/escalation/ladder.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import type { Policy } from "../../../domain/escalation/policy.ts";
import { meetingOf } from "../../../domain/procedures/kinds/drill.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { dateIn, instantAt, timeIn } from "../../../domain/time/zones.ts";

const zone = "Asia/Shanghai";
const calendar = chinaCalendar();
/** The report to the registrar of 2026: 31 May is a Sunday. */
const report = {
  state: "open",
  dueRevision: 0,
  climbFrom: instantAt("2026-04-01", "09:00", zone),
  climbDueAt: instantAt("2026-06-01", "24:00", zone),
  dueAt: instantAt("2026-06-01", "24:00", zone),
  facts: { askedBy: "2026-05-29" },
};
const ladder = (task: Parameters<typeof anchorOf>[0], most: number): string[] => {
  const found: string[] = [];
  for (const { name, at } of rungs(defaultPolicies.filing as Policy, anchorOf(task, zone, calendar))) {
    found.push(`${name} ${dateIn(at, zone)} ${timeIn(at, zone)}`);
    if (found.length === most) break;
  }
  return found;
};

it("a statutory day on a Sunday is requested by the Friday before, and no supervisor is notified before the Tuesday after", () => {
  expect(ladder(report, 8)).toEqual([
    "opened 2026-04-01 09:00",
    "-10bd 2026-05-15 09:00",
    "-5bd 2026-05-22 09:00",
    "-2bd 2026-05-27 09:00",
    "-1bd 2026-05-28 09:00",
    "day 2026-05-29 09:00",
    "+1bd 2026-06-02 09:00",
    "+2bd 2026-06-03 09:00",
  ]);
  // The rungs of any other D are counted from D itself.
  expect(ladder({ ...report, dueRevision: 1 }, 6).at(-1)).toBe("day 2026-06-01 09:00");
});

it("the displayed due day is the Friday until it is over, then the end of the Monday", () => {
  const shown = (day: string, time: string) => {
    const at = askedDue(report, zone, instantAt(day, time, zone));
    return `${dateIn(at, zone)} ${timeIn(at, zone)}`;
  };
  expect(shown("2026-05-29", "09:00")).toBe("2026-05-29 18:00");
  expect(shown("2026-05-29", "18:00")).toBe("2026-06-02 00:00");
  expect(shown("2026-06-02", "09:00")).toBe("2026-06-02 00:00");
});

it("a drill that was scheduled without a time has no start", () => {
  expect(meetingOf({ date: "2031-04-25", plan: "x" }, zone, calendar)).toBeNull();
  expect(meetingOf({ date: "2031-04-25", time: "14:30", place: "操场" }, zone, calendar)?.dueAt).toEqual(
    instantAt("2031-04-28", "18:00", zone),
  );
});
