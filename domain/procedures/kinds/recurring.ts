import type { Procedure } from "../procedure.ts";
import { incidentLadder } from "../severity.ts";
import { incidentReport } from "./fields.ts";

/**
 * Recurring task: one task, in the duty's own words and form. The roll-up of all duties (clause 二(二)5, row 27) is computed live, submitted by the
 * secretariat and verified by the legal representative; likewise the overdue list for the heads (clause 四(二), row 60). An incident is reported to the
 * authorities by the clock (clause 三(五)3, row 54).
 */
export const recurring: Procedure = {
  askedInALine: true,
  opens: ({ duty, event }) => [event === "incident" ? "report-incident" : (stepOfRow[duty.number] ?? "do")],
  steps: {
    "roll-up": { duty: "27", verifier: "legal-representative", rollUp: "period" },
    review: { duty: "60", rollUp: "overdue" },
    "report-incident": {
      duty: "54",
      title: {
        zh: "向业务主管单位、行业管理部门报告突发事件",
        en: "Report the incident to the supervising and industry authorities",
      },
      fields: incidentReport,
      policy: incidentLadder,
    },
  },
};

const stepOfRow: Readonly<Record<string, string>> = { "27": "roll-up", "60": "review" };
