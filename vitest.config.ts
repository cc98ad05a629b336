import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { ceiling } from "./test/support/timeouts.ts";

/** Files that wait for whole programs go first: begun last, one of them would keep the run from ending. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const whole = ({ moduleId }: TestSpecification): number => Number(/\/test\/(up|browser|local)\//.test(moduleId));
    return (await super.sort(files)).sort((one, other) => whole(other) - whole(one));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Temporal's native worker does not live in worker threads.
    pool: "forks",
    maxWorkers: 2,
    // Packages are loaded once a worker, not once a file: what a file changes for the whole process it puts back.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    setupFiles: ["test/support/setup.ts"],
    globalSetup: ["test/support/servers.ts"],
    // Ceilings, not what a test takes.
    testTimeout: ceiling(120),
    hookTimeout: ceiling(180),
    env: { TZ: "UTC" },
  },
});
