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
  /** Name of the step; absent where it is the policy as a whole. */
  step?: string;
  /** Names the value, the place and what was expected. */
  cause: Cause;
  /** The same in English. */
  message: string;
}

export const problemOf = (code: Problem["code"], cause: Cause, step?: string): Problem => ({
  code,
  ...(step !== undefined && { step }),
  cause,
  message: causeText(cause).en,
});
