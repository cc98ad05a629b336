import type { Kind } from "../../terms.ts";
import type { Procedure } from "../procedure.ts";
import { ladderBySeverity } from "../severity.ts";
import { files } from "./fields.ts";

/** Code in the catalogue. */
export const inspectionKind = "SI" satisfies Kind;

/** Rows that can be inspected on request. */
export const inspectionDuties = ["4", "28", "30", "69"] as const;

/**
 * Supervision inspection (clauses 一2, 二(三)1 and 2, 四(三); rows 4, 28, 30 and 69): done when the report is submitted. It does not wait for its
 * findings: each is a case of its own, a hazard (4), a rectification (28, 30) or a reminder (69).
 */
export const inspection: Procedure = {
  askedInALine: true,
  opens: ({ event }) => [event === "reminder-needed" ? "remind" : "inspect"],
  steps: {
    // Words and checklist come from the row.
    inspect: {},
    // 四(三) 要加强检查、提醒: findings of the heads are sent to those concerned, and the heads see the result.
    remind: {
      duty: "69",
      title: { zh: "提醒相关人员并跟进", en: "Remind whom it concerns, and follow up" },
      fields: [
        {
          name: "reminded",
          type: "text",
          label: { zh: "提醒了谁、结果如何", en: "Who was reminded, and what came of it" },
          required: true,
        },
        files,
      ],
      roles: ["secretariat"],
      verifier: "head",
      policy: ladderBySeverity,
    },
  },
};
