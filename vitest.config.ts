import { defineConfig } from "vitest/config";
import { ceiling } from "./test/support/patience.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Temporal's native worker does not live in worker threads.
    pool: "forks",
    maxWorkers: 2,
    // Packages are loaded once a worker, not once a file: what a file changes for the whole process it puts back.
    isolate: false,
    setupFiles: ["test/support/ending.ts", "test/support/rows.ts"],
    globalSetup: ["test/support/servers.ts"],
    // Ceilings, not what a test takes.
    testTimeout: ceiling(120),
    hookTimeout: ceiling(180),
    env: { TZ: "UTC" },
  },
});
