import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { cityRoster, citySheet } from "../../bench/city.ts";
import { ladderOf, reminders } from "../../bench/ladder.ts";
import { median, percentile } from "../../bench/machine.ts";
import { atEnd } from "../support/ending.ts";

const run = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const file = fileURLToPath(new URL("../../bench/run.js", import.meta.url));
    const child = execFile(process.execPath, [file, ...args], (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });

describe("the benchmarks", () => {
  test("use ladders that an administrator could write: opened, reminded minutes apart, then overdue", () => {
    const { rungs } = ladderOf("ordinary", 2);
    expect(rungs.length).toBeGreaterThan(reminders + 1);
    expect(rungs.slice(0, reminders + 1)).toMatchObject(
      [0, 2, 4, 6].map((n) => ({ from: "opened", offset: { n, unit: "min" } })),
    );
  });

  test("reject an unknown name, listing the known ones", async () => {
    const { code, stdout, stderr } = await run("hrd");
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain('no bench "hrd"');
    for (const name of ["cli", "herd", "import", "level", "plan", "policy", "public", "report"])
      expect(stderr).toContain(name);
  });

  test("reject an option with an invalid value, saying what was expected", async () => {
    const { code, stderr } = await run("herd", "--organizations", "many");
    expect(code).toBe(2);
    expect(stderr).toContain('--organizations is "many"; expected a whole number from 100 to 100000');
    expect((await run("herd", "--fast")).code).toBe(2);
    const desk = await run("desk", "--part", "some");
    expect(desk.code).toBe(2);
    expect(desk.stderr).toContain('--part is "some"; expected one of pages, acts, many');
  });

  test("print one object and nothing else with --json", async () => {
    const { code, stdout } = await run("import", "--organizations", "100", "--runs", "1", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ organizations: 100, people: 1_300, runs: 1, seed: 1 });
  });

  test("write a kept city once, and leave it as it was written", async () => {
    const folder = await mkdtemp(join(tmpdir(), "duban-kept-"));
    atEnd(() => rm(folder, { recursive: true, force: true }));
    const city = ["desk", "--organizations", "100", "--part", "many", "--city", folder, "--json"];
    const [first, second] = [await run(...city), await run(...city)];
    expect(first.stderr).toContain("Writing a city");
    expect(second.stderr).not.toContain("Writing a city");
    // Nothing of the first run is left.
    for (const { stdout } of [first, second])
      expect(JSON.parse(stdout)).toMatchObject({ organizations: 100, many: { outcomes: { failed: 0, refused: 0 } } });
    expect(JSON.parse(second.stdout).many.outcomes).toEqual(JSON.parse(first.stdout).many.outcomes);
  }, 240_000);

  test("invent the same city for the same seed, with every role filled", () => {
    expect(citySheet(20, 7)).toEqual(citySheet(20, 7));
    expect(citySheet(20, 7)).not.toEqual(citySheet(20, 8));
    const { organizations, people } = cityRoster(20, 7);
    expect(organizations.every((one) => one.people.length === 13)).toBe(true);
    expect(people).toHaveLength(260);
  });

  test("compute the median as the middle value, or the mean of the two middle ones", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  test("compute a percentile as the value that this share of the values does not exceed", () => {
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect(percentile(hundred, 50)).toBe(50);
    expect(percentile(hundred, 99)).toBe(99);
    expect(percentile([7], 99)).toBe(7);
  });
});
