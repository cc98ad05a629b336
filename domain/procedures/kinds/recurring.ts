import type { Procedure } from "../procedure.ts";
import { incidentLadder } from "../severity.ts";
import { incidentReport } from "./fields.ts";

/**
 * Recurring task: one task, by the duty's own words and form. The roll-up of all duties (clause 二(二)5, row 27) is drawn up live, handed
 * over by the secretariat and taken by the legal representative; so is the overdue list that the heads go through (clause 四(二), row 60).
 * An incident is reported to the authorities by the clock (clause 三(五)3, row 54).
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
