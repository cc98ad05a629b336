import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("..", import.meta.url));
const modules = join(folder, "node_modules");

type Tell = (line: string) => void;

/**
 * Restarts the bench with the Node.js that pg-boss 12 needs, if this is another version, so that all that is compared runs on the same one.
 * @returns its exit code; undefined if this process is to continue
 */
export async function runByNodeOfPeers(argv: readonly string[], tell: Tell): Promise<number | undefined> {
  await installPeers(tell);
  const node = node24();
  if (realpathSync(node) === realpathSync(process.execPath)) return undefined;
  const child = spawn(node, [join(folder, "run.js"), ...argv], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return exitOf(child);
}

/** Installs the peers on first use. */
async function installPeers(tell: Tell): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  if (Object.keys(dependencies).every((name) => existsSync(join(modules, name, "package.json")))) return;
  tell(
    "Installing the queues it is measured beside, and Node.js 24 for all that is measured, into bench/node_modules (once) …",
  );
  const child = spawn("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  const code = await exitOf(child);
  if (code !== 0) throw new Error(`npm ci in ${folder} ended with code ${code}; expected 0`);
}

const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once("exit", (code) => resolve(code ?? 130)).once("error", reject);
  });

function node24(): string {
  for (const name of [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]) {
    const path = join(modules, name, "bin/node");
    if (existsSync(path)) return path;
  }
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major >= 24 || (major === 22 && minor >= 18)) return process.execPath;
  throw new Error(
    `pg-boss 12 needs Node.js 24, which is not installed for ${process.platform} ${process.arch}; run the bench with it, or with --no-peers`,
  );
}
