import { describe, expect, it } from "vitest";
import type { FormField } from "../../../domain/catalogue/duty.ts";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import type { LanguageCode } from "../../../domain/terms.ts";
import { formFields } from "../../../web/http/form-fields.ts";
import { fieldInputs } from "../../../web/task/field-inputs.ts";
import { readSubmittedForm } from "../../../web/task/submitted-form.ts";
import type { TaskView } from "../../../web/task/task-view.ts";
import { readRequest } from "../read-request.ts";

const cover: FormField = {
  name: "cover",
  type: "matrix",
  label: { zh: "覆盖情况", en: "Cover" },
  required: true,
  items: [
    { name: "trained", label: { zh: "已培训", en: "Trained" } },
    { name: "told", label: { zh: "已告知", en: "Told" } },
  ],
};
const hostile = `"><script>alert(1)</script>`;

/** The part of a page's view that its form needs. */
function sheet(ask: FormField, facts: Record<string, unknown>, language: LanguageCode = "zh-CN") {
  const view = {
    access: { language },
    duty: { ...dutyOf("61"), evidence: [ask] },
    task: { step: "do", facts },
  } as unknown as TaskView;
  return {
    page: (values: Record<string, string> = {}, problems: Record<string, string> = {}) =>
      fieldInputs(view, formFields("submit", language, { verb: "submit", values, problems }), false).join(""),
    async sent(fields: Record<string, string>) {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      const problems: Record<string, string> = {};
      const form = await readRequest(new Request("http://duban.example/", { method: "POST", body }));
      return { ...readSubmittedForm(view, form, problems), problems };
    },
  };
}

describe("a matrix on the page", () => {
  const rows = [
    { id: "p1", label: "王芳" },
    { id: "p2", label: hostile },
  ];

  it("is a group for each row, with a checkbox for each column and a reason", () => {
    const page = sheet(cover, { rows }).page({ "ask-cover.p1.told": "yes", "ask-cover.p2.reason": hostile });
    expect(page.match(/<fieldset class="item"/g)).toHaveLength(2);
    expect(page).toContain("<legend>王芳</legend>");
    expect(page).toMatch(
      /type="checkbox" name="ask-cover\.p1\.told" id="submit-ask-cover\.p1\.told" {2,}value="yes" checked/,
    );
    expect(page.match(/ checked/g)).toHaveLength(1);
    expect(page).toMatch(/<label for="submit-ask-cover\.p2\.reason">没有全部完成的原因<\/label>/);
    expect(page).not.toContain("<script>");
    expect(page.match(/&lt;script&gt;/g)).toHaveLength(2);
  });

  it("names the incomplete row that has no reason, in the reader's language", async () => {
    const fields = { "ask-cover.p1.trained": "yes", "ask-cover.p1.told": "yes", "ask-cover.p2.told": "yes" };
    const { problems } = await sheet(cover, { rows: [...rows.slice(0, 1), { id: "p2", label: "李强" }] }).sent(fields);
    expect(problems).toEqual({ "ask-cover.p2.reason": "李强：请全部勾选，或写明原因" });
    const corrected = await sheet(cover, { rows }).sent({
      ...fields,
      "ask-cover.p2.reason": "休假",
      "ask-cover.p9.told": "yes",
    });
    expect(corrected.problems).toEqual({});
    expect(corrected.values).toEqual({
      "cover.p1.trained": "yes",
      "cover.p1.told": "yes",
      "cover.p2.told": "yes",
      "cover.p2.reason": "休假",
    });
  });

  it("without rows is one group with its own name", () => {
    expect(sheet(cover, {}, "en").page()).toContain("<legend>As a whole</legend>");
  });

  it("with counts requires numbers, and states the minimum", async () => {
    const stock = { ...cover, name: "stock", counted: true } as const;
    const { page, sent } = sheet(stock, { rows: [{ id: "masks", label: "Masks", minimum: 50 }] }, "en");
    expect(page()).toMatch(/<legend>Masks <span[^>]*>at least 50<\/span><\/legend>/);
    expect(page().match(/inputmode="decimal"/g)).toHaveLength(2);
    const { problems } = await sent({ "ask-stock.masks.trained": "many", "ask-stock.masks.told": "60" });
    expect(problems).toEqual({
      "ask-stock.masks.trained": "Masks · Trained: Please give a number such as 12 or 3.5, not below 0",
      "ask-stock.masks.reason": "Masks: Please give the counts; where there is too little, say why",
    });
  });

  it("accepts the largest form that exists", async () => {
    const items = Array.from({ length: 20 }, (_, n) => ({ name: `c${n}`, label: { zh: `第${n}列`, en: `${n}` } }));
    const many = Array.from({ length: 200 }, (_, n) => ({ id: `r${n}`, label: `${n}` }));
    const fields = Object.fromEntries(
      many.flatMap((row) => [
        ...items.map((item) => [`ask-cover.${row.id}.${item.name}`, "yes"]),
        [`ask-cover.${row.id}.reason`, ""],
      ]),
    );
    const { problems, values } = await sheet({ ...cover, items }, { rows: many }).sent(fields);
    expect(problems).toEqual({});
    expect(Object.keys(values)).toHaveLength(200 * 21);
  });
});
