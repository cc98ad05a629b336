import { describe, expect, it } from "vitest";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { toCome, withClock } from "../../../web/http/format-date.ts";

const zone = "Asia/Shanghai";
const calendar = chinaCalendar();
const at = (date: string, time: string): Date => instantAt(date, time, zone);
const monday = at("2026-11-30", "14:30");
const ahead = (date: string, time: string, byClock = false, language: "zh-CN" | "en" = "zh-CN") =>
  toCome({ at: at(date, time), byClock }, monday, zone, calendar, language);

describe("a future instant", () => {
  it("is shown as a time within three days, for terms by the clock and in business days alike", () => {
    for (const byClock of [true, false]) {
      expect(ahead("2026-11-30", "15:10", byClock)).toEqual({ when: "今日15:10", distance: null });
      expect(ahead("2026-12-01", "09:00", byClock)).toEqual({ when: "明日09:00", distance: null });
      expect(ahead("2026-12-03", "09:00", byClock)).toEqual({ when: "12月3日09:00", distance: null });
    }
    // Midnight at the end of a day belongs to that day.
    expect(ahead("2026-12-01", "00:00").when).toBe("今日24:00");
    expect(ahead("2026-11-30", "15:10", false, "en")).toEqual({ when: "Today 15:10", distance: null });
    expect(ahead("2026-12-03", "09:00", true, "en")).toEqual({ when: "3 Dec 09:00", distance: null });
  });

  it("is otherwise shown with the time left, in the days that count for it", () => {
    expect(ahead("2026-12-04", "09:00", true)).toEqual({ when: "12月4日（周五）09:00", distance: "3天后" });
    expect(ahead("2026-12-04", "09:00")).toEqual({ when: "12月4日（周五）09:00", distance: "4个工作日后" });
    expect(ahead("2026-12-07", "09:00", false, "en").distance).toBe("In 5 business days");
    expect(ahead("2026-11-30", "14:30").distance).toBe("即刻");
  });
});

it("the instant is added to the time left only if it is within three days", () => {
  const words = (date: string, time: string) => withClock("还有2小时", at(date, time), monday, zone, "zh-CN");
  expect(words("2026-11-30", "18:00")).toBe("还有2小时（今日18:00前）");
  expect(words("2026-12-03", "18:00")).toBe("还有2小时（12月3日18:00前）");
  expect(words("2026-12-04", "18:00")).toBe("还有2小时");
  expect(words("2026-11-30", "10:00")).toBe("还有2小时");
  expect(withClock("2 hours left", at("2026-12-01", "09:00"), monday, zone, "en")).toBe(
    "2 hours left (by tomorrow 09:00)",
  );
});
