import { describe, expect, it } from "vitest";
import { allDuties, dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { draftOf, isSameDraft, nothingToReport } from "../../../domain/forms/draft.ts";
import { filledIn } from "../../../domain/forms/filled-in.ts";
import { readSubmission } from "../../../domain/forms/submission.ts";

describe("a draft", () => {
  const { evidence } = dutyOf("28");
  const [item] = evidence.find(({ type }) => type === "checklist")?.items ?? [];

  it("keeps the typed values by key of the form, without the severity of an item that has no finding", () => {
    const raw = { findings: " 漏水 ", report: "", other: "x", [`items.${item?.name}.severity`]: "major" };
    expect(draftOf(evidence, [], raw)).toEqual({ findings: "漏水" });
    const found = { [`items.${item?.name}`]: "finding", [`items.${item?.name}.severity`]: "major" };
    expect(draftOf(evidence, [], found)).toEqual(found);
  });

  it("equals another in any order, and differs with one value less", () => {
    expect(isSameDraft({ a: "1", b: "2" }, { b: "2", a: "1" })).toBe(true);
    expect(isSameDraft({ a: "1" }, { a: "1", b: "2" })).toBe(false);
    expect(isSameDraft({ a: "1" }, { a: "2" })).toBe(false);
  });
});

describe("nothing to report", () => {
  it("is an accepted answer of the duties that allow it", () => {
    const may = allDuties.filter(({ cadence, evidence }) => cadence && nothingToReport(evidence, "zh-CN"));
    expect(may.map(({ number }) => number)).toEqual(["16", "17", "18", "46", "47", "49", "S12", "S17"]);
    for (const { evidence } of may)
      for (const language of ["zh-CN", "en"] as const)
        expect(readSubmission(evidence, nothingToReport(evidence, language) ?? {}).problems).toEqual([]);
  });
});

it("prefills matrices with counts and lists, but no list whose entries start cases", () => {
  const [stock] = dutyOf("62").evidence;
  if (!stock) throw new Error("the duty has a form");
  const rows = [{ id: "masks", label: "口罩", minimum: 100 }];
  const typed = Object.fromEntries((stock.items ?? []).map(({ name }) => [`${stock.name}.masks.${name}`, "120"]));
  const { result, problems } = readSubmission([stock], typed, [], rows);
  expect(problems).toEqual([]);
  expect(filledIn([stock], rows, [result])).toEqual(typed);
  const matches = dutyOf("49").evidence;
  expect(filledIn(matches, [], [{ matches: ["甲对乙", "丙对丁"] }])).toEqual({ matches: "甲对乙\n丙对丁" });
  const [list] = matches;
  expect(filledIn(list ? [{ ...list, raises: "finding" }] : [], [], [{ matches: ["甲"] }])).toEqual({});
});
