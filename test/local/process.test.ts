import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freePort } from "../../local/free-port.ts";
import { isAlive, startChild } from "../../local/process.ts";
import { ensureSecret } from "../../local/secret.ts";
import { scratch } from "./scratch.ts";

describe("a server process", () => {
  it("writes its output to its log, and ends on request, even if requested twice", async () => {
    const logFile = join(await scratch(), "log");
    const child = await startChild({
      name: "talker",
      command: "/bin/sh",
      args: ["-c", "echo hello; exec sleep 300"],
      logFile,
    });
    expect(await isAlive(child)).toBe(true);
    while ((await readFile(logFile, "utf8")) === "");
    await Promise.all([child.stop(), child.stop()]);
    expect(await child.ended).toBe("ended by SIGTERM");
    expect(await isAlive(child)).toBe(false);
    expect(await readFile(logFile, "utf8")).toBe("hello\n");
  });

  it("is ended when it does not listen", async () => {
    const logFile = join(await scratch(), "log");
    const script = "trap '' TERM; echo ready; while :; do sleep 0.1; done";
    const child = await startChild({ name: "deaf", command: "/bin/sh", args: ["-c", script], logFile });
    while ((await readFile(logFile, "utf8")) === "");
    await child.stop(100);
    expect(await child.ended).toBe("ended by SIGKILL");
  });

  it("is reported by name when its program does not exist", async () => {
    const logFile = join(await scratch(), "log");
    await expect(startChild({ name: "none", command: "/no/such/program", args: [], logFile })).rejects.toThrow(
      /no\/such\/program/,
    );
  });

  it("is not confused with another process that has its number", async () => {
    expect(await isAlive({ pid: process.pid, began: "another time" })).toBe(false);
    expect(await isAlive({ pid: 2 ** 22 + 1, began: "" })).toBe(false);
  });
});

describe("a free port", () => {
  it("can be listened on", async () => {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
    server.close();
    expect(port).toBeGreaterThan(1023);
  });
});

describe("the secret of a data folder", () => {
  it("is created once, readable for its owner only", async () => {
    const home = join(await scratch(), "home");
    const secrets = await Promise.all(Array.from({ length: 10 }, () => ensureSecret(home)));
    expect(secrets[0]).toMatch(/^[\da-f]{64}$/);
    expect(new Set([...secrets, await ensureSecret(home)]).size).toBe(1);
    expect((await stat(join(home, "secret"))).mode & 0o777).toBe(0o600);
  });
});
