import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Outcome } from "./line.ts";
import { type Table, tableOf, withOutcomes } from "./report.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export interface Command {
  table: Table;
  /** Description for the help text. */
  about: string;
  /** Test files that contain its lines. */
  files: readonly string[];
  /** Files that measure memory, response times or hangs; they run first, one at a time. The others then run concurrently. If absent, all run one at a time. */
  measured?: readonly string[];
}

const helpOf = ({ table: { word, page }, about }: Command): string => `npm run ${word} -- [options] [FILE …]

${about}

  --seed N     seed of what is made up (default: of the time)
  --most N     attempts of a line at most, where there is less time; the table says how many were made
  --line TEXT  only lines whose words contain this (or another, where it is said again); the other rows of docs/${page} stay
  --no-write   leave docs/${page} as it is
  FILE         only lines of files of test/${word} whose name begins so; the other rows of docs/${page} stay`;

/** @returns the exit code: 0 every line passed · 1 one failed · 2 usage */
export async function main(command: Command, argv: readonly string[]): Promise<number> {
  const help = helpOf(command);
  const { table } = command;
  const page = join(root, "docs", table.page);
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
  const most = values.most === undefined ? Number.POSITIVE_INFINITY : Number(values.most);
  const wrong = !isWhole(seed)
    ? "seed"
    : values.most !== undefined && !(isWhole(most) && most > 0)
      ? "most"
      : undefined;
  if (wrong) {
    process.stderr.write(`--${wrong} is "${values[wrong]}"; expected a whole number\n\n${help}\n`);
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), `duban-${table.word}-`));
  const began = Date.now();
  try {
    const whole = positionals.length === 0 && values.line === undefined;
    const code = await tests(command, folder, { seed, most, lines: values.line ?? [] }, positionals);
    const outcomes = await read(folder);
    const at = new Date(began);
    if (!values["no-write"] && code === 0)
      await writeFile(page, withOutcomes(table, await readFile(page, "utf8"), outcomes, at, whole));
    const held = outcomes.filter(({ failed }) => failed.length === 0).length;
    const took = Math.round((Date.now() - began) / 1_000);
    process.stdout.write(
      `${tableOf(table, outcomes, at)}\n\n${held} of ${outcomes.length} lines held, in ${took} s.\n`,
    );
    return code === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const isWhole = (n: number): boolean => Number.isInteger(n) && n >= 0;

const parse = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      seed: { type: "string" },
      most: { type: "string" },
      line: { type: "string", multiple: true },
      "no-write": { type: "boolean" },
      help: { type: "boolean" },
    },
  });

/** @returns the first exit code that is not 0 */
async function tests(
  { table: { word }, files, measured = [] }: Command,
  folder: string,
  { seed, most, lines }: { seed: number; most: number; lines: readonly string[] },
  only: readonly string[],
): Promise<number> {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const chosen = only.map((one) => (one.includes("/") ? one : `test/${word}/${one}`));
  const alone = ["--no-file-parallelism"];
  const passes =
    chosen.length > 0 || measured.length === 0
      ? [[...alone, ...(chosen.length > 0 ? chosen : files)]]
      : [
          [...alone, ...measured],
          [...measured.flatMap((one) => ["--exclude", one]), ...files],
        ];
  const name = word.toUpperCase();
  const pattern = lines.map((line) => line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const named = pattern === "" ? [] : ["-t", pattern, "--passWithNoTests"];
  let first = 0;
  for (const pass of passes) {
    const child = spawn(process.execPath, [vitest, "run", ...named, ...pass], {
      cwd: root,
      env: {
        ...process.env,
        [`${name}_REPORT`]: folder,
        [`${name}_SEED`]: String(seed),
        ...(Number.isFinite(most) && { [`${name}_MOST`]: String(most) }),
      },
      // Standard output is reserved for the report.
      stdio: ["ignore", 2, 2],
    });
    const [code] = (await once(child, "exit")) as [number | null];
    first ||= code ?? 1;
  }
  return first;
}

async function read(folder: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const name of await readdir(folder))
    outcomes.push(JSON.parse(await readFile(join(folder, name), "utf8")) as Outcome);
  return outcomes;
}
