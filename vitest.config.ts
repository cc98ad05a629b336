import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Temporal's native worker does not live in worker threads.
    pool: "forks",
    maxWorkers: 2,
    setupFiles: ["test/support/ending.ts", "test/support/rows.ts"],
    globalSetup: ["test/support/servers.ts"],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    env: { TZ: "UTC" },
  },
});
