import type { DueRule, Facts } from "../../catalogue/due-rule.ts";
import type { FormField } from "../../catalogue/duty.ts";
import { solicitationNotice } from "../../catalogue/packs/checks.ts";
import { file, line, must, pastDate, say, text } from "../../catalogue/packs/fields.ts";
import type { Kind } from "../../terms.ts";
import type { Procedure } from "../procedure.ts";
import { byLaw } from "./by-law.ts";
import { files } from "./fields.ts";
import { allOf, beginning, named, partnerPlan, terms } from "./fundraising-gate.ts";

/** Code in the catalogue. */
export const fundraisingKind = "FG" satisfies Kind;

/*
 * Terms without a statutory basis, defaults of the product: assessing the partner and signing the agreement within five business days each and before
 * the first day; the notice by the first day; accounts with the partner within thirty days after the last.
 */
const fiveDays = { n: 5, unit: "bd" } as const;
const firstDay: DueRule = { fact: "startsOn", roll: "none" };
const beforeFirstDay: DueRule = { fact: "startsOn", days: -1, roll: "back" };
const planned = byLaw("fundraising-plan-before", "startsOn");
const belated = byLaw("fundraising-plan-late", "startsOn");

const filingNumber = must(line("filing-number", "募捐方案备案编号", "Filing number of the plan"));

/** Steps before a campaign begins, in their order; and those with a partner after its end. */
const before = [
  "assess-partner",
  "agreement",
  "file-plan",
  "file-late",
  "partner-plan",
  "partner-plan-late",
  "publish-notice",
  "file-change",
];
const afterwards = ["reconcile", "evaluate-partner"];

const planForm: readonly FormField[] = [
  filingNumber,
  must(line("certificate", "公开募捐资格证书编号", "Number of the fundraising certificate")),
  files,
];

/**
 * Fundraising gate (clause 三(二)1, rows 36 to 39; 慈善法 arts 24 to 27 and 73): what a campaign requires before it begins.
 * A qualified organization files its plan and publishes the notice; an unqualified one assesses a qualified partner and signs an agreement with it,
 * and the partner files the plan, raises and holds the funds. In a major emergency the plan may be filed within ten days after the start; an
 * unqualified organization needs its partner even then. A waived step does not satisfy the gate.
 * Facts: `title`, `startsOn`, `endsOn` (planned), `endedOn` (actual), `emergency`, `partner` (its name), `partnered`, `late` (planned after the
 * filing was due).
 */
export const fundraising: Procedure = {
  workflow: "fundraising",
  needsVerdict: true,
  leads: ({ organization }) => (organization.qualified ? "37" : "38"),
  // Row 39 continues during the campaign and after its end, in the case that planned it.
  listens: ["campaign-started", "campaign-ended"],
  opens: ({ duty, facts }) => [...gateOf({ qualified: !duty.unqualified, facts }), "begin"],
  // Steps of the way that this campaign does not take are no phases of it.
  phases: (_, asked) => {
    if (asked.length === 0) return [...before, "begin", ...afterwards];
    const partnered = asked.includes("assess-partner");
    return [...before.filter((step) => asked.includes(step)), "begin", ...(partnered ? afterwards : [])];
  },
  steps: {
    "assess-partner": {
      title: say("评估合作方", "Assess the partner"),
      fields: [
        must(line("partner", "合作方名称", "Name of the partner")),
        must(
          line(
            "certificate",
            "具有资格一方的公开募捐资格证书编号",
            "Number of the fundraising certificate of the qualified side",
          ),
        ),
        must(text("assessment", "评估结论（资质、能力、信用）", "Assessment: standing, ability, record")),
        files,
      ],
      term: fiveDays,
      latest: beforeFirstDay,
    },
    agreement: {
      title: say("签订合作募捐书面协议", "Sign the written agreement with the partner"),
      fields: [
        must(pastDate("signed-on", "签订日期", "Signed on")),
        terms,
        must(file("signed", "已签署的协议（照片或扫描件）", "The signed agreement, photographed or scanned")),
      ],
      term: fiveDays,
      latest: beforeFirstDay,
      after: ["assess-partner"],
      gate: allOf(terms, "terms"),
      version: "agreement",
    },
    "file-plan": {
      title: say("募捐方案备案", "File the fundraising plan"),
      fields: planForm,
      duty: "37",
      due: planned,
    },
    "file-late": {
      title: say("补办募捐方案备案（应急）", "File the fundraising plan afterwards (emergency)"),
      fields: planForm,
      duty: "37",
      due: belated,
    },
    "partner-plan": {
      title: say("由合作方报备募捐方案", "Have the partner file the fundraising plan"),
      fields: partnerPlan,
      duty: "39",
      after: ["agreement"],
      gate: [named],
      due: planned,
    },
    "partner-plan-late": {
      title: say("由合作方补办募捐方案备案（应急）", "Have the partner file the plan afterwards (emergency)"),
      fields: partnerPlan,
      duty: "39",
      after: ["agreement"],
      gate: [named],
      due: belated,
    },
    "publish-notice": {
      title: say("发布募捐公告", "Publish the solicitation notice"),
      fields: [
        must(line("address", "公告的公开网址", "Public address of the notice", "address")),
        must(solicitationNotice),
        files,
      ],
      duty: "36",
      gate: allOf(solicitationNotice, "items", ["platform"]),
      due: firstDay,
    },
    "file-change": {
      title: say("募捐方案变更备案", "File what changed in the fundraising plan"),
      fields: [filingNumber, files],
      due: byLaw("fundraising-plan-changed", "changedOn"),
    },
    begin: {
      title: say("登记募捐活动开始", "Say that the campaign begins"),
      fields: [text("note", "情况说明", "A word with it")],
      after: ["assess-partner", "agreement", "file-plan", "partner-plan"],
      gate: beginning(),
      due: firstDay,
      policy: "ordinary",
      raises: "campaign-started",
      starts: {
        duty: "40a",
        facts: ({ facts: { emergency, startsOn, endsOn }, subject, today }) => ({
          emergency: emergency === true,
          title: subject,
          startsOn,
          ...(typeof endsOn === "string" && { endsOn }),
          ...(typeof startsOn === "string" && startsOn < today && { enteredOn: today }),
        }),
      },
    },
    reconcile: {
      title: say("与合作方对账", "Settle the accounts with the partner"),
      duty: "39",
      due: { fact: "endedOn", or: "endsOn", days: 30, roll: "forward" },
    },
    "evaluate-partner": {
      title: say("评估合作方并公开", "Evaluate the partner, in public"),
      fields: [
        must(text("evaluation", "对合作方的评估", "Evaluation of the partner")),
        must(line("address", "公开网址", "Public address", "address")),
        files,
      ],
      due: byLaw("partner-evaluation", "endedOn", { or: "endsOn" }),
    },
  },
};

/** Steps for which a campaign's start waits; and, in an emergency, those that follow it. */
export function gateOf({ qualified, facts }: { qualified: boolean; facts: Facts }): string[] {
  const late = facts.emergency === true;
  const partnered = !qualified || facts.partnered === true;
  return [
    ...(partnered ? ["assess-partner", "agreement"] : []),
    ...(qualified
      ? [late ? "file-late" : "file-plan", "publish-notice"]
      : [late ? "partner-plan-late" : "partner-plan"]),
  ];
}
