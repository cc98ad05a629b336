import type { Command } from "commander";
import type { CliSession } from "./deps.ts";

/** What a command comes to: the same as data (`--json`) and as words or a table for people. */
export interface Answer {
  data: unknown;
  text?: string;
  table?: { head: readonly string[]; rows: readonly (readonly string[])[] };
}

/** Runs a command's work in a session and prints its answer; errors become exit codes in one place. */
export type Run = (command: Command, work: (session: CliSession) => Promise<Answer>) => Promise<void>;
