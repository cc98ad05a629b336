import { describe, expect, it } from "vitest";
import { dueDay } from "../../../domain/escalation/ladder.ts";
import { businessDaysLate, isLate, latenessOf, lateWords } from "../../../domain/tasks/lateness.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";

const zone = "Asia/Shanghai";
const calendar = chinaCalendar();
const at = (date: string, time = "09:00"): Date => instantAt(date, time, zone);
const since =
  (due: Date, byClock = false) =>
  (now: Date) =>
    lateWords(latenessOf({ due, zone, calendar, byClock }, now)).en;

describe("lateness", () => {
  it("is shown in business days after the due day, without holidays, with make-up workdays", () => {
    const late = since(at("2026-09-30", "18:00"));
    expect(late(at("2026-09-29"))).toBe("0 hours");
    expect(late(at("2026-10-08"))).toBe("1 business day");
    expect(late(at("2026-10-10"))).toBe("3 business days");
    expect(businessDaysLate({ due: at("2026-09-30", "18:00"), zone, calendar }, at("2026-10-10"))).toBe(3);
  });

  it("is shown in hours for less than a day, even across midnight", () => {
    const due = at("2026-11-23", "22:00");
    const late = since(due);
    expect(late(at("2026-11-23", "22:59"))).toBe("0 hours");
    expect(late(at("2026-11-24", "02:00"))).toBe("4 hours");
    expect(late(at("2026-11-24", "21:59"))).toBe("23 hours");
    expect(businessDaysLate({ due, zone, calendar }, at("2026-11-24", "21:59"))).toBe(0);
    expect(late(at("2026-11-24", "22:00"))).toBe("1 business day");
    expect(lateWords(latenessOf({ due, zone, calendar, byClock: false }, at("2026-11-24", "02:00"))).zh).toBe("4小时");
  });

  it("is shown in hours until a business day has passed", () => {
    const late = since(at("2026-09-30", "18:00"));
    expect(late(at("2026-10-01", "20:00"))).toBe("26 hours");
  });

  it("is shown in clock hours and days if the term runs at night and on days off", () => {
    const due = at("2026-10-01", "23:30");
    const late = since(due, true);
    expect(late(at("2026-10-02", "02:40"))).toBe("3 hours");
    expect(late(at("2026-10-02", "23:29"))).toBe("23 hours");
    expect(late(at("2026-10-02", "23:30"))).toBe("1 day");
    expect(late(at("2026-10-05", "23:30"))).toBe("4 days");
    expect(lateWords(latenessOf({ due, zone, calendar, byClock: true }, at("2026-10-06"))).zh).toBe("4天");
    expect(businessDaysLate({ due, zone, calendar }, at("2026-10-08"))).toBe(1);
  });

  it("counts 24:00 as part of the day that ends: one day later is the end of the next day", () => {
    const due = at("2026-10-12", "24:00");
    expect(dueDay(due, zone)).toBe("2026-10-12");
    expect(since(due)(at("2026-10-13", "08:00"))).toBe("8 hours");
  });
});

describe("a late task", () => {
  const due = at("2026-11-23", "18:00");
  const after = new Date(due.getTime() + 1);
  const task = { state: "open", dueAt: due, waitsFor: 0 } as const;

  it("is one whose due instant has passed; at that instant it is on time", () => {
    expect(isLate(task, due)).toBe(false);
    expect(isLate(task, after)).toBe(true);
  });

  it.each(["open", "acknowledged", "returned"] as const)("is with its doer: %s", (state) => {
    expect(isLate({ ...task, state }, after)).toBe(true);
  });

  it.each(["submitted", "accepted", "closed", "waived", "cancelled"] as const)("is never one that is %s", (state) => {
    expect(isLate({ ...task, state }, after)).toBe(false);
  });

  it("is never one that waits for another task", () => {
    expect(isLate({ ...task, waitsFor: 1 }, after)).toBe(false);
  });
});
