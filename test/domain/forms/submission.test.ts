import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FormField } from "../../../domain/catalogue/duty.ts";
import { answerWords } from "../../../domain/forms/answer-words.ts";
import { findingsOf } from "../../../domain/forms/findings.ts";
import { rowsOf } from "../../../domain/forms/rows.ts";
import { keysOf, readSubmission } from "../../../domain/forms/submission.ts";
import { english, inEnglish } from "../../support/refusals.ts";

const t = (zh: string, en: string) => ({ zh, en });
const items: FormField = {
  name: "items",
  type: "checklist",
  label: t("清单", "Checklist"),
  required: true,
  items: [
    { name: "exits", label: t("安全出口", "Exits") },
    { name: "wiring", label: t("电线", "Wiring") },
    { name: "kitchen", label: t("厨房", "Kitchen") },
  ],
};
const cover: FormField = {
  name: "cover",
  type: "matrix",
  label: t("覆盖", "Cover"),
  required: true,
  items: [
    { name: "trained", label: t("已培训", "trained") },
    { name: "told", label: t("已告知", "told") },
  ],
};
const stock: FormField = { ...cover, name: "stock", counted: true };
const people = [
  { id: "p1", label: "王芳" },
  { id: "p2", label: "<b>李强</b>" },
];

describe("a checklist", () => {
  const full = {
    "items.exits": "ok",
    "items.wiring": "finding",
    "items.wiring.note": " 电线裸露 ",
    "items.wiring.severity": "critical",
    "items.kitchen": "na",
    "items.kitchen.note": "没有厨房",
  };

  it("is stored item by item, in its own order", () => {
    expect(readSubmission([items], full)).toEqual({
      problems: [],
      result: {
        items: [
          { item: "exits", answer: "ok" },
          { item: "wiring", answer: "finding", note: "电线裸露", severity: "critical" },
          { item: "kitchen", answer: "not-applicable", note: "没有厨房" },
        ],
      },
    });
    const { "items.wiring.severity": _, ...plain } = full;
    expect(readSubmission([items], plain).result.items).toContainEqual({
      item: "wiring",
      answer: "finding",
      note: "电线裸露",
      severity: "major",
    });
  });

  it.each([
    ["an item is left out", { "items.kitchen": "" }, "items.kitchen", /one of ok, finding, na/],
    ["a finding says nothing", { "items.wiring.note": " \n" }, "items.wiring.note", /what was found/],
    ["a note is beyond all measure", { "items.wiring.note": "x".repeat(2_001) }, "items.wiring.note", /at most 2000/],
    ["a severity is none", { "items.wiring.severity": "deadly" }, "items.wiring.severity", /critical, major, minor/],
    ["a severity is that of no finding", { "items.exits.severity": "minor" }, "items.exits.severity", /only a finding/],
    ["an answer is none", { "items.exits": "yes" }, "items.exits", /one of ok, finding, na/],
    ["an item is none of it", { "items.roof": "ok" }, "items.roof", /one of items\.exits, /],
    ["a key is that of every object", { "items.__proto__": "ok" }, "items.__proto__", /one of items\.exits, /],
    ["it is answered as a whole", { items: "ok" }, "items", /one of items\.exits, /],
  ])("is rejected if %s, by its key", (_what, change, key, expected) => {
    const { problems } = readSubmission([items], { ...full, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.field).toBe(key);
    expect(english(problems[0]?.expected)).toMatch(expected);
    expect(problems[0]?.value.length).toBeLessThanOrEqual(80);
  });

  it("that is optional can be left out, or answered in part", () => {
    const loose = { ...items, required: false };
    expect(readSubmission([loose], {})).toEqual({ result: {}, problems: [] });
    expect(readSubmission([loose], { "items.exits": "ok" }).result.items).toEqual([{ item: "exits", answer: "ok" }]);
    expect(readSubmission([loose], { "items.exits.note": "x" }).problems).toHaveLength(1);
  });

  it("is displayed in readable form", () => {
    const { result } = readSubmission([items], full);
    expect(answerWords(items, result.items, "zh-CN")).toEqual([
      "安全出口：符合",
      "电线：有问题（紧急）：电线裸露",
      "厨房：不适用：没有厨房",
    ]);
    expect(answerWords(items, result.items, "en")[1]).toBe("Wiring: finding (critical): 电线裸露");
  });
});

describe("a day", () => {
  const day: FormField = { name: "held-on", type: "date", label: t("日期", "Day"), required: true };

  it("is displayed as each language writes days", () => {
    const { result } = readSubmission([day], { "held-on": "2031-03-03" });
    expect(result).toEqual({ "held-on": "2031-03-03" });
    expect(answerWords(day, result["held-on"], "zh-CN")).toEqual(["2031年3月3日"]);
    expect(answerWords(day, result["held-on"], "en")).toEqual(["3 Mar 2031"]);
  });

  it("that an older form stored in another format is displayed as stored", () => {
    expect(answerWords(day, "三月初", "zh-CN")).toEqual(["三月初"]);
    expect(answerWords(undefined, "2031-03-03", "zh-CN")).toEqual(["2031-03-03"]);
  });
});

describe("a matrix", () => {
  it("is complete row by row, or has reasons", () => {
    const raw = {
      "cover.p1.trained": "yes",
      "cover.p1.told": "yes",
      "cover.p2.told": "yes",
      "cover.p2.reason": "休假",
    };
    const { result, problems } = readSubmission([cover], raw, [], people);
    expect(problems).toEqual([]);
    expect(result.cover).toEqual([
      { row: "p1", label: "王芳", missing: [] },
      { row: "p2", label: "<b>李强</b>", missing: ["trained"], reason: "休假" },
    ]);
    expect(answerWords(cover, result.cover, "zh-CN")).toEqual(["王芳：齐全", "<b>李强</b>：尚缺：已培训；原因：休假"]);
    const without = readSubmission([cover], { ...raw, "cover.p2.reason": "" }, [], people);
    expect(without.problems.map(inEnglish)).toEqual([
      { field: "cover.p2.reason", value: "", expected: "trained, or the reason why not" },
    ]);
  });

  it("without rows is answered as a whole; an unknown row is rejected", () => {
    expect(readSubmission([cover], { "cover.all.trained": "yes", "cover.all.told": "yes" }).result.cover).toEqual([
      { row: "all", label: "", missing: [] },
    ]);
    const { problems } = readSubmission([cover], { "cover.p9.told": "yes", "cover.all.reason": "x" });
    expect(problems.map((one) => one.field)).toEqual(["cover.p9.told"]);
  });

  it("that is optional can only be left out entirely", () => {
    const loose = { ...cover, required: false };
    expect(readSubmission([loose], {}, [], people)).toEqual({ result: {}, problems: [] });
    expect(readSubmission([loose], { "cover.p1.told": "yes" }, [], people).problems).toHaveLength(2);
  });

  it("with counts accepts numbers, and requires a reason for those below the minimum", () => {
    const masks = [{ id: "masks", label: "口罩", minimum: 10 }];
    const read = (raw: Record<string, string>) => readSubmission([stock], raw, [], masks);
    expect(read({ "stock.masks.trained": "12", "stock.masks.told": "10.5" }).result.stock).toEqual([
      { row: "masks", label: "口罩", missing: [], counts: { trained: 12, told: 10.5 } },
    ]);
    expect(read({ "stock.masks.trained": "9", "stock.masks.told": "10" }).problems.map(inEnglish)).toEqual([
      { field: "stock.masks.reason", value: "", expected: "at least 10 of each, or the reason why not" },
    ]);
    const short = read({ "stock.masks.trained": "9", "stock.masks.reason": "已订购" });
    expect(short.problems).toEqual([]);
    expect(short.result.stock).toEqual([
      { row: "masks", label: "口罩", missing: ["trained", "told"], reason: "已订购", counts: { trained: 9 } },
    ]);
    expect(answerWords(stock, short.result.stock, "zh-CN")).toEqual([
      "口罩：已培训 9；尚缺：已培训、已告知；原因：已订购",
    ]);
    for (const value of ["-1", "yes", "1e9", "NaN", "٣"])
      expect(read({ "stock.masks.trained": value, "stock.masks.reason": "x" }).problems[0]?.field, value).toBe(
        "stock.masks.trained",
      );
  });

  it("has the valid rows in its task's facts, at most 200", () => {
    const rows = [...people, people[0], null, "x", { id: 3 }, { id: "a b" }, { id: "__proto__" }];
    expect(rowsOf({ rows }).map((row) => row.id)).toEqual(["p1", "p2", "__proto__"]);
    expect(rowsOf({ rows: Array.from({ length: 5_000 }, (_, n) => ({ id: `r${n}`, label: "" })) })).toHaveLength(200);
    expect(rowsOf({})).toEqual([]);
    expect(rowsOf({ rows: "all" })).toEqual([]);
  });
});

describe("the findings of a submission", () => {
  const findings: FormField = { name: "findings", type: "findings", label: t("问题", "Findings"), required: false };
  const opinions: FormField = { ...findings, name: "opinions", type: "list", raises: "opinion-raised" };

  it("are listed in the order of the form, each with severity and event", () => {
    const result = {
      findings: ["严重：漏电", "minor: a bulb is out", "无前缀", "一般:灰尘", "critical:", "Critical： smoke"],
      opinions: ["严重：不是等级"],
      items: [
        { item: "exits", answer: "ok", note: "x" },
        { item: "wiring", answer: "finding", note: "裸露\n两处", severity: "critical" },
        { item: "gone", answer: "finding", note: "old", severity: "no such" },
      ],
    };
    const raising: FormField = { ...items, raises: "hazard-opened" };
    expect(findingsOf([raising, findings, opinions], result)).toEqual([
      { subject: "电线：裸露 两处", severity: "critical", raises: "hazard-opened", field: "items", item: "wiring" },
      { subject: "old", severity: "major", raises: "hazard-opened", field: "items", item: "gone" },
      { subject: "漏电", severity: "critical", raises: "finding", field: "findings" },
      { subject: "a bulb is out", severity: "minor", raises: "finding", field: "findings" },
      { subject: "无前缀", severity: "major", raises: "finding", field: "findings" },
      { subject: "灰尘", severity: "minor", raises: "finding", field: "findings" },
      { subject: "critical:", severity: "major", raises: "finding", field: "findings" },
      { subject: "smoke", severity: "critical", raises: "finding", field: "findings" },
      { subject: "严重：不是等级", severity: "major", raises: "opinion-raised", field: "opinions" },
    ]);
  });

  it("leave out a checklist or a list that raises nothing", () => {
    const result = { items: [{ item: "exits", answer: "finding", note: "x", severity: "major" }], opinions: ["x"] };
    expect(findingsOf([items, { ...findings, name: "opinions", type: "list" }], result)).toEqual([]);
    expect(findingsOf([items], null)).toEqual([]);
  });
});

describe("any input", () => {
  const fields: FormField[] = [
    items,
    cover,
    stock,
    { name: "record", type: "text", label: t("记录", "Record"), required: true },
    { name: "when", type: "date", label: t("日期", "Day"), required: false },
    { name: "paid", type: "money", label: t("金额", "Paid"), required: false },
    { name: "findings", type: "findings", label: t("问题", "Findings"), required: false },
  ];
  const known = fields.flatMap((field) => keysOf(field, people));
  const key = fc.oneof(
    fc.constantFrom(...known),
    fc.constantFrom("__proto__", "constructor", "items.constructor", "cover.__proto__.told", "items.", "."),
    fc.string(),
  );
  const value = fc.oneof(
    fc.constantFrom("ok", "finding", "na", "yes", "3", "critical", "2031-03-03", "\0", "\ud800", "严重：x"),
    fc.string({ unit: "binary" }),
  );
  const raw = fc.array(fc.tuple(key, value), { maxLength: 60 }).map((entries) => Object.fromEntries(entries));

  it("is accepted or rejected without an exception, and can be stored, displayed and raised if accepted", () => {
    fc.assert(
      fc.property(raw, (values) => {
        const { result, problems } = readSubmission(fields, values, [], people);
        const stored = JSON.parse(JSON.stringify(result)) as Record<string, unknown>;
        expect(stored).toEqual(result);
        expect(JSON.stringify(result)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
        for (const name of Object.keys(result)) expect(fields.map((field) => field.name)).toContain(name);
        for (const problem of problems) expect(problem.value.length).toBeLessThanOrEqual(80);
        // Every known field that was sent is in the result or has an error; an unknown one has an error.
        for (const name of Object.keys(values).filter((one) => !known.includes(one)))
          expect(problems.map((problem) => problem.field)).toContain(name.slice(0, 120));
        for (const field of fields)
          for (const language of ["zh-CN", "en"] as const) answerWords(field, stored[field.name], language);
        findingsOf(fields, stored);
      }),
      { numRuns: 500 },
    );
  });

  it("that an older form stored is displayed unchanged", () => {
    fc.assert(
      fc.property(fc.constantFrom(undefined, ...fields), fc.jsonValue(), (field, stored) => {
        for (const line of answerWords(field, stored, "en")) expect(typeof line).toBe("string");
        if (field)
          findingsOf([{ ...field, ...(field.type === "checklist" && { raises: "finding" }) }], {
            [field.name]: stored,
          });
      }),
    );
  });

  it("is limited in size", () => {
    const heap = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`cover.r${n}.told`, "yes"]));
    const { problems } = readSubmission(fields, heap, [], people);
    expect(problems).toHaveLength(200);
  });
});
