import {
  choice,
  file,
  files,
  list,
  must,
  number,
  participates,
  reason,
  record,
  say,
  text,
} from "../../catalogue/packs/fields.ts";
import type { Kind, Text } from "../../terms.ts";
import type { CaseView, Procedure } from "../procedure.ts";
import { protection } from "./protection.ts";

/** Code in the catalogue. */
export const callKind = "CA" satisfies Kind;

/** Rows for which the workflow differs. */
export const callDuties = { answer: "63", takePart: "32", protect: "9" } as const;

/** 上级要求、社会所需、社会组织所能 (part 三, row 32). */
const tests: Readonly<Record<string, Text>> = {
  asked: say("是否符合上级要求", "Is it what the authorities ask for?"),
  needed: say("是否为社会所需", "Does society need it?"),
  able: say("是否为本组织所能", "Is it within our means?"),
};

const yesOrNo = { yes: say("是", "Yes"), no: say("否", "No") };

/**
 * Call to action (rows 9, 10, 32, 33, 55, 57, 63; clauses 二(一)3, 三, 三(一)1, 三(六) and 四(二)): the head weighs the call by three tests and decides; then
 * own protection, a roster, service, and a report to the caller. "No" with a reason is an answer.
 */
export const call: Procedure = {
  workflow: "call",
  // Planned service and participation on one's own initiative use the same steps, as far as they apply.
  opens: ({ duty }) => [duty.number === "9" ? "protection" : "decide"],
  leads: ({ event }) => (event === "call-issued" ? "63" : null),
  steps: {
    decide: {
      title: say("对照三项条件决定是否参与", "Weigh three tests and decide whether to take part"),
      fields: [
        ...Object.entries(tests).map(([name, label]) => must(choice(name, label, yesOrNo))),
        must(participates),
        { ...reason, label: say("理由（不参与时必填）", "Reason (needed for a no)") },
        files,
      ],
      duty: "32",
      roles: ["head", "legal-representative"],
      due: { fact: "replyBy", roll: "none" },
      gate: [
        {
          name: "reason",
          text: say("不参与须写明理由", "A no needs its reason"),
          holds: ({ submission }) => submission.decision !== "no" || typeof submission.reason === "string",
        },
        ...Object.entries(tests).map(([name, label]) => ({
          name,
          text: say(
            `三项条件未全部满足，不能参与：${label.zh}`,
            `Not all three tests hold, so the answer is no: ${label.en}`,
          ),
          holds: ({ submission }: CaseView) => submission.decision !== "yes" || submission[name] === "yes",
        })),
      ],
    },
    protection: protection("63"),
    roster: {
      title: say("确定参与人员名单", "Draw up the roster of those who serve"),
      fields: [must(list("roster", "参与人员（每行一人）", "Who serves, one a line")), files],
      duty: ["10", "63"],
      after: ["protection"],
      gate: [
        {
          name: "decision",
          text: say(
            "负责人尚未决定参与（三、三项条件）",
            "The head has not decided to take part (part 三, three tests)",
          ),
          holds: ({ tasks }) => ["closed", "waived"].includes(tasks.get("decide")?.state ?? "open"),
        },
      ],
    },
    serve: {
      title: say("有序参与服务并报告", "Serve in good order, and report"),
      fields: [must(text("report", "服务情况", "What was done")), number("served", "服务人次", "People served"), files],
      duty: ["10", "63"],
    },
    report: {
      title: say("向发出号召的部门报告响应情况", "Report to the authority that called"),
      fields: [must(record), file("receipt", "报送凭证", "Proof that it was submitted")],
      // Row of the log by type: hubs, community organizations, others; row 63 applies to all.
      duty: ["33", "55", "57", "63"],
    },
  },
};
