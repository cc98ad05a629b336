import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Outcome } from "./line.ts";
import { tableOf, withOutcomes } from "./report.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = fileURLToPath(new URL("../../docs/security.md", import.meta.url));

const help = `npm run attack -- [options] [FILE …]

Tries every line of the table of attacks in docs/security.md, with all its attempts, and writes what came of it there.

  --seed N     seed of what is made up (default: of the time)
  --no-write   leave docs/security.md as it is
  FILE         only lines of test files whose path contains this; the other rows of docs/security.md stay`;

/** @returns the exit code: 0 every line held · 1 one did not · 2 usage */
export async function main(argv: readonly string[]): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${help}\n`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (values.help) {
    process.stdout.write(`${help}\n`);
    return 0;
  }
  const seed = Number(values.seed ?? Date.now() % 1_000_000_007);
  if (!Number.isInteger(seed) || seed < 0) {
    process.stderr.write(`--seed is "${values.seed}"; expected a whole number\n\n${help}\n`);
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), "duban-attack-"));
  const began = Date.now();
  try {
    const code = await tests(folder, seed, positionals);
    const outcomes = await read(folder);
    const at = new Date(began);
    if (!values["no-write"] && code === 0)
      await writeFile(page, withOutcomes(await readFile(page, "utf8"), outcomes, at, positionals.length === 0));
    const held = outcomes.filter(({ succeeded }) => succeeded.length === 0).length;
    const took = Math.round((Date.now() - began) / 1_000);
    process.stdout.write(`${tableOf(outcomes, at)}\n\n${held} of ${outcomes.length} lines held, in ${took} s.\n`);
    return code === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const parse = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      seed: { type: "string" },
      "no-write": { type: "boolean" },
      help: { type: "boolean" },
    },
  });

/** One file after another: memory and answer times are measured. */
async function tests(folder: string, seed: number, files: readonly string[]): Promise<number> {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const chosen = files.length > 0 ? files : ["test/attack"];
  const child = spawn(process.execPath, [vitest, "run", "--no-file-parallelism", ...chosen], {
    cwd: root,
    env: { ...process.env, ATTACK_REPORT: folder, ATTACK_SEED: String(seed) },
    // Standard output is the report's alone.
    stdio: ["ignore", 2, 2],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}

async function read(folder: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const name of await readdir(folder))
    outcomes.push(JSON.parse(await readFile(join(folder, name), "utf8")) as Outcome);
  return outcomes;
}
