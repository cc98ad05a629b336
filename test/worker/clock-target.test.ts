import { describe, expect, it } from "vitest";
import { instantAt } from "../../domain/time/zones.ts";
import { clockTarget } from "../../worker/clock-target.ts";

const zone = "Asia/Shanghai";
const now = instantAt("2031-03-03", "10:00", zone);

describe("the target of the demo's clock", () => {
  it.each([
    ["+30min", "2031-03-03", "10:30"],
    ["+4h", "2031-03-03", "14:00"],
    ["+3d", "2031-03-06", "10:00"],
    ["+2w", "2031-03-17", "10:00"],
    ["2031-03-10", "2031-03-10", "00:00"],
    ["2031-03-10 18:05", "2031-03-10", "18:05"],
    ["2031-03-10T18:05", "2031-03-10", "18:05"],
  ])("for %s is %s %s", (to, date, time) => {
    expect(clockTarget(to, now, zone)).toBe(instantAt(date, time, zone).getTime());
  });

  it.each([
    ["2031-03-01", '"2031-03-01" has passed: it is 2031-03-03 10:00 (Asia/Shanghai); expected a time to come'],
    ["2031-03-03 10:00", "has passed"],
    ["2031-02-30", "no way to move the clock; expected next"],
    ["2031-03-10 25:00", "no way"],
    ["2033-03-10", "a year at most"],
    ["+0d", "no way"],
    ["+3y", "no way"],
    ["-1d", "no way"],
  ])("rejects %s", (to, said) => {
    expect(() => clockTarget(to, now, zone)).toThrow(said);
  });
});
