import { expect, it } from "vitest";
import { daysWords, keyWords } from "../../../domain/time/period-words.ts";

it.each([
  ["2026-W49", "2026年第49周，11月30日至12月6日", "week 49 of 2026, 2026-11-30 to 2026-12-06"],
  ["2026-11", "2026年11月", "November 2026"],
  ["2026-Q4", "2026年第四季度", "Q4 2026"],
  ["2026-H2", "2026年下半年", "the second half of 2026"],
  ["2026", "2026年", "2026"],
  ["extra", "extra", "extra"],
])("the key %s is %s, %s", (key, zh, en) => {
  expect(keyWords(key)).toEqual({ zh, en });
});

it.each([
  ["2027-01-16", "2027-01-20", "2027年1月16日至20日", "2027-01-16 to 2027-01-20"],
  ["2027-01-16", "2027-02-03", "2027年1月16日至2月3日", "2027-01-16 to 2027-02-03"],
  ["2026-12-16", "2027-01-03", "2026年12月16日至2027年1月3日", "2026-12-16 to 2027-01-03"],
  ["2027-01-16", "2027-01-16", "2027年1月16日", "2027-01-16"],
  ["2027-01-16", null, "2027年1月16日起", "from 2027-01-16"],
])("the days from %s to %s are %s, %s", (from, to, zh, en) => {
  expect(daysWords(from, to)).toEqual({ zh, en });
});
