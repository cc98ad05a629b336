import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { queues } from "../../domain/ids.ts";
import { type Inbox, startInbox } from "../../local/inbox.ts";
import { startTemporal, type Temporal } from "../../local/temporal.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { databaseSkew, engineChecks } from "../../worker/doctor/engine-checks.ts";
import { createRelay } from "../../worker/relay.ts";
import { installRuntime } from "../../worker/runtime.ts";
import { searchAttributes } from "../../workflows/protocol.ts";
import { freshDatabase } from "../support/database.ts";
import { eventually } from "../support/timeouts.ts";
import { workOn } from "./worker-on.ts";

const quiet = (): void => undefined;
let home: string;
let db: Db;
let inbox: Inbox;
let server: Temporal;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  installRuntime("ERROR");
  home = await mkdtemp(join(tmpdir(), "duban-doctor-"));
  await chmod(home, 0o755);
  ({ db } = await freshDatabase());
  inbox = await startInbox();
  server = await startTemporal({ home, log: quiet, searchAttributes, ui: false, durable: false });
  connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
});
afterAll(async () => {
  await connection?.close();
  await server?.stop();
  await inbox?.stop();
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

/** Doctor's result for each part, by name. */
async function said(of: Client, now?: () => number): Promise<Record<string, { ok: boolean; detail: string }>> {
  const findings = await engineChecks(of, now);
  return Object.fromEntries(findings.map(({ part, ...finding }) => [part, finding]));
}

/** The same client, with one call refused as for a key without permission. */
function without(call: "listWorkflowExecutions" | "signalWorkflowExecution"): Client {
  const denied = Object.assign(new Error("7 PERMISSION_DENIED"), {
    code: 7,
    details: "Request unauthorized.",
    metadata: { get: () => [] },
  });
  const workflowService = new Proxy(client.workflowService, {
    get: (service, name) => (name === call ? () => Promise.reject(denied) : Reflect.get(service, name)),
  });
  const limited = new Proxy(connection, {
    get: (whole, name) => (name === "workflowService" ? workflowService : Reflect.get(whole, name)),
  });
  return new Client({ connection: limited });
}

describe("the check of the engine", () => {
  test("before any worker runs, reports the missing worker and how to start it", async () => {
    expect(await said(client)).toMatchObject({
      namespace: { ok: true, detail: expect.stringMatching(/^default, what has ended is kept for \d+ days?/) },
      "search attributes": { ok: true, detail: "DubanKind, DubanOrganization, DubanDuty, DubanState" },
      rights: { ok: true, detail: "read and write" },
      workers: {
        ok: false,
        detail: expect.stringContaining(`nobody asks for work of ${queues.rounds}; start "duban worker"`),
      },
      paused: { ok: true, detail: "none" },
    });
  });

  test("names a missing namespace with the command that creates it", async () => {
    const { namespace } = await said(new Client({ connection, namespace: "city" }));
    expect(namespace).toEqual({
      ok: false,
      detail: expect.stringContaining("temporal operator namespace create -n city"),
    });
  });

  test("reports a namespace with a retention of one day, the required one, and missing search attributes", async () => {
    await client.workflowService.registerNamespace({
      namespace: "short",
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    const short = new Client({ connection, namespace: "short" });
    // The services of the engine learn of a new namespace one after the other.
    const findings = await eventually(async () => {
      const found = await said(short);
      return found.namespace?.ok && found["search attributes"]?.detail.includes("missing") && found;
    });
    expect(findings.namespace?.detail).toMatch(/kept for 1 days; 3 or more let a fault be looked into/);
    expect(findings["search attributes"]).toEqual({
      ok: false,
      detail: expect.stringMatching(
        /^DubanKind, DubanOrganization, DubanDuty, DubanState missing; run "npx duban migrate"/,
      ),
    });
  });

  test.each(["listWorkflowExecutions", "signalWorkflowExecution"] as const)(
    "detects a key without permission to %s before a nudge does, and reports nothing else",
    async (call) => {
      const { rights, namespace } = await said(without(call));
      expect(rights).toEqual({ ok: false, detail: "refused; the API key or certificate needs this right" });
      expect(namespace?.ok).toBe(true);
    },
  );

  test("is satisfied with workers; it reports if this machine's clock is behind the engine's", async () => {
    const relay = createRelay({ db, client, log: quiet });
    const workers = await workOn(server.address, { db, inbox, relay });
    try {
      const well = await eventually(async () => {
        const found = await said(client);
        return found.workers?.ok && found;
      });
      expect(well.workers?.detail).toMatch(/^\d+ ask of duban-rounds, \d+ ask of duban-couriers$/);
      const behind = await said(client, () => Date.now() - 60_000);
      expect(behind.workers).toEqual({
        ok: false,
        detail: expect.stringMatching(/^the engine's clock is \d+ ms ahead of this machine's; set both by NTP$/),
      });
    } finally {
      await workers.stop();
    }
  });

  test("names a workflow with a paused activity, and how to resume it", async () => {
    // The database is unavailable: the first activity of the case fails and is retried until somebody pauses it.
    const away = connect("postgresql://nobody@127.0.0.1:1/nowhere", { connections: 1 });
    const relay = createRelay({ db, client, log: quiet });
    const workers = await workOn(server.address, { db: away, inbox, relay });
    const workflowId = "rectification-paused";
    const about = { workflowId, taskQueue: queues.rounds, args: [{ caseId: "nobody-knows" }] };
    const handle = await client.workflow.start("rectification", about);
    try {
      await eventually(async () => ((await handle.describe()).raw.pendingActivities ?? []).length > 0);
      await client.workflowService.pauseActivity({
        ...{ namespace: "default", execution: { workflowId }, type: "loadCase", identity: "an operator" },
      });
      const { paused } = await eventually(async () => {
        const found = await said(client);
        return !found.paused?.ok && found;
      });
      expect(paused).toEqual({
        ok: false,
        detail: `1 (${workflowId}): somebody paused it or an activity of it; temporal workflow unpause -w ID`,
      });
    } finally {
      await handle.terminate();
      await workers.stop();
      await away.$disconnect();
    }
  });
});

describe("the check of clocks", () => {
  test("is satisfied if this machine's and the database's agree", async () => {
    expect(await databaseSkew(db)).toMatchObject({ part: "clock", ok: true });
  });

  test("reports by how much a database is ahead", async () => {
    const ahead = new Proxy(db, {
      get: (whole, name) =>
        name === "$queryRaw" ? async () => [{ at: new Date(Date.now() + 300_000) }] : Reflect.get(whole, name),
    });
    const { ok, detail } = await databaseSkew(ahead);
    expect(ok).toBe(false);
    expect(detail).toMatch(/^the database's is (299\d{3}|30\d{4}) ms apart; set both by NTP$/);
  });
});
