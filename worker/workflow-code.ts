import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, type WorkflowBundleOption, type WorkflowBundleWithSourceMap } from "@temporalio/worker";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Of the npm package, which has it made. */
const ready = join(root, "workflows/bundle.cjs");
/** Whose files workflow code is made of. Its packages change with the lock file. */
const folders = ["workflows", "domain"];

/** The workflow code for a process that runs it: as it was packed, else as it was bundled from the same sources, else bundled now. */
export const workflowCode = async (): Promise<WorkflowBundleOption> =>
  existsSync(ready)
    ? { codePath: ready }
    : kept({ root, folder: join(root, "node_modules/.cache/duban"), make: bundle });

/** The workflow code, bundled now: some three seconds of a processor. */
export async function bundle(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL("../workflows/index.ts", import.meta.url)),
    workflowInterceptorModules: [fileURLToPath(new URL("../workflows/trace.ts", import.meta.url))],
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: console.warn, error: console.error },
  });
}

function quiet(): void {}

/**
 * The code that was made from the sources as they are now, made and kept where there is none.
 * @param where its sources, the folder that keeps it, and how it is made
 * @internal exported for its test
 */
export async function kept(where: {
  root: string;
  folder: string;
  make(): Promise<{ code: string }>;
}): Promise<WorkflowBundleOption> {
  const name = `workflows-${contentOf(where.root)}.cjs`;
  const codePath = join(where.folder, name);
  if (existsSync(codePath)) return { codePath };
  const made = await where.make();
  try {
    await mkdir(where.folder, { recursive: true });
    // Written whole: another process that starts now reads all of it or makes its own.
    const part = `${codePath}.${randomUUID()}`;
    await writeFile(part, made.code);
    await rename(part, codePath);
    const old = (await readdir(where.folder)).filter((one) => /^workflows-\w+\.cjs$/.test(one) && one !== name);
    await Promise.all(old.map((one) => rm(join(where.folder, one), { force: true })));
    return { codePath };
  } catch {
    // Nothing can be written there: it is made at each start.
    return made;
  }
}

/** Changes with the name or the text of any source. Some 400 files: read one after another by promises, they took half a second. */
function contentOf(root: string): string {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  for (const folder of folders) {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
    for (const file of files.filter((one) => one.endsWith(".ts")).sort())
      hash.update(`\0${folder}/${file}\0`).update(readFileSync(join(root, folder, file)));
  }
  return hash.digest("hex").slice(0, 16);
}
