import type { Procedure } from "../procedure.ts";

/**
 * Recurring task: one task, by the duty's own words and form. The roll-up of all duties (clause 二(二)5, row 27) is drawn up live, handed
 * over by the secretariat and taken by the legal representative; so is the overdue list that the heads go through (clause 四(二), row 60).
 */
export const recurring: Procedure = {
  opens: ({ duty }) => [stepOfRow[duty.number] ?? "do"],
  steps: {
    "roll-up": { duty: "27", verifier: "legal-representative", rollUp: "period" },
    review: { duty: "60", rollUp: "overdue" },
  },
};

const stepOfRow: Readonly<Record<string, string>> = { "27": "roll-up", "60": "review" };
