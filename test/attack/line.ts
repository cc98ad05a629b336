import { type Line, type Trial as LineTrial, lineOf } from "../support/lines/line.ts";

export { inLanes, randomBy, upTo } from "../support/lines/line.ts";

/** One line of the table of attacks (docs/security.md). */
export interface Attack extends Omit<Line, "name"> {
  /** What is attempted. */
  attack: string;
}

export interface Trial extends LineTrial {
  /** Records an attempt that had an effect. */
  succeeded(what: string): void;
}

const line = lineOf("attack");

/** Defines a line of the table as a test: with its `fast` attempts in `npm test`, with all of them in `npm run attack`. */
export function attackLine({ attack, ...rest }: Attack, run: (trial: Trial) => Promise<void>): void {
  line({ name: attack, ...rest }, (trial) => run({ ...trial, succeeded: trial.failed }));
}
