import { chmod, copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { createDatabase } from "../../local/database.ts";
import { startPostgres } from "../../local/postgres.ts";
import { inEnglish } from "../../local/progress.ts";
import { findTestServer } from "../../local/temporal-test-server.ts";
import { migrate } from "../../prisma/migrate.ts";
import { workflowCode } from "../../worker/workflow-code.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of a migrated database from which others are copied. */
    templateUrl: string;
    /** Path of Temporal's time-skipping server. */
    testServer: string;
    /** File of the workflow code, bundled once for all test files. */
    workflowBundle: string;
  }
}

export const template = "duban_template";

/** Starts one PostgreSQL for the whole run; each test file has a database of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), "duban-tests-"));
  await chmod(home, 0o755);
  const log = inEnglish((line) => {
    if (/fail|error/i.test(line)) console.error(line);
  });
  const postgres = await startPostgres({ home, log, durable: false, settings: { max_connections: "200" } });
  const url = await createDatabase(postgres.url, template);
  await migrate(url);
  project.provide("templateUrl", url);
  project.provide("testServer", await findTestServer(log));
  const workflows = join(home, "workflows.js");
  const code = await workflowCode();
  // Uses a copy, because a change of a source during the run replaces the cached file.
  await ("codePath" in code ? copyFile(code.codePath, workflows) : writeFile(workflows, code.code));
  project.provide("workflowBundle", workflows);
  return async () => {
    await postgres.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
}
