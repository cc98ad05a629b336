import { describe, expect, it } from "vitest";
import type { FormField } from "../../../domain/catalogue/duty.ts";
import { allDuties, dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { dayProblems, readSubmission } from "../../../domain/forms/submission.ts";
import { procedureOf } from "../../../domain/procedures/kinds.ts";
import { fieldsOf } from "../../../domain/procedures/steps.ts";
import { inEnglish } from "../../support/refusals.ts";

const t = (text: string) => ({ zh: text, en: text });
const field = (name: string, more: Partial<FormField>): FormField => ({
  ...{ name, type: "number", label: t(name), required: false },
  ...more,
});

describe("a number of people, times or things", () => {
  const people = [field("people", {})];

  it.each(["0", "7", " 12 ", "999999999"])("%j is accepted", (typed) => {
    expect(readSubmission(people, { people: typed })).toEqual({ problems: [], result: { people: Number(typed) } });
  });

  it.each(["-1", "2.5", "1e3", "12人", "1,000", "1000000000"])("%j is rejected", (typed) => {
    const { problems, result } = readSubmission(people, { people: typed });
    expect(result).toEqual({});
    expect(problems.map(inEnglish)).toEqual([
      { field: "people", value: typed, expected: "a whole number such as 12, not below 0" },
    ]);
  });
});

describe("an amount", () => {
  const paid = [field("paid", { type: "money" })];

  it("is not below 0", () => {
    expect(readSubmission(paid, { paid: "0" })).toEqual({ problems: [], result: { paid: "0" } });
    expect(readSubmission(paid, { paid: "12.5" }).result).toEqual({ paid: "1250" });
    const { problems, result } = readSubmission(paid, { paid: "-0.01" });
    expect(result).toEqual({});
    expect(problems.map(inEnglish)).toEqual([
      expect.objectContaining({ field: "paid", value: "-0.01", expected: expect.stringContaining("not below 0") }),
    ]);
  });
});

describe("the number of people who passed", () => {
  const training = fieldsOf(dutyOf("25"), "do", {});

  it("cannot exceed the number who attended", () => {
    const { problems } = readSubmission(training, { attendance: "12", passed: "15" });
    expect(problems.map(inEnglish)).toEqual([
      { field: "passed", value: "15", expected: "a whole number, at most that of attendance (12)" },
    ]);
    for (const passed of ["12", "0"])
      expect(readSubmission(training, { attendance: "12", passed }).problems).toEqual([]);
  });

  it("is not compared with an invalid number", () => {
    const { problems } = readSubmission(training, { attendance: "many", passed: "15" });
    expect(problems.map((one) => one.field)).toEqual(["attendance"]);
  });
});

describe("a day", () => {
  const today = "2031-03-03";
  const held = field("held", { type: "date", past: true });
  const meeting = field("meeting", { type: "date" });

  it("of a past event is today at the latest", () => {
    for (const day of [today, "2031-01-01"]) expect(dayProblems([held], { held: day }, { today })).toEqual([]);
    expect(dayProblems([held], { held: "2031-03-04" }, { today }).map(inEnglish)).toEqual([
      { field: "held", value: "2031-03-04", expected: `a day until today, ${today}, YYYY-MM-DD` },
    ]);
  });

  it("that a task sets is between today and its last day", () => {
    const bounds = { today, latest: "2031-03-10" };
    for (const day of [today, "2031-03-10"]) expect(dayProblems([meeting], { meeting: day }, bounds)).toEqual([]);
    for (const day of ["2031-03-02", "2031-03-11"])
      expect(dayProblems([meeting], { meeting: day }, bounds).map(inEnglish)).toEqual([
        { field: "meeting", value: day, expected: "a day from 2031-03-03 to 2031-03-10, YYYY-MM-DD" },
      ]);
    expect(dayProblems([held], { held: "2031-03-01" }, bounds)).toEqual([]);
  });
});

it("in every form is either past or a day on which the case then depends", () => {
  const days = allDuties.flatMap((duty) =>
    ["do", ...Object.keys(procedureOf(duty.kind).steps)].flatMap((step) =>
      fieldsOf(duty, step, {})
        .filter(({ type, past }) => type === "date" && !past)
        .map(({ name }) => `${duty.kind} ${step} ${name}`),
    ),
  );
  // The third has a time of day and its own condition.
  expect([...new Set(days)].sort()).toEqual(["DD publish platform-on", "DR set-date date", "PR table-date date"]);
});
