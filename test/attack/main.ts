import { main as run } from "../support/lines/run.ts";
import { attacks } from "./report.ts";

export const main = (argv: readonly string[]): Promise<number> =>
  run(
    {
      table: attacks,
      about:
        "Tries every line of the table of attacks in docs/security.md, with all its attempts, and writes what came of it there.",
      files: ["test/attack"],
      measured: ["test/attack/bodies.test.ts", "test/attack/parsers.test.ts"],
    },
    argv,
  );
