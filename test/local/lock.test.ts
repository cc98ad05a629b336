import { spawn } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { acquireLock, type Instance, type Lock, RunningError, runningInstance } from "../../local/lock.ts";
import { began, isAlive, self } from "../../local/process.ts";
import { scratch } from "./scratch.ts";

const lockOf = async (home: string): Promise<Instance> => JSON.parse(await readFile(join(home, "lock.json"), "utf8"));

/** The lock of a dead instance: its process id is ours now, but our start time differs. */
async function staleLock(home: string, children: Instance["children"] = []): Promise<void> {
  const stale: Instance = { pid: process.pid, began: "long ago", since: "2026-01-01T00:00:00.000Z", children };
  await writeFile(join(home, "lock.json"), JSON.stringify(stale));
}

async function sleeper(): Promise<{ name: string; pid: number; began: string }> {
  const child = spawn("sleep", ["300"], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  await vi.waitFor(() => expect(child.pid).toBeDefined());
  const pid = child.pid as number;
  return { name: "postgres", pid, began: await began(pid) };
}

describe("one instance for each data folder", () => {
  it("reports the running instance to a second one", async () => {
    const home = await scratch();
    const lock = await acquireLock(home);
    await expect(acquireLock(home)).rejects.toThrow(/running already, and is still starting/);
    await lock.tell({ url: "http://127.0.0.1:8080", databaseUrl: "postgres://db", temporalAddress: "127.0.0.1:7233" });
    const second = await acquireLock(home).catch((error: unknown) => error);
    expect(second).toBeInstanceOf(RunningError);
    expect((second as RunningError).code).toBe("RUNNING");
    expect((second as RunningError).message).toContain(
      `at http://127.0.0.1:8080 (process ${process.pid}, data in ${home})`,
    );
    expect(await runningInstance(home)).toMatchObject({ url: "http://127.0.0.1:8080", databaseUrl: "postgres://db" });
    await lock.release();
    expect(await runningInstance(home)).toBeUndefined();
    await (await acquireLock(home)).release();
  });

  it("protects its lock file, which contains a password", async () => {
    const home = await scratch();
    const lock = await acquireLock(home);
    const before = (await stat(join(home, "lock.json"))).mode & 0o777;
    await lock.tell({ databaseUrl: "postgres://user:password@db" });
    const after = (await stat(join(home, "lock.json"))).mode & 0o777;
    expect([before, after]).toEqual([0o600, 0o600]);
    await lock.release();
  });

  it("takes over from a killed one, and ends the servers it had left", async () => {
    const home = await scratch();
    const left = await sleeper();
    await staleLock(home, [left]);
    const lock = await acquireLock(home, { url: "http://127.0.0.1:2" });
    expect(lock.recovered).toEqual(["postgres"]);
    expect(await isAlive(left)).toBe(false);
    expect(await lockOf(home)).toMatchObject({ ...(await self()), url: "http://127.0.0.1:2", children: [] });
    await lock.release();
  });

  it("leaves another process alone that has the number of one of its servers", async () => {
    const home = await scratch();
    const stranger = await sleeper();
    await staleLock(home, [{ ...stranger, began: "long ago" }]);
    const lock = await acquireLock(home);
    expect(lock.recovered).toEqual([]);
    expect(await isAlive(stranger)).toBe(true);
    await lock.release();
  });

  it("reports a data folder that cannot be used, with the setting that names it", async () => {
    const home = join(await scratch(), "file");
    await writeFile(home, "");
    await expect(acquireLock(home)).rejects.toThrow(/file cannot be used .*expected a folder .*DUBAN_HOME/);
  });

  it("takes over a lock file that was truncated while it was written", async () => {
    const home = await scratch();
    await writeFile(join(home, "lock.json"), '{"pid":');
    const lock = await acquireLock(home);
    expect((await lockOf(home)).pid).toBe(process.pid);
    await lock.release();
  });

  it("gives a dead instance's lock to exactly one of many that start at once", async () => {
    const home = await scratch();
    await staleLock(home);
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(home)));
    const taken = results.filter((result): result is PromiseFulfilledResult<Lock> => result.status === "fulfilled");
    expect(taken).toHaveLength(1);
    for (const result of results) if (result.status === "rejected") expect(result.reason).toBeInstanceOf(RunningError);
    await taken[0]?.value.release();
  });

  it("records its servers one after the other, losing none", async () => {
    const home = await scratch();
    const lock = await acquireLock(home);
    await Promise.all([1, 2, 3].map((pid) => lock.note({ name: `server ${pid}`, pid, began: "x" })));
    expect((await lockOf(home)).children.map(({ name }) => name)).toEqual(["server 1", "server 2", "server 3"]);
    await lock.release();
  });
});
