// Makes the npm package: JavaScript in the place of TypeScript, the workflows bundled, and nothing that is needed to build it. Installed from
// its tarball it translates, generates and fetches nothing of its own. `npm run package` writes it to build/, `npm run try:package` tries it.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";
import { commandLine, serving } from "./build.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "build/package");
const folders = "domain workflows records activities client cli web worker local bin prisma examples".split(" ");
/** What only building needs. */
const building = ["esbuild", "prisma", "tsx"];
/** Files beside the sources that the program reads as they are. */
const read = /\.(?:css|csv|java|sql|toml|txt|json)$|(?:^|\/)(?:sheet-script|suggest-script|sdk-program)\.js$/;

/** @returns the tarball */
export async function makePackage() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  translate();
  for (const folder of folders) copyRead(folder);
  const manifest = writeManifest();
  for (const file of ["LICENSE", "README.md", "README.zh-CN.md", "CHANGELOG.md", "SECURITY.md"])
    cpSync(join(root, file), join(out, file));
  await bundleWorkflows();
  await bundleCommandLine();
  writeFileSync(join(out, "bin/duban.js"), entry, { mode: 0o755 });
  const said = execFileSync("npm", ["pack", "--json", "--pack-destination", join(root, "build")], {
    ...{ cwd: out, encoding: "utf8", shell: process.platform === "win32" },
  });
  const packed = JSON.parse(said);
  const [{ filename }] = Array.isArray(packed) ? packed : Object.values(packed);
  return { tarball: join(root, "build", filename), manifest };
}

/** By the compiler, which rewrites what a file imports: `./x.ts` becomes `./x.js`. */
function translate() {
  const config = join(root, "build/tsconfig.json");
  const options = {
    ...{ noEmit: false, outDir: "package", rootDir: "..", rewriteRelativeImportExtensions: true },
    // What an earlier run wrote is deleted, so everything is written again.
    ...{ incremental: false, tsBuildInfoFile: null },
  };
  const include = [
    ...folders.filter((folder) => folder !== "examples").map((folder) => `../${folder}`),
    "../config.ts",
  ];
  const exclude = ["../prisma/diff.ts"];
  writeFileSync(config, JSON.stringify({ extends: "../tsconfig.json", compilerOptions: options, include, exclude }));
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", config], { stdio: "inherit" });
}

function copyRead(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (!entry.isFile() || !read.test(path.replaceAll("\\", "/"))) continue;
    const to = join(out, path.slice(root.length));
    if (path.endsWith(".js") && existsSync(to)) throw new Error(`${path}: a source of that name was translated to it`);
    cpSync(path, to);
  }
}

function writeManifest() {
  const { name, version, description, license, type, engines, bin, dependencies } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const needed = Object.fromEntries(Object.entries(dependencies).filter(([one]) => !building.includes(one)));
  const manifest = { name, version, description, license, type, engines, bin, dependencies: needed };
  writeFileSync(join(out, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** The workflows' own bundle, which workers otherwise make when they start. */
async function bundleWorkflows() {
  const { bundleWorkflowCode } = await import("@temporalio/worker");
  const quiet = () => undefined;
  const logger = { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: console.warn, error: console.error };
  const workflowsPath = join(out, "workflows/index.js");
  const workflowInterceptorModules = [join(out, "workflows/trace.js")];
  const { code } = await bundleWorkflowCode({ workflowsPath, workflowInterceptorModules, logger });
  writeFileSync(join(out, "workflows/bundle.cjs"), code);
}

/** Our own part of the command line in few files: a start reads fifteen instead of three hundred. Packages stay where npm puts them. */
async function bundleCommandLine() {
  await bundle({
    absWorkingDir: out,
    entryPoints: ["bin/main.js", "bin/simulation-thread.js"],
    outbase: join(out, "bin"),
    outdir: join(out, "bin/cli"),
    bundle: true,
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    external: commandLine.external.map((file) => file.replace(/\.ts$/, ".js")),
    logLevel: "warning",
  });
  if (!existsSync(join(out, "bin/cli/main.js"))) throw new Error("the command line was not bundled");
}

const entry = `#!/usr/bin/env node
process.env.TZ = "UTC";
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 1));
const argv = process.argv.slice(2);
// What serves is loaded file by file: a bundle beside it would be a second copy of each module, with a state of its own.
const { run } = await import(argv.some((word) => ${JSON.stringify(serving)}.includes(word)) ? "./main.js" : "./cli/main.js");
process.exitCode = await run(argv, process.env);
setTimeout(() => process.exit(), 500).unref();
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log((await makePackage()).tarball);
