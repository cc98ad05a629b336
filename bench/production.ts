import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "../config.ts";
import { runCommand } from "../local/command.ts";
import { same } from "../local/errors.ts";
import { inEnglish, withProgress } from "../local/progress.ts";
import { Ends } from "./ends.ts";
import { herd } from "./herd/herd.ts";
import { startBenchEngine } from "./rolling/engine.ts";
import { rollingBench } from "./rolling/rolling.ts";
import { openStage } from "./stage.ts";
import type { Bench, Outcome } from "./types.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const stories = "test/engine/kinds.test.ts";

/** Runs Temporal's production server with a case of each kind, a herd and a rolling restart, one after the other. */
export async function productionBench(bench: Bench): Promise<Outcome> {
  const on = { ...bench, options: { ...bench.options, engine: "production", peers: false } };
  const parts = { "a case of each kind": kindsOn, "a herd": herd, "a rolling restart": rollingBench };
  const outcomes: [string, Outcome][] = [];
  for (const [name, part] of Object.entries(parts)) {
    bench.tell(`On Temporal's production server: ${name}`);
    const ends = new Ends();
    const end = bench.ends.add(() => ends.all());
    const outcome = await part({ ...on, ends }).catch(failedPart);
    await end();
    bench.tell(outcome.report);
    outcomes.push([name, outcome]);
  }
  return {
    ok: outcomes.every(([, { ok }]) => ok),
    report: outcomes
      .map(([name, { ok, report }]) => `${name}: ${ok ? "as it must be" : "NOT as it must be"}\n${report}`)
      .join("\n\n"),
    json: Object.fromEntries(outcomes.map(([name, { ok, json }]) => [name, { ok, ...json }])),
  };
}

/** Reports a failure, so that the other parts still run. */
const failedPart = (error: unknown): Outcome => {
  const report = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { ok: false, report, json: { failed: report } };
};

/** Output line of a completed story: result, name, duration. */
const storyOf = /^\s*([✓×] .+)$/;

interface TestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { assertionResults: { title: string; status: string; duration?: number }[] }[];
}

/** Runs the stories of the tests on this server. */
async function kindsOn(bench: Bench): Promise<Outcome> {
  const stage = await openStage(bench);
  const { url } = await stage.database("stories", "template1");
  const { address } = await startBenchEngine(bench, stage, url);
  const file = join(stage.home, "stories.json");
  const reporters = ["--reporter=verbose", "--reporter=json", `--outputFile.json=${file}`];
  const command = ["node_modules/vitest/vitest.mjs", "run", stories, ...reporters];
  const env = childEnvironment({ DUBAN_TEST_ENGINE: address, NO_COLOR: "1" });
  const began = Date.now();
  const hear = (line: string): void => {
    const [, story] = storyOf.exec(line) ?? [];
    if (story) bench.tell(`  ${story}`);
  };
  const failed = await withProgress(same("The stories of each kind"), inEnglish(bench.tell), () =>
    runCommand(process.execPath, command, { env, cwd: root, timeoutMs: 1_800_000, hear }),
  ).then(
    () => undefined,
    (error: Error) => error.message,
  );
  const seconds = Number(((Date.now() - began) / 1_000).toFixed(1));
  const told = JSON.parse(await readFile(file, "utf8").catch(() => "null")) as TestReport | null;
  if (!told) return { ok: false, report: failed ?? "nothing was told", json: { seconds } };
  const wrong = told.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== "passed")
    .map(({ title }) => title);
  const { numPassedTests: passed } = told;
  const report = [`${passed} stories passed, ${wrong.length} did not, in ${seconds} s`, ...wrong].join("\n  ");
  return { ok: failed === undefined && wrong.length === 0, report, json: { passed, wrong, seconds } };
}
