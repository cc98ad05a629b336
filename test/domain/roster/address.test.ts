import fc from "fast-check";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { describe, expect, it } from "vitest";
import { parseEmail, parsePhone } from "../../../domain/roster/address.ts";

describe("an e-mail address", () => {
  it.each([
    ["office@example.org", "office@example.org"],
    ["Wang.Fang+duty@Mail.Example.ORG", "wang.fang+duty@mail.example.org"],
    ["a@xn--fiqs8s.xn--fiqz9s", "a@xn--fiqs8s.xn--fiqz9s"],
    [`${"a".repeat(64)}@example.org`, `${"a".repeat(64)}@example.org`],
  ])("%s is accepted", (given, parsed) => {
    expect(parseEmail(given)).toBe(parsed);
  });

  it.each([
    "",
    "office",
    "@example.org",
    "office@",
    "office@localhost",
    "office@example",
    "office@example.1",
    "office@-example.org",
    "office@example..org",
    ".office@example.org",
    "office.@example.org",
    "of..fice@example.org",
    "of fice@example.org",
    "a@b@example.org",
    '"a b"@example.org',
    "office@[127.0.0.1]",
    "office@example.org\r\nBcc: all@example.org",
    "office@example.org\n",
    "办公室@example.org",
    `${"a".repeat(65)}@example.org`,
    `a@${"b".repeat(64)}.org`,
    `a@${"b.".repeat(130)}org`,
  ])("%j is rejected", (given) => {
    expect(parseEmail(given)).toBeUndefined();
  });

  it("that is accepted has no control character, space or second line, whatever was typed", () => {
    // Mostly characters of addresses; with all characters equally likely, no address would be accepted.
    const sign = fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom("a", "Z") },
      { weight: 1, arbitrary: fc.constantFrom(".", "@", "-", "\r", "\n", "\0", " ", "<", "é") },
    );
    const typed = fc.string({ unit: sign, minLength: 1, maxLength: 12 });
    const fates = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(typed, typed, (local, domain) => {
        const parsed = parseEmail(`${local}@${domain}.org`);
        fates[parsed === undefined ? "refused" : "taken"] += 1;
        if (parsed !== undefined) expect(parsed).toMatch(/^[a-z.-]+@[a-z.-]+\.org$/);
      }),
      { numRuns: 500 },
    );
    expect(fates.taken).toBeGreaterThan(100);
    expect(fates.refused).toBeGreaterThan(25);
  });
});

describe("a telephone number", () => {
  it.each([
    ["13800138000", "+8613800138000"],
    ["+86 138 0013 8000", "+8613800138000"],
    ["138-0013-8000", "+8613800138000"],
    ["020-83123456", "+862083123456"],
    ["+1 (202) 555-0123", "+12025550123"],
    ["+44 7700 900123", "+447700900123"],
    ["+44 20 7946 0018", "+442079460018"],
  ])("%s is %s", (given, parsed) => {
    expect(parsePhone(given)).toBe(parsed);
  });

  it.each(["", "+", "12345", "+86 138", "13800138000 ext 5", "+cmd", "call me", "+999 123456789", "1".repeat(41)])(
    "%j is rejected",
    (given) => {
      expect(parsePhone(given)).toBeUndefined();
    },
  );

  it.each(["1380013800", "138001380000", "+86 138 0013 80000", "0138001380", "+86 199 0013 800"])(
    "%j is rejected: a Chinese mobile number with a missing or doubled digit would reach nobody or a stranger",
    (given) => {
      expect(parsePhone(given)).toBeUndefined();
    },
  );

  it("of a Chinese mobile is parsed as by the library, but faster", () => {
    const digits = fc.integer({ min: 3_000_000_000, max: 9_999_999_999 });
    fc.assert(
      fc.property(digits, fc.constantFrom("", "+86", "+86 "), (rest, prefix) => {
        const given = `${prefix}1${rest}`;
        const library = parsePhoneNumberFromString(given, { defaultCountry: "CN", extract: false });
        expect(library?.isValid()).toBe(true);
        expect(parsePhone(given)).toBe(library?.number);
      }),
    );
  });
});
