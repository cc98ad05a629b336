import { randomBytes } from "node:crypto";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import { audit } from "../../client/audit/audit.ts";
import { startCase } from "../../client/cases/cases.ts";
import type { ActContext } from "../../client/context.ts";
import { act } from "../../client/tasks/act.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { createDatabase, dropDatabase } from "../../local/database.ts";
import { type Inbox, startInbox } from "../../local/inbox.ts";
import { startTemporal, type Temporal } from "../../local/temporal.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { backup, restore } from "../../worker/backup.ts";
import { engineView } from "../../worker/engine-view.ts";
import { createRelay, type Relay } from "../../worker/relay.ts";
import { installRuntime } from "../../worker/runtime.ts";
import { ensureSchedules } from "../../worker/schedules.ts";
import type { Workers } from "../../worker/workers.ts";
import { searchAttributes } from "../../workflows/protocol.ts";
import { chapters } from "../support/chapters.ts";
import { freshDatabase } from "../support/database.ts";
import { atEnd } from "../support/ending.ts";
import { found, type Organization } from "../support/organization.ts";
import { eventually } from "../support/timeouts.ts";
import { workOn } from "./worker-on.ts";

/** Database and engine from different times, with real servers of both. */
let home: string;
let db: Db;
let url: string;
let inbox: Inbox;
let server: Temporal | undefined;
let client: Client;
let relay: Relay;
let workers: Workers | undefined;
let organization: Organization;
/** A rectification that is in the backup, and one that came after it. */
let early: string;
let late: string;
const quiet = (): void => undefined;
const zone = "Asia/Shanghai";

/** Ends the running processes and continues with this database and the engine whose data is in this folder. */
async function goOn(database: { db: Db; url: string }, engine: string, between = async () => {}): Promise<void> {
  await workers?.stop();
  await server?.stop();
  await between();
  ({ db, url } = database);
  server = await startTemporal({ home: engine, log: quiet, searchAttributes, ui: false });
  const { address } = server;
  client = new Client({ connection: await Connection.connect({ address }) });
  relay = createRelay({ db, client, log: quiet });
  workers = await workOn(address, { db, inbox, relay });
}

const context = (): ActContext => ({
  db,
  now: () => new Date(),
  calendar: chinaCalendar(),
  flush: async () => void (await relay.flush()),
});
const audited = (options: { fix?: boolean; rejoin?: boolean } = {}) =>
  audit(context(), { by: "command", engine: engineView(client, relay, zone), ...options });
const kindsOf = (gaps: readonly { check: string }[]): string[] => [...new Set(gaps.map(({ check }) => check))].sort();

async function rectification(subject: string): Promise<string> {
  const begin = { duty: "29", organizationId: organization.id, subject, actor: "administrator" as const };
  return (await startCase(context(), { ...begin, facts: { severity: "major" } })).caseId;
}
const submit = async (caseId: string): Promise<void> => {
  const { id: taskId } = await db.task.findFirstOrThrow({ where: { caseId, key: "fix" } });
  const submission = { values: { note: "已清理" }, files: [] };
  await act(context(), { taskId, verb: "submit", actor: { personId: organization.person("secretariat") }, submission });
};

/** Whether nothing is waiting to be signalled or sent. */
const rested = (): Promise<unknown> =>
  eventually(async () => {
    await relay.flush();
    const due = { state: { in: ["queued", "sending"] }, sendAt: { lte: new Date() } };
    return (await db.nudge.count()) + (await db.notice.count({ where: due })) === 0;
  });

/** References of the messages that are recorded as sent. */
const onRecord = async (): Promise<string[]> =>
  (await db.delivery.findMany({ where: { state: { in: ["sent", "delivered"] } } })).map(({ reference }) => reference);

/** Those of some messages that were accepted more than once. */
function acceptedTwice(references: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const { messageId } of inbox.acceptLog) {
    const reference = messageId?.replace(/^<|@.*$/g, "") ?? "";
    times.set(reference, (times.get(reference) ?? 0) + 1);
  }
  expect(references.filter((one) => times.has(one)).length).toBeGreaterThan(0);
  return references.filter((one) => (times.get(one) ?? 0) > 1);
}

