import { describe, expect, it } from "vitest";
import { withLanguage } from "../../../cli/language.ts";
import { countingLines } from "../../../cli/views/case-counting.ts";
import type { CaseState } from "../../../domain/terms.ts";
import type { CaseRow } from "../../../records/cases/cases.ts";
import { unChinese } from "../../support/chinese.ts";

const found = (id: string, duty: string, key: string, state: CaseState) => ({ id, duty, key, state }) as CaseRow;
const lines = (language: "zh-CN" | "en", state: CaseState): string[] =>
  withLanguage(language, () =>
    countingLines({
      case: found("c1", "22a", "2031-W10", state),
      countedBy: state === "open" ? null : found("c2", "22a", "2031-03", "open"),
      counted:
        state === "open"
          ? (["missed", "superseded", "credited"] as const).map((one) => found("c3", "56", "2031-W09", one))
          : [],
    }),
  );

describe("the case that counts instead, and the cases for which it counts,", () => {
  it("are named in both languages for each outcome", () => {
    expect(lines("zh-CN", "open")).toEqual([
      "上期未完成：第56项2031-W09（c3）",
      "因等级调整，代替：第56项2031-W09（c3）",
      "同时计入：第56项2031-W09（c3）",
    ]);
    expect((["missed", "superseded", "credited"] as const).flatMap((state) => lines("zh-CN", state))).toEqual([
      "未完成，下一期：第22a项2031-03（c2）",
      "因等级调整，计入：第22a项2031-03（c2）",
      "同时计入，依据：第22a项2031-03（c2）",
    ]);
    for (const line of lines("zh-CN", "open")) expect(unChinese(line)).toEqual([]);
    expect(lines("en", "open")).toEqual([
      "the one before was missed: duty 56 2031-W09 (c3)",
      "since the level has changed, it counts in the place of: duty 56 2031-W09 (c3)",
      "counts for: duty 56 2031-W09 (c3)",
    ]);
    expect(lines("en", "credited")).toEqual(["counted with: duty 22a 2031-03 (c2)"]);
  });
});
