import type { Procedure } from "../procedure.ts";

/** One task, by the duty's own words and form. */
export const plain: Procedure = { steps: {}, opens: () => ["do"] };
