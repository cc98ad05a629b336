import type { Command } from "commander";
import type { CliSession } from "./deps.ts";
import type { Table } from "./table.ts";

/** Output of a command: data for `--json`, and words or a table for people. */
export interface CommandResult {
  data: unknown;
  /** Printed before the table: what it lists. */
  first?: string;
  /** Printed after the table. */
  text?: string;
  table?: Table;
  /** Exit code if part of the work was not done. @default 0 */
  exitCode?: number;
}

/** Runs a command's work in a session and prints its output; converts errors to exit codes in one place. */
export type Run = (command: Command, work: (session: CliSession) => Promise<CommandResult>) => Promise<void>;

/** For commands without a session: prints output and sets the exit code. */
export interface WithoutSession {
  print(answer: CommandResult): void;
  fail(exitCode: number): void;
}
