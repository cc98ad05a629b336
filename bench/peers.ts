import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench } from "./main.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const modules = join(folder, "node_modules");

/**
 * Installs what the product is measured beside, on first use.
 * @returns a Node.js on which pg-boss 12 runs (22.12 or later)
 */
export async function installPeers({ tell, ends }: Bench): Promise<string> {
  if (!existsSync(join(modules, "pg-boss/package.json"))) {
    tell("Installing pg-boss, and Node.js 24 for it, into bench/node_modules (once) …");
    const child = spawn("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: folder,
      stdio: ["ignore", 2, 2],
      shell: process.platform === "win32",
    });
    const end = ends.add(async () => void (child.exitCode === null && child.kill()));
    const code = await new Promise((resolve, reject) => child.once("exit", resolve).once("error", reject));
    await end();
    if (code !== 0) throw new Error(`npm ci in ${folder} ended with code ${code}; expected 0`);
  }
  return node24();
}

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
