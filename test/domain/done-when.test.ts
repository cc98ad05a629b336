import { describe, expect, it } from "vitest";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { photoOf } from "../../domain/forms/checklist.ts";
import { readSubmission, type SubmittedFile } from "../../domain/forms/submission.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";

const paper: SubmittedFile = { name: "扫描件.pdf", mime: "application/pdf", bytes: new Uint8Array([37, 80, 68, 70]) };

interface Sent {
  values?: Readonly<Record<string, string>>;
  files?: readonly SubmittedFile[];
}

interface Promised {
  duty: string;
  step: string;
  what: string;
  /** All other fields that the form needs. */
  rest: Readonly<Record<string, string>>;
  files?: readonly SubmittedFile[];
  /** The field of the refusal. */
  field: string;
  /** Values each of which is sufficient. */
  given: readonly Sent[];
}

const inOrder = (duty: string, step: string): Record<string, string> =>
  Object.fromEntries(
    fieldsOf(dutyOf(duty), step, {})
      .filter(({ type }) => type === "checklist")
      .flatMap(({ name, items = [] }) => items.map((item) => [`${name}.${item.name}`, "ok"])),
  );

/** The requirement of "Done when" of a row, and the step that submits it. */
const promised: readonly Promised[] = [
  {
    duty: "1",
    step: "study",
    what: "the sign-in sheet",
    rest: { minutes: "已学习" },
    field: "sign-in",
    given: [{ files: [paper] }],
  },
  {
    duty: "25",
    step: "do",
    what: "the result of the test",
    rest: { attendance: "12" },
    files: [paper],
    field: "passed",
    given: [{ values: { passed: "12" } }, { values: { passed: "0" } }],
  },
  ...["28", "30"].map((duty) => ({
    duty,
    step: "inspect",
    what: "the report, as text or as a file",
    rest: inOrder(duty, "inspect"),
    field: "report",
    given: [{ values: { report: "已全面检查" } }, { files: [paper] }],
  })),
  {
    duty: "38",
    step: "agreement",
    what: "the signed agreement as a file",
    rest: { "signed-on": "2031-03-03", ...inOrder("38", "agreement") },
    field: "signed",
    given: [{ files: [paper] }],
  },
  {
    duty: "39",
    step: "reconcile",
    what: "the reconciliation, as figures or as a file",
    rest: {},
    field: "raised",
    given: [{ values: { raised: "12000.50" } }, { files: [paper] }],
  },
  { duty: "54", step: "do", what: "the receipt", rest: { report: "x" }, field: "receipt", given: [{ files: [paper] }] },
  ...[
    ["20", "report-authority"],
    ["54", "report-incident"],
  ].map(([duty = "", step = ""]) => ({
    duty,
    step,
    what: "the receipt of an incident's report: as a file, or who took the call and when",
    rest: { report: "已电话报告" },
    field: "received-by",
    given: [{ files: [paper] }, { values: { "received-by": "市民政局值班室王某，14:05" } }],
  })),
  {
    duty: "65",
    step: "do",
    what: "the public address",
    rest: { example: "志愿者事迹" },
    files: [paper],
    field: "address",
    given: [{ values: { address: "https://example.org/a" } }],
  },
];

describe("the form requires what 'done when' promises:", () => {
  it.each(promised.map((one) => [one.duty, one.step, one.what, one] as const))(
    "row %s (%s): %s",
    (_duty, _step, _what, { duty, step, rest, files = [], field, given }) => {
      const fields = fieldsOf(dutyOf(duty), step, {});
      const without = readSubmission(fields, rest, files);
      expect(without.problems.map((problem) => problem.field)).toEqual([field]);
      for (const { values = {}, files: more = [] } of given)
        expect(readSubmission(fields, { ...rest, ...values }, [...files, ...more]).problems).toEqual([]);
    },
  );

  it("names the alternative field", () => {
    const [problem] = readSubmission(fieldsOf(dutyOf("39"), "reconcile", {}), {}).problems;
    expect(problem).toEqual({
      field: "raised",
      value: "",
      expected: { reason: "money-not-below-0", values: { unless: "reconciliation" } },
    });
  });

  it("does not accept a blank text, or the photo of a checklist item, as the report", () => {
    const fields = fieldsOf(dutyOf("28"), "inspect", {});
    const shown = [photoOf({ field: "items", item: "plan" }, paper)];
    const { problems } = readSubmission(fields, { ...inOrder("28", "inspect"), report: " \n" }, shown);
    expect(problems.map(({ field }) => field)).toEqual(["report"]);
    const agreement = { "signed-on": "2031-03-03", ...inOrder("38", "agreement") };
    const terms = [photoOf({ field: "terms", item: "account" }, paper)];
    expect(readSubmission(fieldsOf(dutyOf("38"), "agreement", {}), agreement, terms).problems).toHaveLength(1);
  });

  it("rejects invalid figures with and without a file", () => {
    const { problems } = readSubmission(fieldsOf(dutyOf("39"), "reconcile", {}), { raised: "很多" }, [paper]);
    expect(problems.map(({ field }) => field)).toEqual(["raised"]);
  });
});
