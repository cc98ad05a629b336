import type { Role } from "../terms.ts";

/** Who holds which role in an organization at an instant: a step asks at its instant, not when the task was opened. */
export interface Holder {
  personId: string;
  role: Role;
  /** They are away: who does their work meanwhile. */
  away?: string;
}
