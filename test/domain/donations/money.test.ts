import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatYuan, MoneyError, parseYuan } from "../../../domain/donations/money.ts";

describe("amounts of money", () => {
  it.each([
    [1234560n, "¥12,345.60"],
    [0n, "¥0.00"],
    [5n, "¥0.05"],
    [-123n, "-¥1.23"],
    [100000000n, "¥1,000,000.00"],
  ])("%s fen are formatted as %s", (cents, text) => {
    expect(formatYuan(cents)).toBe(text);
  });
  it.each([
    ["12345.6", 1234560n],
    [" 12,345.60 ", 1234560n],
    ["¥12,345.60", 1234560n],
    ["\uffe5\uff11\uff12\uff0c345\uff0e6", 1234560n],
    ["88元", 8800n],
    ["-¥1.23", -123n],
    ["0.05", 5n],
  ])("%s is accepted", (text, cents) => {
    expect(parseYuan(text)).toBe(cents);
  });
  it.each([
    "",
    "  ",
    "abc",
    "1.234",
    "1,23",
    "12,34,567",
    "1e5",
    "1.2万",
    "0x10",
    "--1",
    "1.",
    ".5",
    "9".repeat(16),
    "1".repeat(99),
  ])("%j is rejected, naming it and what was expected", (text) => {
    expect(() => parseYuan(text)).toThrow(MoneyError);
    expect(() => parseYuan(text)).toThrow("two decimals");
  });
  it("every formatted amount is parsed to the same value", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 17n) + 1n, max: 10n ** 17n - 1n }), (cents) => {
        expect(parseYuan(formatYuan(cents))).toBe(cents);
      }),
    );
  });
});
