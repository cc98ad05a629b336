import { lineOf } from "../support/lines/line.ts";

/** Defines a line of the table of faults (docs/reliability.md) as a test: with its `fast` attempts in `npm test`, with all of them in `npm run torture`. */
export const tortureLine = lineOf("torture");
