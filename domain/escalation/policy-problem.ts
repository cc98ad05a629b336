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
  message: string;
}
