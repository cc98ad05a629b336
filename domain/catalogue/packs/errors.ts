/** A pack that cannot be used: says which pack, which duty and what was expected. */
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

/** A number that no pack holds. */
export class UnknownDutyError extends Error {
  readonly code = "UNKNOWN_DUTY";
  readonly number: string;
  constructor(number: string, range: string) {
    super(`There is no duty "${number}"; expected a number of the catalogue, ${range}.`);
    this.name = "UnknownDutyError";
    this.number = number;
  }
}
