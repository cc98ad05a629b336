import type { Kind } from "../../terms.ts";
import type { Procedure } from "../procedure.ts";
import { ladderBySeverity } from "../severity.ts";
import { files } from "./fields.ts";

/** Its code in the catalogue. */
export const inspectionKind = "SI" satisfies Kind;

/** Rows that are inspected when somebody asks. */
export const inspectionDuties = ["4", "28", "30", "69"] as const;

/**
 * Supervision inspection (clauses 一2, 二(三)1 and 2, 四(三); rows 4, 28, 30 and 69): done when the report is in. It waits for
 * nothing that it found: each finding is a case of its own, a hazard (4), a rectification (28, 30) or a reminder (69).
 */
export const inspection: Procedure = {
  askedInALine: true,
  opens: ({ event }) => [event === "reminder-needed" ? "remind" : "inspect"],
  steps: {
    // Words and checklist are the row's own.
    inspect: {},
    // 四(三) 要加强检查、提醒: what the heads found is said to whom it concerns, and they see what became of it.
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
