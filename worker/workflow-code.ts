import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, type WorkflowBundleOption, type WorkflowBundleWithSourceMap } from "@temporalio/worker";

const root = fileURLToPath(new URL("..", import.meta.url));
/** The bundle in the npm package, made when it was packed. */
const ready = join(root, "workflows/bundle.cjs");
/** Folders of the workflow code's sources. Its packages are covered by the lock file. */
const folders = ["workflows", "domain"];

/** The workflow code: the packaged bundle, otherwise one made earlier from the same sources, otherwise made now. */
export const workflowCode = async (): Promise<WorkflowBundleOption> =>
  existsSync(ready)
    ? { codePath: ready }
    : kept({ root, folder: join(root, "node_modules/.cache/duban"), make: bundle });

/** Bundles the workflow code; takes some three seconds of processor time. */
export async function bundle(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL("../workflows/index.ts", import.meta.url)),
    workflowInterceptorModules: [fileURLToPath(new URL("../workflows/trace.ts", import.meta.url))],
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: console.warn, error: console.error },
  });
}

function quiet(): void {}

/**
 * The code that was made from the current sources; if there is none, it is made and kept.
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
    // Written under a temporary name: another process that starts now reads all of it, or makes its own.
    const part = `${codePath}.${randomUUID()}`;
    await writeFile(part, made.code);
    await rename(part, codePath);
    const old = (await readdir(where.folder)).filter((one) => /^workflows-\w+\.cjs$/.test(one) && one !== name);
    await Promise.all(old.map((one) => rm(join(where.folder, one), { force: true })));
    return { codePath };
  } catch {
    // The folder is not writable: the code is made at each start.
    return made;
  }
}

/** A hash of the names and texts of all sources. Read synchronously: for some 400 files, promises took half a second. */
function contentOf(root: string): string {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  for (const folder of folders) {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
    for (const file of files.filter((one) => one.endsWith(".ts")).sort())
      hash.update(`\0${folder}/${file}\0`).update(readFileSync(join(root, folder, file)));
  }
  return hash.digest("hex").slice(0, 16);
}
