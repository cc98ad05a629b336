// The command line is TypeScript. Reading and translating its 250 files at every start takes most of a second, so it is bundled once:
// on install, and again when a source is newer. What runs the servers (`up`, `demo`, `doctor`) is read as it is written.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const commandLine = {
  root: fileURLToPath(new URL("..", import.meta.url)),
  entryPoint: "bin/main.ts",
  /** Started by their files. */
  threads: ["bin/simulation-thread.ts"],
  /** Loaded by no command of the bundle; they read files beside their own source. */
  external: [
    "./bin/serve.ts",
    "./worker/doctor/doctor.ts",
    "./worker/processes/migrate.ts",
    "./worker/processes/deployment.ts",
  ],
};

/** Optional parts of packages, and Prisma's engine: 4 MB, which few commands load. */
const apart = ["pg-native", "pg-cloudflare", "cloudflare:sockets", "@prisma/client/runtime/query_compiler_*"];

/**
 * @param program its folder, its entry within it, what else is started by its file, and what stays out of the bundle
 * @returns the address of the bundled entry, built anew when a source has changed; undefined where nothing can be written
 */
export async function bundled(program = commandLine) {
  const folder = join(program.root, "node_modules/.cache/duban");
  const manifest = join(folder, "bundle.json");
  try {
    return pathToFileURL(current(program, manifest) ?? (await build(program, folder, manifest))).href;
  } catch (error) {
    if (error.code === "EACCES" || error.code === "EROFS" || error.code === "EPERM") return undefined;
    throw error;
  }
}

/** The entry that was built from the sources as they are now. */
function current({ root }, manifest) {
  if (!existsSync(manifest)) return undefined;
  const { inputs, state, entry } = JSON.parse(readFileSync(manifest, "utf8"));
  return existsSync(entry) && stateOf(root, inputs) === state ? entry : undefined;
}

async function build({ root, entryPoint, threads = [], external }, folder, manifest) {
  const { build: bundle } = await import("esbuild");
  // A folder a build: a command that still runs from the one before goes on loading its files.
  const out = join(folder, `${Date.now().toString(36)}-${process.pid}`);
  const { metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: [entryPoint, ...threads],
    // Beside one another, whatever is built.
    outbase: join(root, dirname(entryPoint)),
    outdir: out,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // Packages too: two thirds of the start were the search for their files and the reading of what no command calls.
    external: [...external, ...apart],
    // Some of them are CommonJS, and ask for Node's own modules by `require`.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    minifyWhitespace: true,
    minifySyntax: true,
    metafile: true,
    logLevel: "silent",
  });
  // A package changes with the lock file, and `npm ci` builds anew.
  const own = Object.keys(metafile.inputs).filter((file) => !file.startsWith("node_modules/"));
  const inputs = own.concat("package-lock.json");
  const entry = join(out, `${basename(entryPoint, ".ts")}.js`);
  const before = existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")) : undefined;
  mkdirSync(folder, { recursive: true });
  const draft = `${manifest}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ inputs, state: stateOf(root, inputs), entry, previous: before?.entry }));
  renameSync(draft, manifest);
  if (before?.previous) rmSync(dirname(before.previous), { recursive: true, force: true });
  return entry;
}

/** Changes with any file's size or time, and when one is gone. */
function stateOf(root, inputs) {
  return inputs
    .map((file) => {
      const found = statSync(join(root, file), { throwIfNoEntry: false });
      return found ? `${found.size}:${found.mtimeMs}` : "gone";
    })
    .join(" ");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundled();
