import { type Cause, causeText } from "../reasons/index.ts";

/** Why a policy cannot work. */
export interface Problem {
  code:
    | "form"
    | "nobody"
    | "no-channel"
    | "duplicate"
    | "after-end"
    | "never-comes"
    | "no-end"
    | "order"
    | "repeat"
    | "time";
  /** Name of the rung; absent: the policy as a whole. */
  rung?: string;
  /** Names the value, the place and what was expected. */
  cause: Cause;
  /** The same in English. */
  message: string;
}

export const problemOf = (code: Problem["code"], cause: Cause, rung?: string): Problem => ({
  code,
  ...(rung !== undefined && { rung }),
  cause,
  message: causeText(cause).en,
});
