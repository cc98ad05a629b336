import { describe, expect, it } from "vitest";
import { DutyPackError, dutyPacks, guangzhou2022 } from "../../../../domain/catalogue/packs/index.ts";
import { checkPack } from "../../../../domain/catalogue/packs/schema.ts";

type Draft = Record<string, unknown>;

/** The guideline's pack with one changed duty. */
function changed(number: string, change: Draft): unknown {
  const duties = guangzhou2022.duties.map((duty) => (duty.number === number ? { ...duty, ...change } : duty));
  return { ...guangzhou2022, duties };
}

function problems(value: unknown): readonly string[] {
  try {
    checkPack(value);
  } catch (error) {
    if (error instanceof DutyPackError) return error.problems;
    throw error;
  }
  return [];
}

describe("a duty pack", () => {
  it.each(dutyPacks.map((pack) => [pack.name, pack] as const))("%s is accepted unchanged", (_name, pack) => {
    expect(checkPack(pack)).toEqual(pack);
  });

  it.each([
    ["a kind that does not exist", "7", { kind: "XX" }, /duty 7, kind \("XX"\).*"RT"/],
    ["a role that does not exist", "7", { roles: ["boss"] }, /duty 7, roles\.0 \("boss"\)/],
    ["nobody to do it", "7", { roles: [] }, /duty 7, roles: expected at least one role/],
    ["an event that does not exist", "1", { events: ["rain"] }, /duty 1, events\.0 \("rain"\)/],
    ["a clause in another form", "1", { clause: "1.1" }, /duty 1, clause \("1\.1"\)/],
    ["an empty quote", "1", { quote: " " }, /duty 1, quote.*expected words/],
    ["a text without English", "1", { title: { zh: "学习" } }, /duty 1, title\.en/],
    ["no cadence and no event", "2", { events: [] }, /duty 2, events: .*never comes up/],
    ["nothing required", "6", { evidence: [loose] }, /duty 6, evidence: .*required/],
    ["a choice without options", "6", { evidence: [choiceless] }, /evidence\.0\.options/],
    ["a name asked twice", "6", { evidence: [loose, sure] }, /duty 6, evidence: .*name once/],
    ["a checklist without items", "6", { evidence: [{ ...sure, type: "checklist" }] }, /evidence\.0\.items/],
    ["items of a text", "6", { evidence: [{ ...sure, items: [column] }] }, /evidence\.0\.items/],
    [
      "an item twice",
      "6",
      { evidence: [{ ...matrix, items: [column, column] }] },
      /items: expected each item's name once/,
    ],
    ["a matrix too wide", "6", { evidence: [{ ...matrix, items: columns(21) }] }, /items: .*20 columns/],
    ["a checklist too long", "6", { evidence: [{ ...matrix, type: "checklist", items: columns(61) }] }, /60 items/],
    [
      "a column of reasons",
      "6",
      { evidence: [{ ...matrix, items: [{ ...column, name: "reason" }] }] },
      /no column `reason`/,
    ],
    [
      "an item without a name",
      "6",
      { evidence: [{ ...matrix, items: [{ ...column, name: "a.b" }] }] },
      /items\.0\.name/,
    ],
    ["a checklist that counts", "6", { evidence: [{ ...matrix, type: "checklist", counted: true }] }, /counted/],
    ["a text that raises something", "6", { evidence: [{ ...sure, raises: "finding" }] }, /evidence\.0\.raises/],
    [
      "an event raised that does not exist",
      "6",
      { evidence: [{ ...sure, type: "list", raises: "rain" }] },
      /raises \("rain"\)/,
    ],
    [
      "the party organization meant where the secretariat acts",
      "13",
      { party: true },
      /duty 13, party.*: expected `party: true`/,
    ],
    ["a field it does not know", "7", { colour: "red" }, /duty 7: .*colour/],
    ["the number of another", "7", { number: "8" }, /numbers used twice: 8/],
  ])("with %s is rejected, naming the duty and what was expected", (_what, number, change, message) => {
    const found = problems(changed(number, change));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  it("of any other shape is rejected", () => {
    for (const value of [undefined, null, 3, "pack", [], {}]) expect(problems(value)).not.toEqual([]);
  });
});

const loose = { name: "record", type: "text", label: { zh: "记录", en: "Record" }, required: false };
const sure = { ...loose, required: true };
const choiceless = { ...sure, type: "choice" };
const column = { name: "trained", label: { zh: "已培训", en: "Trained" } };
const matrix = { ...sure, type: "matrix", items: [column] };
const columns = (n: number) => Array.from({ length: n }, (_, index) => ({ ...column, name: `column-${index}` }));
