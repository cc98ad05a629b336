import { main } from "../cli/index.ts";
import { composeCli } from "./compose.ts";
import type { Environment } from "./locale.ts";
import { traced } from "./traced.ts";

/** Runs a command. @returns the exit code */
export const run = (argv: readonly string[], env: Environment): Promise<number> =>
  traced(argv, env, () => main(argv, composeCli(env)));
