import { describe, expect, it } from "vitest";
import { momentOf } from "../../../../domain/messages/languages/moment.ts";
import { writing } from "../../../../domain/messages/languages/writing.ts";

const { "zh-CN": zh, en } = writing;
const moment = momentOf(new Date("2026-11-30T10:00:00Z"), "Asia/Shanghai");

describe("a language", () => {
  it("lists and joins one and several items in its own way", () => {
    expect([zh.list(["甲", "乙"]), zh.all(["甲", "乙"]), zh.phrase(["甲", "乙"]), zh.clauses(["甲", "乙"])]).toEqual([
      "甲、乙",
      "甲、乙",
      "甲，乙",
      "甲；乙",
    ]);
    expect([en.list(["a", "b"]), en.all(["a", "b", "c"]), en.all(["a"]), en.all([]), en.clauses(["a", "b"])]).toEqual([
      "a, b",
      "a, b and c",
      "a",
      "",
      "a; b",
    ]);
    expect([zh.brackets("甲"), en.brackets("a")]).toEqual(["（甲）", " (a)"]);
  });

  it("writes an instant and its zone", () => {
    expect(zh.instant(moment, false)).toBe("11月30日（周一）18:00");
    expect(zh.instant(moment, true)).toBe("2026年11月30日（周一）18:00");
    expect(en.instant(moment, false)).toBe("Mon 30 Nov, 18:00");
    expect(en.instant(moment, true)).toBe("Mon 30 Nov 2026, 18:00");
    expect(zh.zoned("18:00", zh.zone("Asia/Shanghai"))).toBe("北京时间18:00");
    expect(en.zoned("18:00", en.zone("Europe/Berlin"))).toBe("18:00 (Europe/Berlin)");
  });

  it("writes a day with and without its year, in the same form as beside a time", () => {
    expect([zh.day("2026-11-03"), zh.weekday("2026-11-03"), zh.date("2026-11-03")]).toEqual([
      "11月3日",
      "11月3日（周二）",
      "2026年11月3日",
    ]);
    expect([en.day("2026-11-03"), en.weekday("2026-11-03"), en.date("2026-11-03")]).toEqual([
      "3 Nov",
      "Tue 3 Nov",
      "3 Nov 2026",
    ]);
  });

  it("uses the other language's text if its own is empty", () => {
    expect(zh.of({ zh: "", en: "a" })).toBe("a");
    expect(en.of({ zh: "甲", en: "" })).toBe("甲");
    expect(en.of({ zh: "甲", en: "a" })).toBe("a");
  });
});
