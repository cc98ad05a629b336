import { ReasonedError } from "../../errors.ts";
import { cause } from "../../reasons/index.ts";

/** A pack is invalid: names the pack, the duty and what was expected. */
export class DutyPackError extends Error {
  readonly code = "DUTY_PACK";
  readonly pack: string;
  readonly problems: readonly string[];
  constructor(pack: string, problems: readonly string[]) {
    super(`Duty pack "${pack}" cannot be used:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
    this.name = "DutyPackError";
    this.pack = pack;
    this.problems = problems;
  }
}

/** No pack has a duty of this number. */
export class UnknownDutyError extends ReasonedError {
  readonly code = "UNKNOWN_DUTY";
  override readonly name = "UnknownDutyError";
  constructor(number: string, ranges: readonly { from: string; to: string }[]) {
    super([cause("unknown-duty", { value: number.slice(0, 80), ranges })]);
  }
}
