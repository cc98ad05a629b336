import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { childEnvironment } from "../config.ts";
import { machine, median } from "./machine.ts";
import { openStage } from "./stage.ts";
import type { Bench, Outcome } from "./types.ts";

const run = promisify(execFile);
const path = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));
const program = path("bin/duban.js");

/** Commands that are timed, with the maximum ratio to the start of bare Node.js. */
const commands = [
  { name: "node -e 0", argv: ["-e", "0"], most: 1 },
  { name: "duban --help", argv: [program, "--help"], most: 5 },
  { name: "duban status", argv: [program, "status"], most: 10 },
] as const;

/** Starts of each command in a run. The commands take turns, so that other load affects all of them alike. */
const rounds = 7;

/** Measures how fast the command line answers, relative to the start of Node.js: `status` on the sample city. */
export async function commandLineBench(bench: Bench): Promise<Outcome> {
  const { tell, ends, options } = bench;
  const stage = await openStage(bench);
  const { url, drop } = await stage.database("command_line");
  ends.add(drop);
  const env = childEnvironment({ DATABASE_URL: url, DUBAN_HOME: stage.home, LANG: "en" });
  await run(process.execPath, [program, "org", "import", path("examples/organizations.csv")], { env });
  const times = commands.map((): number[] => []);
  for (let round = 0; round < options.runs * rounds; round++)
    for (const [n, { argv }] of commands.entries()) {
      const began = performance.now();
      await run(process.execPath, [...argv], { env });
      times[n]?.push(performance.now() - began);
    }
  const [bare = Number.NaN, ...others] = times.map(median);
  const lines = commands.map(({ name, most }, n) => {
    const ms = n === 0 ? bare : (others[n - 1] ?? Number.NaN);
    return { name, ms: Math.round(ms), ratio: Number((ms / bare).toFixed(1)), most };
  });
  tell(`${options.runs * rounds} starts of each`);
  return {
    ok: lines.every(({ ratio, most }) => ratio <= most),
    report: lines
      .map(
        ({ name, ms, ratio, most }) =>
          `${name.padEnd(14)}${String(ms).padStart(6)} ms  ${ratio} ×  (at most ${most} ×)`,
      )
      .join("\n"),
    json: { commands: lines, starts: options.runs * rounds, machine: await machine() },
  };
}
