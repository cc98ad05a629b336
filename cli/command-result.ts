import type { Command } from "commander";
import type { CliSession } from "./deps.ts";
import type { Table } from "./table.ts";

/** What a command comes to: the same as data (`--json`) and as words or a table for people. */
export interface CommandResult {
  data: unknown;
  /** Before the table: what it is a table of. */
  first?: string;
  /** After it. */
  text?: string;
  table?: Table;
  /** Where some of it was not done: what the shell is told. @default 0 */
  exitCode?: number;
}

/** Runs a command's work in a session and prints its answer; errors become exit codes in one place. */
export type Run = (command: Command, work: (session: CliSession) => Promise<CommandResult>) => Promise<void>;

/** For commands that work without a session: print an answer, and end with an exit code of their own. */
export interface WithoutSession {
  print(answer: CommandResult): void;
  fail(exitCode: number): void;
}
