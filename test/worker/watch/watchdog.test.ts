import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { channels } from "../../../domain/terms.ts";
import { type Inbox, startInbox } from "../../../local/inbox.ts";
import { startTestServer } from "../../../local/temporal-test-server.ts";
import type { Db } from "../../../prisma/client.ts";
import { type AuditRow, insertAudit } from "../../../records/audit/audits.ts";
import { createOperator, type OperatorSettings } from "../../../worker/watch/operator.ts";
import { startWatchdog } from "../../../worker/watch/watchdog.ts";
import { freshDatabase } from "../../support/database.ts";
import { atEnd } from "../../support/ending.ts";

/** A month in which no holidays of the next year are missing: from December on, the calendar check fails on a new database. */
const started = Date.now();
const now = (): Date => new Date(Date.parse("2026-06-10T02:00:00Z") + Date.now() - started);

let db: Db;
let inbox: Inbox;
let receiver: { url: string; posted: { part: string; state: string }[]; beats: number; down: boolean };

beforeAll(async () => {
  ({ db } = await freshDatabase());
  await insertAudit(db, audit({ found: 0, leftOpen: 0 }));
  inbox = await startInbox({ now });
  atEnd(() => inbox.stop());
  receiver = await startReceiver();
});

const audit = (counts: Pick<AuditRow, "found" | "leftOpen">): AuditRow => ({
  ...{ at: now(), by: "nightly", tookMs: 1, gaps: {}, repaired: 0, chainsThrough: "", chainsWholeAt: null },
  ...counts,
});

/** An operator's own program, and an external monitor. */
async function startReceiver(): Promise<typeof receiver> {
  const known = { url: "", posted: [] as { part: string; state: string }[], beats: 0, down: false };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (request.url === "/beat") known.beats += 1;
    else if (!known.down) known.posted.push(...(JSON.parse(body) as { alarms: typeof known.posted }).alarms);
    response.writeHead(known.down ? 503 : 204).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(async () => void server.close());
  known.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return known;
}

const settings = (more: Partial<OperatorSettings> = {}): OperatorSettings => ({
  ...{ operatorUrl: `${receiver.url}/alarm`, operatorEmail: "night@example.org", heartbeatUrl: `${receiver.url}/beat` },
  ...{ smtp: [inbox.smtpUrl], mailFrom: "duban@example.org" },
  ...more,
});

async function watched() {
  const env = await startTestServer(inject("testServer"));
  const home = await mkdtemp(join(tmpdir(), "duban-watchdog-"));
  atEnd(() => rm(home, { recursive: true, force: true }));
  const about = { db, client: env.client, now, available: channels, home };
  return { env, about: { ...about, publicUrl: "http://127.0.0.1:8080", zone: "Asia/Shanghai", since: now() } };
}

const alarms = (): string[] => receiver.posted.splice(0).map(({ part, state }) => `${part} ${state}`);

describe("when Temporal is killed, the watchdog", () => {
  test("notifies the operator once by mail and by a POST, and not again after a restart", async () => {
    const { env, about } = await watched();
    const lines: string[] = [];
    const operator = createOperator(settings(), ({ en: line }) => lines.push(line));
    const dog = startWatchdog(about, operator);
    const mailed = inbox.messages().length;
    const beats = receiver.beats;
    await dog.look();
    expect([alarms(), receiver.beats - beats]).toEqual([[], 1]);
    await env.teardown();
    await dog.look();
    await dog.look();
    await dog.look();
    expect(alarms()).toEqual(["engine begun"]);
    dog.stop();
    const again = startWatchdog(about, operator);
    await again.look();
    await again.look();
    again.stop();
    expect(alarms()).toEqual([]);
    const mails = inbox.messages().slice(mailed);
    expect(mails.map(({ to }) => to)).toEqual(["night@example.org"]);
    expect(mails[0]?.text).toContain("engine: does not answer");
    expect(mails[0]?.text).toContain("引擎：没有响应");
    expect(lines).toHaveLength(1);
    const healthy = await watched();
    const back = startWatchdog({ ...healthy.about, home: about.home }, operator);
    await back.look();
    await back.look();
    back.stop();
    await healthy.env.teardown();
    expect(alarms()).toEqual(["engine over"]);
  });

  test("repeats a notification that reached nobody, and does not call the external monitor meanwhile", async () => {
    const { env, about } = await watched();
    await env.teardown();
    const dog = startWatchdog(
      about,
      createOperator(settings({ smtp: ["smtp://127.0.0.1:1"] }), () => undefined),
    );
    receiver.down = true;
    await dog.look();
    const beats = receiver.beats;
    await dog.look();
    await dog.look();
    expect([alarms(), receiver.beats - beats]).toEqual([[], 0]);
    receiver.down = false;
    await dog.look();
    await dog.look();
    dog.stop();
    expect([alarms(), receiver.beats - beats]).toEqual([["engine begun"], 2]);
  });

  test("reports what waits: nudges that are not relayed, and gaps that the audit left", async () => {
    const { env, about } = await watched();
    const wake = {
      workflowId: "round-1-0",
      workflowType: "round",
      taskQueue: "duban-rounds",
      args: [],
      signal: "nudge",
    };
    await db.nudge.create({ data: { ...wake, createdAt: new Date(now().getTime() - 3 * 60_000) } });
    await insertAudit(db, audit({ found: 2, leftOpen: 2 }));
    const dog = startWatchdog(
      about,
      createOperator(settings(), () => undefined),
    );
    await dog.look();
    await dog.look();
    expect(alarms()).toEqual(["relay begun", "gaps begun"]);
    await db.nudge.deleteMany();
    await insertAudit(db, audit({ found: 0, leftOpen: 0 }));
    await dog.look();
    await dog.look();
    dog.stop();
    await env.teardown();
    expect(alarms()).toEqual(["relay over", "gaps over"]);
  });
});
