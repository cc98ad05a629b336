import { inject } from "vitest";
import { installRuntime } from "../../worker/runtime.ts";
import { histories, replay } from "../support/recorded.ts";
import { tortureLine } from "./line.ts";

tortureLine(
  {
    name: "Recorded histories of every version, replayed with today's code",
    pass: "each history continues where it stopped; 0 would do something else",
    n: "all",
    // test/histories replays all of them, each by name.
    fast: 3,
  },
  async ({ n, tried, failed }) => {
    installRuntime("ERROR");
    const workflowBundle = { codePath: inject("workflowBundle") };
    for (const [path, error] of await replay(workflowBundle, histories.slice(0, n))) {
      if (error) failed(`${path}: ${error}`);
      tried();
    }
  },
);
