import type { Procedure } from "../procedure.ts";
import { isSeverity, ladderBySeverity } from "../severity.ts";
import { files, note } from "./fields.ts";

/** Rows: any finding; a finding about donations received or used. */
export const rectificationDuties = { any: "29", donations: "31" } as const;

/** Rectification (clauses 二(三)1 and 2, rows 29 and 31): done by the person responsible, verified by the supervisory board. */
export const rectification: Procedure = {
  workflow: "rectification",
  opens: () => ["fix"],
  // Findings of an inspection of donations belong to row 31, all others to row 29.
  leads: ({ source }) => (source === "30" ? "31" : "29"),
  policy: (facts) => (isSeverity(facts.severity) ? ladderBySeverity(facts) : undefined),
  steps: {
    fix: {
      title: { zh: "完成整改并提交证明", en: "Correct it and submit the evidence" },
      fields: [note, files],
      roles: ["secretariat"],
      verifier: "supervisory-board",
    },
  },
};
