import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { ReasonedCommand, UsageError } from "../../cli/usage.ts";

/** The error of an invalid command line. */
function faultOf(...argv: string[]): { reason: string; values: object } {
  const program = new ReasonedCommand("duban").exitOverride();
  program
    .command("show")
    .argument("<code>")
    .requiredOption("--org <code>")
    .option("--name <name>")
    .action(() => undefined);
  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (error instanceof UsageError) return { reason: error.reason, values: error.values };
    throw error;
  }
  throw new Error("nothing was wrong");
}

describe("an invalid command line", () => {
  it.each([
    [["shw", "x"], "unknown-command", { command: "shw", near: "show" }],
    [["nonsense"], "unknown-command", { command: "nonsense", near: null }],
    [["show", "--org", "a"], "missing-argument", { argument: "code" }],
    [["show", "x"], "missing-option", { option: "--org <code>" }],
    [["show", "x", "--org"], "option-without-value", { option: "--org <code>" }],
    [["show", "x", "--org", "a", "--nam", "y"], "unknown-option", { option: "--nam", near: "--name" }],
    [["show", "x", "y", "--org", "a"], "too-many-arguments", { expected: 1, got: 2 }],
  ])("is reported by its reason: %j", (argv, reason, values) => {
    expect(faultOf(...argv)).toEqual({ reason, values });
  });

  it("is reported by methods that the library calls", () => {
    for (const name of Object.getOwnPropertyNames(ReasonedCommand.prototype))
      expect(name in Command.prototype, `commander has ${name}`).toBe(true);
  });
});
