import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const watch = new URL("../../bin/faults.ts", import.meta.url).href;
const run = (body: string) => {
  const script = `const { watchFaults } = await import(${JSON.stringify(watch)}); const faults = watchFaults(); ${body}`;
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script]);
  return { status, said: stderr.toString() };
};
const fault = `void Promise.reject(new Error("late")); setTimeout(() => undefined, 200);`;

test("an uncaught error ends the program with exit code 1", () => {
  const { status, said } = run(`process.exitCode = 5; ${fault}`);
  expect(status).toBe(1);
  expect(said).toContain("a fault that nothing caught");
});

test("an uncaught error during the shutdown does not change the exit code", () => {
  const { status, said } = run(`process.exitCode = 5; faults.ending(); ${fault}`);
  expect(status).toBe(5);
  expect(said).toContain("a fault that nothing caught");
});
