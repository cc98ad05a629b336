import { main } from "../cli/index.ts";
import { ConfigError, readConfig } from "../config.ts";
import { composeCli } from "./compose.ts";

/** @returns the exit code */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    return await main(argv, composeCli(readConfig()));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}