/** Messages about the early rectification that its doer has had so far. */
const askedEarly = async (): Promise<number> =>
  db.notice.count({ where: { caseId: early, state: "sent", part: "doer" } });

beforeAll(async () => {
  installRuntime("ERROR");
  home = await mkdtemp(join(tmpdir(), "duban-restore-"));
  inbox = await startInbox();
  await goOn(await freshDatabase(), join(home, "engine"));
});
afterAll(async () => {
  await workers?.stop();
  await server?.stop();
  await inbox.stop();
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

let before: { db: Db; url: string };

describe("after a restore the audit reconciles database and engine:", () => {
  const chapter = chapters();
  chapter("a city is running, and an hour passes after the backup", async () => {
    organization = await found(db, new Date(), {});
    await ensureSchedules(client, [0], zone);
    early = await rectification("消防通道堵塞");
    await eventually(async () => (await askedEarly()) > 0);
    await rested();
    expect((await audited()).left).toEqual([]);
    await backup(url, join(home, "backup"), "0.0.0", quiet);
    await goOn({ db, url }, join(home, "engine"), () =>
      cp(join(home, "engine"), join(home, "older"), { recursive: true }),
    );
    late = await rectification("灭火器过期");
    await submit(early);
    await rested();
    await eventually(async () => (await audited()).left.length === 0);
    before = { db, url };
  });

  chapter("only the database is an hour older", async () => {
    const name = `restored_${randomBytes(6).toString("hex")}`;
    const restored = await createDatabase(inject("templateUrl"), name);
    await restore(restored, join(home, "backup"), new Date(), quiet);
    const older = { db: connect(restored, { connections: 8 }), url: restored };
    atEnd(async () => {
      await older.db.$disconnect();
      await dropDatabase(inject("templateUrl"), name);
    });
    await goOn(older, join(home, "engine"));
    const sent = await onRecord();
    const { left } = await eventually(async () => {
      const outcome = await audited();
      return kindsOf(outcome.left).includes("workflow-orphan") && outcome;
    });
    expect(left.filter(({ check }) => check === "workflow-orphan").map(({ what }) => what)).toEqual([
      `rectification-${late}`,
    ]);
    expect(left.filter(({ check }) => check === "workflow-behind").map(({ what }) => what)).toEqual([
      `rectification-${early}`,
    ]);
    expect((await audited({ fix: true })).left).toEqual([]);
    await rested();
    await eventually(async () => (await audited()).left.length === 0);
    expect(acceptedTwice(sent)).toEqual([]);
    // The duty is in its earlier state: it is done once more, and continues to its verifier.
    await submit(early);
    await rested();
    expect(await db.task.count({ where: { caseId: early, state: "submitted" } })).toBe(1);
  });

  chapter("only the engine is new: nothing that should run is there", async () => {
    await goOn(before, join(home, "new-engine"));
    const sent = await onRecord();
    const { left } = await audited();
    expect(kindsOf(left)).toEqual(expect.arrayContaining(["case-workflow", "round", "schedule"]));
    expect((await audited({ fix: true })).left).toEqual([]);
    await rested();
    await eventually(async () => (await audited()).left.length === 0);
    expect(acceptedTwice(sent)).toEqual([]);
  });

  chapter("only the engine is an hour older, without what came since", async () => {
    await goOn(before, join(home, "older"));
    const sent = await onRecord();
    await eventually(async () =>
      (await audited({ rejoin: true })).left.some(({ check }) => check === "workflow-behind"),
    );
    expect((await audited({ fix: true, rejoin: true })).left).toEqual([]);
    await rested();
    await eventually(async () => (await audited()).left.length === 0);
    expect(await engineView(client, relay, zone).missing([`rectification-${early}`, `rectification-${late}`])).toEqual(
      new Set(),
    );
    expect(acceptedTwice(sent)).toEqual([]);
    const { id: taskId } = await db.task.findFirstOrThrow({ where: { caseId: early, key: "fix" } });
    await act(context(), { taskId, verb: "accept", actor: { personId: organization.person("supervisory-board") } });
    await eventually(async () => (await db.case.findUnique({ where: { id: early } }))?.state === "done");
  });
});
