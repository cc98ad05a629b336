import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { connect as connectTo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, inject, test } from "vitest";
import { createDatabase, dropDatabase } from "../../local/database.ts";
import { type Inbox, startInbox } from "../../local/inbox.ts";
import { startTemporal, type Temporal } from "../../local/temporal.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { chapters } from "../support/chapters.ts";
import { found } from "../support/organization.ts";
import { duban, type OwnProcess, startOwn, startOwnOf } from "../support/processes/processes.ts";
import { eventually, promised } from "../support/timeouts.ts";

const quiet = (): void => undefined;
const name = `processes_${randomBytes(6).toString("hex")}`;
let home: string;
let engine: Temporal;
let inbox: Inbox;
let db: Db;
let settings: Record<string, string>;
let portal: OwnProcess;
const workers: OwnProcess[] = [];

const ready = async ({ url }: OwnProcess) => {
  const answer = await fetch(`${url}/readyz`);
  return { status: answer.status, parts: ((await answer.json()) as { parts: Record<string, boolean> }).parts };
};
const lives = async ({ url }: OwnProcess): Promise<number> => (await fetch(`${url}/healthz`)).status;
const rectification = (subject: string) =>
  duban(settings, "rectification", "start", "--org", "GZ-P-1", subject, "--severity", "critical");
const mailsOf = (subject: string) =>
  inbox.messages().filter(({ channel, text }) => channel === "email" && text.includes(subject));

/** An engine, a mail server, and an empty database. */
const chapter = chapters(async () => {
  home = await mkdtemp(join(tmpdir(), "duban-processes-"));
  await chmod(home, 0o755);
  const [ownInbox, ownEngine, url] = await Promise.all([
    startInbox(),
    startTemporal({ home, log: quiet, ui: false, durable: false }),
    createDatabase(inject("templateUrl"), name),
  ]);
  inbox = ownInbox;
  engine = ownEngine;
  settings = {
    DUBAN_HOME: home,
    DATABASE_URL: url,
    TEMPORAL_ADDRESS: engine.address,
    SMTP_URL: inbox.smtpUrl,
    SMS_URL: inbox.smsUrl,
    SECRET_KEY: "a secret of thirty-two characters",
    PUBLIC_URL: "http://127.0.0.1:8080",
  };
});
afterAll(async () => {
  await Promise.all([...workers, portal].map((one) => one?.end("SIGKILL")));
  await db?.$disconnect();
  await dropDatabase(inject("templateUrl"), name);
  await engine?.stop();
  await inbox?.stop();
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

describe("an installation with several processes", () => {
  chapter("is migrated by a command of its own, without which no process starts", async () => {
    const early = await duban(settings, "worker");
    expect(early).toMatchObject({ code: 5, out: "" });
    expect(early.err).toContain('"npx duban migrate"');
    expect(await duban(settings, "migrate")).toMatchObject({ code: 0, err: "" });
    const again = await duban(settings, "migrate", "--json");
    expect(JSON.parse(again.out)).toEqual({ applied: [] });
    db = connect(settings.DATABASE_URL ?? "", { connections: 2 });
    await found(db, new Date(), { code: "GZ-P-1" });
  });

  chapter("reports for each process that it lives, and whether it is ready", async () => {
    const [own, ...started] = await Promise.all(["portal", "worker", "worker"].map((one) => startOwn(settings, one)));
    portal = own as OwnProcess;
    workers.push(...started);
    for (const worker of workers)
      expect(await ready(worker)).toEqual({ status: 200, parts: { database: true, engine: true, worker: true } });
    expect(await ready(portal)).toEqual({ status: 200, parts: { database: true, serving: true } });
    for (const one of [...workers, portal]) expect(await lives(one)).toBe(200);
  });

  chapter("sends what the command line starts, once", async () => {
    expect(await rectification("two workers share this")).toMatchObject({ code: 0, err: "" });
    await eventually(async () => mailsOf("two workers share this").length > 0);
    expect(mailsOf("two workers share this")).toHaveLength(1);
  });

  chapter("continues when the leading worker is stopped, which ends gracefully", async () => {
    const [first] = workers.splice(0, 1);
    const { code, ms } = await (first as OwnProcess).end();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(promised(30_000));
    await rectification("one worker is left");
    await eventually(async () => mailsOf("one worker is left").length > 0);
  });

  chapter("has a portal that accepts requests until it has announced its end", async () => {
    const gentle = await startOwn({ ...settings, DRAIN_SECONDS: "2" }, "portal");
    // A connection opened in advance, as browsers do; no request waits on it.
    const ahead = connectTo(Number(new URL(gentle.url).port), "127.0.0.1").on("error", () => undefined);
    await once(ahead, "connect");
    const ended = gentle.end();
    await eventually(async () => (await ready(gentle)).status === 503, 2);
    const last = await fetch(`${gentle.url}/org`);
    expect(last.status).toBe(200);
    expect(last.headers.get("connection")).toBe("close");
    const { code, ms } = await ended;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(promised(8_000));
    await expect(fetch(`${gentle.url}/healthz`)).rejects.toThrow();
  });

  chapter("runs from the npm package too, whose JavaScript is built separately", async () => {
    const inRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
    await promisify(execFile)(process.execPath, [inRoot("bin/package.js")]);
    const show = [inRoot("node_modules/typescript/bin/tsc"), "--showConfig", "-p", inRoot("build/tsconfig.json")];
    const { stdout: config } = await promisify(execFile)(process.execPath, show);
    // With a record of what it had written, the compiler writes nothing when the package is built again.
    expect(JSON.parse(config).compilerOptions).not.toHaveProperty("tsBuildInfoFile");
    const entry = inRoot("build/package/bin/duban.js");
    const started = await Promise.all(["portal", "worker"].map((one) => startOwnOf(entry, settings, one)));
    for (const one of started) expect((await ready(one)).status).toBe(200);
    for (const one of started) expect((await one.end()).code).toBe(0);
  });

  chapter(
    "has a worker that lives without being ready while the engine is unreachable; its portal is ready",
    async () => {
      const [worker] = workers as [OwnProcess];
      await engine.stop();
      await eventually(async () => (await ready(worker)).status === 503);
      expect(await lives(worker)).toBe(200);
      expect((await ready(portal)).status).toBe(200);
      expect(await rectification("while the engine is away")).toMatchObject({ code: 0, err: "" });
    },
  );
});

test("a process that is started without the shared settings names each missing one", async () => {
  const started = [["worker", "--queues", "rounds"], ["portal"], ["worker", "--queues", "tasks"]];
  const [worker, portal, other] = await Promise.all(started.map((words) => duban({}, ...words)));
  expect(worker?.code).toBe(2);
  for (const name of ["DATABASE_URL", "TEMPORAL_ADDRESS", "SECRET_KEY", "PUBLIC_URL"])
    expect(worker?.err).toContain(`${name} is not set`);
  expect(worker?.err).not.toContain("SMTP_URL");
  expect(portal?.err).toContain("SMTP_URL is not set");
  expect(other?.err).toContain("DUBAN_QUEUES is");
});
