import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ActContext } from "../../client/context.ts";
import { childEnvironment, readConfig } from "../../config.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { type Inbox, type InboxMessage, startInbox } from "../../local/inbox.ts";
import { startTemporal, type Temporal } from "../../local/temporal.ts";
import type { Db } from "../../prisma/client.ts";
import { createPortal } from "../../web/index.ts";
import { connectClient } from "../../worker/connections.ts";
import { createRelay } from "../../worker/relay.ts";
import { installRuntime } from "../../worker/runtime.ts";
import { startTracing } from "../../worker/tracing/index.ts";
import { searchAttributes } from "../../workflows/protocol.ts";
import { freshDatabase } from "../support/database.ts";
import { found, type Organization } from "../support/organization.ts";
import { eventually } from "../support/timeouts.ts";
import { programAt } from "../web/api/program.ts";
import { origin } from "../web/portal.ts";
import { type SpanSeen, startCollector } from "./collector.ts";
import { workOn } from "./worker-on.ts";

const quiet = (): void => undefined;
const secretKey = "a secret of thirty-two characters";
let home: string;
let db: Db;
let inbox: Inbox;
let server: Temporal;
let organization: Organization;
let program: ReturnType<typeof programAt>;
let collector: Awaited<ReturnType<typeof startCollector>>;
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  installRuntime("ERROR");
  home = await mkdtemp(join(tmpdir(), "duban-trace-"));
  await chmod(home, 0o755);
  collector = await startCollector();
  ({ db } = await freshDatabase());
  inbox = await startInbox();
  server = await startTemporal({ home, log: quiet, searchAttributes, ui: false, durable: false });
  ends.push(
    () => inbox.stop(),
    () => server.stop(),
  );
  // It tells what has ended within a tenth of a second, not within five.
  const delay = process.env.OTEL_BSP_SCHEDULE_DELAY;
  process.env.OTEL_BSP_SCHEDULE_DELAY = "100";
  ends.push(async () => {
    if (delay === undefined) delete process.env.OTEL_BSP_SCHEDULE_DELAY;
    else process.env.OTEL_BSP_SCHEDULE_DELAY = delay;
  });
  const config = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` });
  const tracing = await startTracing(config, "duban-test");
  if (!tracing) throw new Error("traces were asked for");
  ends.push(() => tracing.stop());
  const { client, close } = await connectClient(config, server.address);
  ends.push(close);
  const relay = createRelay({ db, client, log: quiet });
  const workers = await workOn(server.address, { db, inbox, relay }, { tracing });
  ends.push(() => workers.stop());
  const context: ActContext = {
    ...{ db, now: () => new Date(), calendar: chinaCalendar() },
    flush: async () => void (await relay.flush()),
  };
  const app = createPortal({
    ...{ context, secretKey, publicUrl: origin, log: quiet, trustProxy: ["loopback"] },
    health: async () => ({ database: true }),
  });
  program = programAt({ app, context });
  organization = await found(db, new Date(), {});
});
afterAll(async () => {
  for (let end = ends.pop(); end; end = ends.pop()) await end();
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

/** A span and its ancestors that the collector has received. */
function lineOf(span: SpanSeen): SpanSeen[] {
  const above = collector.spans.find(({ spanId }) => spanId === span.parentSpanId);
  return above ? [...lineOf(above), span] : [span];
}

const isOf = ({ "duban.message": reference }: SpanSeen["attributes"], messageId: string | null): boolean =>
  typeof reference === "string" && (messageId ?? "").includes(reference);

/** The ancestors of the span that sent a message, once the collector has all of them. */
const lineOfMessage = ({ messageId }: InboxMessage, first: string) =>
  eventually(async () => {
    const sent = collector.spans.find(({ attributes }) => isOf(attributes, messageId));
    const line = sent ? lineOf(sent) : [];
    return line[0]?.name === first && line;
  });

test("from the POST that starts a case to the mail that requests it there is one trace, through the workflows that it woke", async () => {
  const token = await program.token({});
  const asked = { organization: organization.code, duty: "29", about: "消防通道堵塞，联系人林小满" };
  const { status } = await program.post("/api/v1/cases", token, asked);
  expect(status).toBe(200);
  const mail = await eventually(async () =>
    inbox.messages().find((one) => one.to === organization.email("secretariat")),
  );
  const line = await lineOfMessage(mail, "POST /api/v1/cases");
  expect(new Set(line.map(({ traceId }) => traceId)).size).toBe(1);
  expect(line.map(({ name }) => name)).toEqual(["POST /api/v1/cases", "nudge round", "activity advance", "send email"]);
  const inTrace = collector.spans.filter(({ traceId }) => traceId === line[0]?.traceId);
  const asking = inTrace.find(({ name }) => name === "activity loadCase");
  expect(asking && lineOf(asking).map(({ name }) => name)).toContain("nudge rectification");
  expect(line.at(-1)?.attributes).toMatchObject({ "duban.channel": "email", "duban.outcome": "sent" });
});

test("an act that notifies at once is the root of the trace of its message", async () => {
  const token = await program.token(
    { organization: organization.code, as: organization.person("secretariat") },
    "organization",
  );
  const [task] = await db.task.findMany({ where: { organizationId: organization.id } });
  const before = inbox.messages().length;
  const report = { status: "at-risk", reason: "等设备到货" };
  const { status, body } = await program.post(`/api/v1/tasks/${task?.id}/report`, token, report);
  expect([status, body]).toMatchObject([200, { report: "at-risk" }]);
  const mail = await eventually(async () => inbox.messages()[before]);
  const line = await lineOfMessage(mail, "POST /api/v1/tasks/:task/report");
  expect(line.map(({ name }) => name)).toEqual(["POST /api/v1/tasks/:task/report", "send email"]);
  const courier = await eventually(async () =>
    collector.spans.find(({ name, traceId }) => name === "activity deliver" && traceId === line[0]?.traceId),
  );
  expect(lineOf(courier).map(({ name }) => name)).toContain("nudge courier");
});

test("no span contains a name, an address, a number, typed text, or a link's code", async () => {
  const told = collector.bodies.join("\n");
  expect(collector.spans.length).toBeGreaterThan(8);
  expect(told).not.toMatch(/@example\.org|\+\d{8}|消防|林小满|等设备|测试机构|secretariat|Bearer|\/t\/\w/);
  const people = await db.person.findMany({ select: { name: true } });
  expect(people).not.toEqual([]);
  for (const { name } of people) expect(told).not.toContain(name);
});

test("a command is named by its noun, and an unreachable collector neither fails nor delays it", async () => {
  const run = (endpoint: string) =>
    new Promise<string>((resolve) => {
      const env = childEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, DUBAN_HOME: home, DATABASE_URL: "" });
      const file = fileURLToPath(new URL("../../bin/duban.js", import.meta.url));
      execFile(process.execPath, [file, "why", "林小满"], { env }, (_error, _out, err) => resolve(err));
    });
  expect(await run("http://127.0.0.1:1")).toMatch(/^error: Nothing is running/);
  await run(collector.url);
  await eventually(async () => collector.spans.some(({ name }) => name === "duban why"));
  expect(collector.bodies.join("\n")).not.toContain("林小满");
});
