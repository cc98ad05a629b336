import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dutyOf, statutoryDuties } from "../../../domain/catalogue/packs/index.ts";
import { type Credit, checkCredits, credits, creditsFor, creditsOf, holds } from "../../../domain/planning/credits.ts";
import { cadences } from "../../../domain/terms.ts";
import { addDays } from "../../../domain/time/dates.ts";
import { periodNamed, periodOf } from "../../../domain/time/periods.ts";

const alone = [
  { personId: "p", role: "head" as const },
  { personId: "p", role: "legal-representative" as const },
];
const apart = [
  { personId: "p", role: "head" as const },
  { personId: "q", role: "legal-representative" as const },
];

describe("the table of credits", () => {
  it("matches the decided list line by line", () => {
    expect(credits.map(({ done, counts, of, when }) => [done, counts, of, Object.keys(when)[0]])).toEqual([
      ["53b", "26", "period", "always"],
      ["53a", "25", "period", "always"],
      ["22a", "56", "period", "always"],
      ["22a", "61", "period", "prefilled"],
      ["22b", "61", "period", "prefilled"],
      ["7", "1", "period", "field"],
      ["24", "66", "day", "field"],
      ["45", "66", "day", "field"],
      ["4", "69", "period", "field"],
      ["27", "60", "day", "samePerson"],
    ]);
    for (const { reason } of credits) expect(reason.zh).toMatch(/^[\p{Script=Han}“”，]+$/u);
  });

  it("has no line for a statutory duty", () => {
    const law = statutoryDuties.duties.map(({ number }) => number);
    for (const { done, counts } of credits) for (const duty of [done, counts]) expect(law).not.toContain(duty);
  });

  it.each(
    creditsOf("7")
      .concat(creditsOf("24"), creditsOf("45"), creditsOf("4"))
      .map((line) => [line.name, line] as const),
  )("counts %s if the form says yes, and not if it says no or nothing", (_, line) => {
    const { field, is } = line.when as { field: string; is: string };
    expect(holds(line, { result: { [field]: is }, holders: [] })).toBe(true);
    expect(holds(line, { result: { [field]: "no" }, holders: [] })).toBe(false);
    expect(holds(line, { result: {}, holders: [] })).toBe(false);
    const found = dutyOf(line.done).evidence.find(({ name }) => name === field);
    expect(found).toMatchObject({ type: "choice", required: false });
  });

  it("counts drill, training and premises always; the roll-up if head and legal representative are one person", () => {
    for (const duty of ["53b", "53a", "22a"])
      for (const line of creditsOf(duty)) expect(holds(line, { result: {}, holders: [] })).toBe(true);
    const [rollUp] = creditsOf("27") as [Credit];
    expect(holds(rollUp, { result: {}, holders: alone })).toBe(true);
    expect(holds(rollUp, { result: {}, holders: apart })).toBe(false);
    expect(holds(rollUp, { result: {}, holders: [] })).toBe(false);
  });

  it("closes nothing for lines that only prefill", () => {
    expect(creditsFor("61")).toEqual([]);
    expect(creditsOf("22b")).toEqual([]);
  });

  it("is rejected if it names an answer that no form has, a duty without a cadence, or has a loop", () => {
    const [first] = credits as [Credit];
    const refused = (...lines: Partial<Credit>[]) =>
      expect(() =>
        checkCredits(lines.map((line, at) => ({ ...first, name: "abcd".slice(0, at + 1), ...line }))),
      ).toThrow();
    refused({ done: "7", when: { field: "nothing", is: "yes" } });
    refused({ done: "7", when: { field: "minutes", is: "yes" } });
    refused({ counts: "29" });
    refused({}, { done: "26", counts: "25" });
    refused({ name: "one" }, { name: "one" });
    expect(checkCredits([first])).toEqual([first]);
  });
});

describe("the period of a key", () => {
  it("is parsed from the key, for every cadence", () => {
    fc.assert(
      fc.property(fc.constantFrom(...cadences), fc.integer({ min: 0, max: 20_000 }), (cadence, n) => {
        const period = periodOf(cadence, addDays("2004-01-01", n));
        expect(periodNamed(period.key)).toEqual(period);
      }),
    );
  });

  it("is none for the key of an event", () => {
    for (const key of ["policy-issued:2031", "2031-Q5", "2031-H3", "2031-13", "2031-W60", "2031-W00", "", "key"])
      expect(periodNamed(key)).toBeNull();
  });
});
