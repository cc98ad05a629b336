import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder for one test, removed after it. Everyone may enter it, including the user that root's PostgreSQL runs as. */
export async function scratch(mode = 0o755): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "duban-test-"));
  await chmod(folder, mode);
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
