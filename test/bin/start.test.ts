import { spawnSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { childEnvironment } from "../../config.ts";

const program = fileURLToPath(new URL("../../bin/duban.js", import.meta.url));

/** Packages that a process has loaded when it refuses to start without its settings. */
async function loadedBy(command: string): Promise<string[]> {
  const says = join(await mkdtemp(join(tmpdir(), "duban-start-")), "says.cjs");
  await writeFile(
    says,
    `process.on("exit", () => process.stdout.write(JSON.stringify(Object.keys(require("node:module")._cache))));`,
  );
  const { status, stdout } = spawnSync(process.execPath, ["--require", says, program, command], {
    encoding: "utf8",
    env: childEnvironment({ DATABASE_URL: "", TEMPORAL_ADDRESS: "" }),
  });
  expect(status).toBe(2);
  const files = JSON.parse(stdout) as string[];
  const packages = files.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? "");
  return [...new Set(packages)];
}

test("a portal loads no engine, and a worker only its own: what `duban up` runs beside them is no part of their start", async () => {
  expect((await loadedBy("portal")).filter((name) => name.startsWith("@temporalio/"))).toEqual([]);
  const worker = await loadedBy("worker");
  expect(worker).toContain("@temporalio/worker");
  expect(worker).not.toContain("@temporalio/testing");
});
