import { expect, it } from "vitest";
import { keyWords } from "../../../domain/time/period-words.ts";

it.each([
  ["2026-W49", "2026年第49周，11月30日至12月6日", "week 49 of 2026, 2026-11-30 to 2026-12-06"],
  ["2026-11", "2026年11月", "November 2026"],
  ["2026-Q4", "2026年第四季度", "Q4 2026"],
  ["2026-H2", "2026年下半年", "the second half of 2026"],
  ["2026", "2026年", "2026"],
  ["extra", "extra", "extra"],
])("the key %s reads %s, %s", (key, zh, en) => {
  expect(keyWords(key)).toEqual({ zh, en });
});
