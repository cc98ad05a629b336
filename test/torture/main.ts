import { main as run } from "../support/lines/run.ts";
import { tortures } from "./report.ts";

export const main = (argv: readonly string[]): Promise<number> =>
  run(
    {
      table: tortures,
      about:
        "Tries every line of the table of faults in docs/reliability.md, with all its attempts, and writes what came of it there.",
      files: ["test/torture"],
    },
    argv,
  );
