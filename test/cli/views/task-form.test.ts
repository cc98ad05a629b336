import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withLanguage } from "../../../cli/language.ts";
import { fieldLines as linesOf } from "../../../cli/views/task-form.ts";
import { partsOf } from "../../../cli/views/task-parts.ts";
import type { FormField } from "../../../domain/catalogue/duty.ts";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { findTask } from "../../../records/tasks/tasks.ts";
import { photo as photoBytes } from "../../support/browser/pictures.ts";
import { freshDatabase } from "../../support/database.ts";
import { found, type Organization } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const fieldLines: typeof linesOf = (...given) => withLanguage("en", () => linesOf(...given));

const { db } = await freshDatabase();
const monday = instantAt("2031-03-03", "10:00", "Asia/Shanghai");
const { duban } = commandLine(db, () => monday);
const folder = await mkdtemp(join(tmpdir(), "duban-form-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const items = dutyOf("28").evidence.flatMap((ask) => ask.items ?? []);
const itemsExcept = (name: string): string[] =>
  items.filter((item) => item.name !== name).flatMap((item) => ["--set", `items.${item.name}=ok`]);

let organization: Organization;
let task: string;
let caseId: string;
beforeAll(async () => {
  organization = await found(db, monday, {});
});
beforeEach(async () => {
  const { data } = await duban("case", "start", "--org", organization.code, "--duty", "28", "--json");
  ({ task, case: caseId } = data as { task: string; case: string });
});

describe("a checklist on the command line", () => {
  it("is printed item by item", async () => {
    const { out } = await duban("task", "show", task);
    expect(out).toMatch(/items \(needed\): Inspection checklist; items\.ITEM one of ok, finding, na/);
    expect(out).toMatch(/\n {4}plan: The work plan and contingency plan are up to date\n/);
    expect((await duban("task", "show", task, "--json")).data).toMatchObject({
      form: expect.arrayContaining([expect.objectContaining({ name: "items", type: "checklist", items })]),
    });
    expect((await duban("duty", "show", "28")).out).toMatch(/ {4}plan: +工作方案和应急预案已及时完善/);
  });

  it("says that a report can be a text or a file, and accepts either", async () => {
    const { out } = await duban("task", "show", task);
    expect(out).toMatch(/report \(needed unless files is given\): Report; /);
    expect((await duban("duty", "show", "28")).out).toMatch(
      /report: +检查报告 · Report \(text, needed unless files is given\)/,
    );
    expect(await duban("task", "submit", task, ...itemsExcept(""))).toMatchObject({
      code: 2,
      err: expect.stringMatching(/report: ""; expected a text of at most 20000 characters, or files/),
    });
    const report = join(folder, "report.pdf");
    await writeFile(report, "%PDF-1.7");
    expect((await duban("task", "submit", task, ...itemsExcept(""), "--file", report)).code).toBe(0);
  });

  it("is answered item by item, and printed in the case in readable form", async () => {
    const answered = ["--set", "items.plan=finding", "--set", "items.plan.note=预案是去年的"];
    const graded = ["--set", "items.plan.severity=critical", "--set", "report=已全面检查"];
    const { code } = await duban("task", "submit", task, ...itemsExcept("plan"), ...answered, ...graded);
    expect(code).toBe(0);
    expect((await findTask(db, task))?.result).toMatchObject({
      report: "已全面检查",
      items: expect.arrayContaining([
        { item: "plan", answer: "finding", note: "预案是去年的", severity: "critical" },
        { item: "people", answer: "ok" },
      ]),
    });
    const { out } = await duban("case", "show", caseId);
    expect(out).toContain("Inspection checklist:\n");
    expect(out).toMatch(/\n +The work plan and contingency plan are up to date: finding \(critical\): 预案是去年的\n/);
    expect(out).not.toMatch(/\[object|"answer"/);
  });

  it("accepts a photo of an item, which the rectification of its finding shows", async () => {
    const photo = join(folder, "cover.jpg");
    await writeFile(photo, photoBytes("cover.jpg"));
    const found = ["--set", "items.plan=finding", "--set", "items.plan.note=预案是去年的", "--set", "report=x"];
    const submit = (given: string) => duban("task", "submit", task, ...itemsExcept("plan"), ...found, "--photo", given);
    for (const wrong of [photo, `items.roof=${photo}`, `plan=${photo}`])
      expect(await submit(wrong)).toMatchObject({
        code: 2,
        err: expect.stringMatching(/--photo: .*items\.reported, /),
      });
    expect((await submit(`items.plan=${photo}`)).code).toBe(0);
    const [child] = await db.case.findMany({ where: { parentId: caseId } });
    expect((await duban("case", "show", child?.id ?? "")).out).toMatch(/plan-cover\.jpg \(331 bytes, SHA-256 /);
  });

  it("is accepted from a file", async () => {
    const file = join(folder, "items.json");
    const whole = Object.fromEntries(items.map((item) => [item.name, "ok"]));
    await writeFile(file, JSON.stringify({ ...whole, plan: { answer: "na", note: "不设预案" } }));
    expect((await duban("task", "submit", task, "--set", `items=@${file}`, "--set", "report=x")).code).toBe(0);
    expect((await findTask(db, task))?.result).toMatchObject({
      items: expect.arrayContaining([{ item: "plan", answer: "not-applicable", note: "不设预案" }]),
    });
  });

  it.each([
    ["a finding that says nothing", ["items.plan=finding"], 'items.plan.note: ""; expected what was found'],
    ["an item left out", [], 'items.plan: ""; expected one of ok, finding, na'],
    ["an item that is none", ["items.plan=ok", "items.roof=ok"], 'items.roof: "ok"; expected one of items.reported'],
    ["an item twice", ["items.plan=ok", "items.plan=na"], '"items.plan" is given 2 times'],
    ["no JSON", ["items=fine"], 'items: "fine"; expected {"ITEM": "ok"'],
    ["a list for an item", ['items={"plan":["ok"]}'], 'items.plan: "["ok"]"; expected {"ITEM"'],
    [
      "a key of every object",
      ['items={"__proto__":{"x":"ok"}}', "items.plan=ok"],
      'items.__proto__.x: "ok"; expected one of',
    ],
  ])("refuses %s, and changes nothing", async (_what, set, words) => {
    const { code, err } = await duban(
      "task",
      "submit",
      task,
      ...itemsExcept("plan"),
      ...set.flatMap((one) => ["--set", one]),
    );
    expect(err).toContain(words);
    expect(code).toBe(2);
    expect((await findTask(db, task))?.state).toBe("open");
  });
});

describe("a matrix on the command line", () => {
  const cover: FormField = {
    name: "cover",
    type: "matrix",
    label: { zh: "覆盖", en: "Cover" },
    required: true,
    items: [{ name: "told", label: { zh: "已告知", en: "Told" } }],
  };

  it("is printed by rows and columns", () => {
    expect(fieldLines(cover, [{ id: "p1", label: "王芳", minimum: 3 }])).toEqual([
      "cover (needed): Cover; cover.ROW.COLUMN yes, or cover.ROW.reason",
      "  column told: Told",
      "  row p1: 王芳 (at least 3)",
    ]);
    expect(fieldLines(cover, [])[2]).toBe("  row all");
  });

  it("is accepted as JSON", () => {
    expect(
      partsOf(cover, '{"p1": {"told": true}, "p2": {"told": false, "reason": "休假"}, "p3": {"told": 4}}'),
    ).toEqual([
      ["cover.p1.told", "yes"],
      ["cover.p2.told", ""],
      ["cover.p2.reason", "休假"],
      ["cover.p3.told", "4"],
    ]);
  });
});
