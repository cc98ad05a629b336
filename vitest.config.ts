import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { scratchPlace } from "./test/support/processes/scratch.ts";
import { ceiling } from "./test/support/timeouts.ts";

// Before anything asks where temporary files are: here, in the workers, and in the programs they start.
process.env.TMPDIR = scratchPlace();

/** Files that wait for whole programs go first, then those of whole cities: begun last, one of them would keep the run from ending. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      [/\/test\/(up|browser|local|engine)\//, /\/test\/(stories|attack|torture)\//].findIndex((one) =>
        one.test(moduleId),
      );
    const place = (file: TestSpecification): number => (rank(file) + 3) % 3;
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Temporal's native worker does not live in worker threads.
    pool: "forks",
    // One more than the cores of the smallest machine: much of what a worker does is to wait for servers and their timers.
    maxWorkers: 3,
    // Packages are loaded once a worker, not once a file: what a file changes for the whole process it puts back.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    setupFiles: ["test/support/setup.ts"],
    globalSetup: ["test/support/servers.ts"],
    // A test that expects nothing, as where all that it expects stands in a loop over an empty list, fails.
    expect: { requireAssertions: true },
    // Ceilings, not what a test takes.
    testTimeout: ceiling(120),
    hookTimeout: ceiling(180),
    env: { TZ: "UTC" },
  },
});
