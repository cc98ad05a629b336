import { type Argument, Command, InvalidArgumentError, type Option } from "commander";
import { ReasonedError } from "../domain/errors.ts";
import { type Cause, cause } from "../domain/reasons/index.ts";

/** The arguments of a command cannot be parsed (exit code 2). */
export class UsageError extends ReasonedError {
  readonly code = "USAGE";
  override readonly name = "UsageError";
  constructor(why: Cause) {
    super([why]);
  }
}

/** Maximum edit distance at which a word is suggested. */
const nearby = 2;

/**
 * A command whose usage errors are reasons. The library has a method for each error, which would print English text; test/cli/usage.test.ts verifies
 * that it calls these methods.
 */
export class ReasonedCommand extends Command {
  override createCommand(name?: string): Command {
    return new ReasonedCommand(name);
  }

  missingArgument(argument: string): never {
    throw new UsageError(cause("missing-argument", { argument }));
  }

  optionMissingArgument({ flags }: Option): never {
    throw new UsageError(cause("option-without-value", { option: flags }));
  }

  missingMandatoryOptionValue({ flags }: Option): never {
    throw new UsageError(cause("missing-option", { option: flags }));
  }

  unknownOption(option: string): never {
    const known: string[] = [];
    for (let at: Command | null = this; at; at = at.parent)
      known.push(...at.options.flatMap(({ long }) => (long ? [long] : [])));
    throw new UsageError(cause("unknown-option", { option, near: nearest(option, known) }));
  }

  unknownCommand(): never {
    const command = this.args[0] ?? "";
    const known = this.createHelp()
      .visibleCommands(this)
      .map((one) => one.name());
    throw new UsageError(cause("unknown-command", { command, near: nearest(command, known) }));
  }

  _excessArguments(given: readonly string[]): never {
    throw new UsageError(cause("too-many-arguments", { expected: this.registeredArguments.length, got: given.length }));
  }

  _callParseArg(target: Option | Argument, value: string, previous: unknown): unknown {
    try {
      return target.parseArg?.(value, previous as never);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      const place = "flags" in target ? target.flags : target.name();
      throw new UsageError(cause("empty-argument", { place }));
    }
  }
}

/** The known word that was probably meant; null: none is near. */
function nearest(word: string, known: readonly string[]): string | null {
  const [best] = known
    .map((one) => ({ one, steps: stepsBetween(word, one) }))
    .filter(({ steps }) => steps <= nearby)
    .sort((a, b) => a.steps - b.steps);
  return best?.one ?? null;
}

/** Levenshtein distance of two words. */
function stepsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [to, sign] of [...other].entries())
      next.push(Math.min((next[to] ?? 0) + 1, (row[to + 1] ?? 0) + 1, (row[to] ?? 0) + (letter === sign ? 0 : 1)));
    row = next;
  }
  return row.at(-1) ?? 0;
}
