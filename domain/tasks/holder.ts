import type { Role } from "../terms.ts";

/** A role holder at an instant: recipients of a rung are determined at its instant, not when the task opened. */
export interface Holder {
  personId: string;
  role: Role;
  /** Set if they are away: id of the delegate. */
  away?: string;
}
