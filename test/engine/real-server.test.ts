import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { startCase } from "../../client/cases/cases.ts";
import type { ActContext } from "../../client/context.ts";
import { act } from "../../client/tasks/act.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { type Inbox, startInbox } from "../../local/inbox.ts";
import { startTemporal, type Temporal } from "../../local/temporal.ts";
import type { Db } from "../../prisma/client.ts";
import { createRelay, type Relay } from "../../worker/relay.ts";
import { installRuntime } from "../../worker/runtime.ts";
import { ensureSchedules } from "../../worker/schedules.ts";
import type { Workers } from "../../worker/workers.ts";
import { searchAttributes } from "../../workflows/protocol.ts";
import { chapters } from "../support/chapters.ts";
import { freshDatabase } from "../support/database.ts";
import { found, type Organization } from "../support/organization.ts";
import { eventually } from "../support/timeouts.ts";
import { workOn } from "./worker-on.ts";

/** What the time-skipping server cannot test: Schedules, search attributes, and a server that goes away and comes back. */
let home: string;
let db: Db;
let inbox: Inbox;
let server: Temporal;
let client: Client;
let relay: Relay;
let workers: Workers | undefined;
let organization: Organization;
let caseId: string;
const quiet = (): void => undefined;

async function connect(): Promise<void> {
  const connection = await Connection.connect({ address: server.address });
  client = new Client({ connection });
  relay = createRelay({ db, client, log: quiet });
}
async function work(): Promise<void> {
  workers = await workOn(server.address, { db, inbox, relay });
}
const context = (): ActContext => ({
  db,
  now: () => new Date(),
  calendar: chinaCalendar(),
  flush: async () => void (await relay.flush()),
});
const start = () => startTemporal({ home, log: quiet, searchAttributes, ui: false });

beforeAll(async () => {
  installRuntime("ERROR");
  home = await mkdtemp(join(tmpdir(), "duban-engine-"));
  await chmod(home, 0o755);
  ({ db } = await freshDatabase());
  inbox = await startInbox();
  server = await start();
  await connect();
  await work();
});
afterAll(async () => {
  await workers?.stop();
  await server.stop();
  await inbox.stop();
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

describe("on a real Temporal server", () => {
  const chapter = chapters();
  chapter("a rectification runs, with a summary and search attributes that contain ids only", async () => {
    organization = await found(db, new Date(), {});
    const begin = {
      duty: "29",
      organizationId: organization.id,
      subject: "消防通道堵塞",
      actor: "administrator" as const,
    };
    ({ caseId } = await startCase(context(), { ...begin, facts: { severity: "critical" } }));
    await eventually(async () => inbox.messages().some((one) => one.to === organization.email("secretariat")));
    const listed = await eventually(async () => {
      const found = [];
      for await (const one of client.workflow.list({
        query: `DubanOrganization = "${organization.id}" and DubanKind = "RX"`,
      }))
        found.push(one);
      return found.length > 0 && found;
    });
    expect(listed.map((one) => one.workflowId)).toEqual([`rectification-${caseId}`]);
    expect(listed[0]?.searchAttributes).toMatchObject({ DubanDuty: ["29"], DubanState: ["open"] });
    const { staticSummary } = await client.workflow
      .getHandle(`rectification-${caseId}`)
      .describe()
      .then(async (one) => ({
        staticSummary: await one.staticSummary(),
      }));
    expect(staticSummary).toBe("RX · duty 29");
  });

  chapter("the workflow of a critical finding has priority over all others; that of a minor one has not", async () => {
    const priorityOf = async (workflowId: string): Promise<number> => {
      const { raw } = await eventually(() =>
        client.workflow
          .getHandle(workflowId)
          .describe()
          .catch(() => false),
      );
      return raw.workflowExecutionInfo?.priority?.priorityKey ?? 0;
    };
    const minor = {
      duty: "29",
      organizationId: organization.id,
      subject: "插座松动",
      actor: "administrator" as const,
    };
    const other = await startCase(context(), { ...minor, facts: { severity: "minor" } });
    expect(await priorityOf(`rectification-${caseId}`)).toBe(1);
    // Nothing is set: the engine's own is the third.
    expect(await priorityOf(`rectification-${other.caseId}`)).toBe(0);
  });

  chapter("a Schedule runs a shard's planner daily in the city's zone, and is created once", async () => {
    await ensureSchedules(client, [0], "Asia/Shanghai");
    await ensureSchedules(client, [0], "Asia/Shanghai");
    const schedule = client.schedule.getHandle("plan-0");
    const { spec, info } = await schedule.describe();
    expect(spec.timezone).toBe("Asia/Shanghai");
    const next = info.nextActionTimes[0];
    expect(next && new Date(next.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)).toBe("00:05");
    await schedule.trigger();
    const planned = await eventually(async () => {
      const [row] = await db.$queryRaw<{ n: number }[]>`
        select count(*)::int as n from "case" where organization_id = ${organization.id} and kind = 'RT'`;
      return row && row.n > 0 && row.n;
    });
    expect(planned).toBeGreaterThan(5);
  });

  chapter("a submission is accepted while the server is down, and nothing is missing when it is back", async () => {
    await workers?.stop();
    workers = undefined;
    await server.stop();
    const [{ id: taskId } = { id: "" }] = await db.$queryRaw<
      { id: string }[]
    >`select id from task where case_id = ${caseId}`;
    const personId = organization.person("secretariat");
    await act(context(), {
      taskId,
      verb: "submit",
      actor: { personId },
      submission: { values: { note: "已清理" }, files: [] },
    });
    await act(context(), { taskId, verb: "accept", actor: { personId: organization.person("supervisory-board") } });
    const [waiting] = await db.$queryRaw<{ n: number }[]>`select count(*)::int as n from nudge`;
    expect(waiting?.n).toBeGreaterThan(0);
    server = await start();
    await connect();
    await work();
    await relay.flush();
    expect(await client.workflow.getHandle(`rectification-${caseId}`).result()).toBe("verified");
    // Rounds and couriers that woke at the end of the outage may still be waking others.
    await eventually(async () => {
      const [left] = await db.$queryRaw<{ n: number }[]>`select count(*)::int as n from nudge`;
      return left?.n === 0;
    });
  });
});
