import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@temporalio/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cancelCase, startCase } from "../../client/cases/cases.ts";
import type { ActContext } from "../../client/context.ts";
import { act } from "../../client/tasks/act.ts";
import { readConfig } from "../../config.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import type { RawSubmission } from "../../domain/forms/raw-submission.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import { kinds, type Role } from "../../domain/terms.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { type Inbox, startInbox } from "../../local/inbox.ts";
import { startTemporal } from "../../local/temporal.ts";
import type { Db } from "../../prisma/client.ts";
import { findTask } from "../../records/tasks/tasks.ts";
import { connectClient } from "../../worker/connections.ts";
import { createRelay, type Relay } from "../../worker/relay.ts";
import { installRuntime } from "../../worker/runtime.ts";
import { registerSearchAttributes } from "../../worker/search-attributes.ts";
import { searchAttributes } from "../../workflows/protocol.ts";
import { freshDatabase } from "../support/database.ts";
import { fullForm } from "../support/forms.ts";
import { beginOf, typeOf } from "../support/kinds.ts";
import { found, type Organization } from "../support/organization.ts";
import { eventually } from "../support/timeouts.ts";
import { zone } from "../support/world.ts";
import { workOn } from "./worker-on.ts";

/*
 * One run of each kind on a real engine: the development server, or the one at DUBAN_TEST_ENGINE (`npm run try:production`). Its time cannot
 * be moved: whoever is asked today answers, and a case that then waits for a day to come is given up, so that its workflow ends too.
 */
const quiet = (): void => undefined;
const elsewhere = process.env.DUBAN_TEST_ENGINE;
let home: string;
let db: Db;
let inbox: Inbox;
let client: Client;
let relay: Relay;
let context: ActContext;
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  installRuntime("ERROR");
  home = await mkdtemp(join(tmpdir(), "duban-kinds-"));
  await chmod(home, 0o755);
  ({ db } = await freshDatabase());
  inbox = await startInbox();
  ends.push(() => inbox.stop());
  const address = elsewhere ?? (await development());
  const connected = await connectClient(readConfig({}), address);
  ({ client } = connected);
  ends.push(connected.close);
  if (elsewhere) await registerSearchAttributes(client, "default");
  relay = createRelay({ db, client, log: quiet });
  const workers = await workOn(address, { db, inbox, relay });
  ends.push(() => workers.stop());
  const flush = async (): Promise<void> => void (await relay.flush());
  context = { db, now: () => new Date(), calendar: chinaCalendar(), flush };
});
afterAll(async () => {
  for (let end = ends.pop(); end; end = ends.pop()) await end();
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

async function development(): Promise<string> {
  const server = await startTemporal({ home, log: quiet, searchAttributes, ui: false, durable: false });
  ends.push(() => server.stop());
  return server.address;
}

test.each(kinds)("a case of %s is requested, answered as far as today allows, and its workflow ends", (kind) =>
  runThrough(kind, `real-${kind}`),
);

async function runThrough(kind: (typeof kinds)[number], key: string): Promise<void> {
  const organization = await found(db, new Date(), { type: typeOf[kind] });
  const city = {
    context,
    now: context.now,
    start: async (input: Parameters<typeof startCase>[1]) => (await startCase(context, input)).caseId,
  };
  const caseId = await beginOf(city, kind)(organization, key);
  const tasks = await db.task.count({ where: { caseId } });
  // What is asked for on a day to come has nobody to be told today.
  if (tasks > 0) await eventually(async () => inbox.messages().some((one) => one.organization === organization.id));
  const { answered, refusals } = await answerAll(caseId, organization);
  expect(tasks === 0 || answered > 0, refusals.join("\n")).toBe(true);
  const { workflowId, state } = await db.case.findUniqueOrThrow({ where: { id: caseId } });
  if (state === "open") await cancelCase(context, { caseId, actor: "administrator", reason: "今日到此为止" });
  await relay.flush();
  const ran = workflowId && (await statusOf(workflowId));
  if (ran) await eventually(async () => (await statusOf(workflowId))?.name === "COMPLETED");
  const after = await db.case.findUniqueOrThrow({ where: { id: caseId } });
  expect(after.state).toBe(state === "open" ? "cancelled" : "done");
  expect(await db.task.count({ where: { caseId, settledAt: null } })).toBe(0);
}

test("nothing failed in the engine, nothing waits for it, and every message that was begun was sent", async () => {
  await runThrough("RX", "after all others");
  const query = 'ExecutionStatus = "Failed" OR ExecutionStatus = "Terminated" OR ExecutionStatus = "TimedOut"';
  const { executions } = await client.workflowService.listWorkflowExecutions({ namespace: "default", query });
  expect(executions).toEqual([]);
  await eventually(async () => (await db.nudge.count()) === 0);
  // On a busy machine an attempt may take too long; it is made again.
  const begun = { attempts: { gt: 0 }, state: { notIn: ["sent", "dropped"] } };
  await eventually(async () => (await db.notice.count({ where: begun })) === 0, 120);
  expect(await db.notice.count({ where: { state: "sent" } })).toBeGreaterThan(0);
});

/** What the engine says of a workflow; undefined: it was never begun. */
const statusOf = (workflowId: string) =>
  client.workflow
    .getHandle(workflowId)
    .describe()
    .then(
      ({ status }) => status,
      () => undefined,
    );

/** Whether the workflow of a case has nothing to do today: nobody is about to wake it, and it waits for no activity. */
async function isAtRest(caseId: string): Promise<boolean> {
  await relay.flush();
  if ((await db.nudge.count()) > 0) return false;
  const { workflowId } = await db.case.findUniqueOrThrow({ where: { id: caseId } });
  if (!workflowId || !(await statusOf(workflowId))) return true;
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return !raw.pendingWorkflowTask && !raw.pendingActivities?.length && !raw.pendingChildren?.length;
}

/** Everybody who is asked hands in what they have, and whoever verifies accepts, until nobody is asked any more. @returns how many did, and why others did not */
async function answerAll(caseId: string, organization: Organization) {
  let answered = 0;
  const refusals: string[] = [];
  const refused = new Set<string>();
  for (let rested = false; ; ) {
    const open = await db.task.findMany({ where: { caseId, settledAt: null }, orderBy: { openedAt: "asc" } });
    const next = open.find(({ id, state }) => !refused.has(`${id}/${state}`));
    if (!next) {
      const { state } = await db.case.findUniqueOrThrow({ where: { id: caseId } });
      if (state !== "open" || rested) return { answered, refusals };
      // Its workflow may be about to ask for more.
      await eventually(() => isAtRest(caseId));
      rested = true;
      continue;
    }
    rested = false;
    const refusal = await answer(next.id, organization);
    if (refusal === null) {
      answered += 1;
      refused.clear();
    } else {
      refusals.push(`${next.key}: ${refusal}`);
      refused.add(`${next.id}/${next.state}`);
    }
  }
}

/** @returns why it was not taken, as what waits for something else is not; null: it was */
async function answer(taskId: string, organization: Organization): Promise<string | null> {
  const task = await findTask(db, taskId);
  if (!task) return "gone";
  const by = (role: Role | null | undefined) => ({ personId: role ? organization.person(role) : "" });
  try {
    if (task.state === "submitted") await act(context, { taskId, verb: "accept", actor: by(task.verifier) });
    else {
      const actor = task.personId ? { personId: task.personId } : by(task.roles[0]);
      await act(context, { taskId, verb: "submit", actor, submission: await submissionFor(taskId) });
    }
    return null;
  } catch (error) {
    if (error instanceof RefusedError || error instanceof BadInputError) return error.message;
    throw error;
  }
}

async function submissionFor(taskId: string) {
  const task = await findTask(db, taskId);
  // A drill is set for a day to come; everything else is as of today.
  const ahead = task?.step === "set-date" ? 7 * 86_400_000 : 0;
  const day = dateIn(new Date(Date.now() + ahead), zone);
  const values: Record<string, unknown> = { ...(await fullForm(db, taskId)) };
  const fields = task ? fieldsOf(dutyOf(task.duty), task.step, task.facts) : [];
  for (const { name, type } of fields) if (type === "date" && values[name]) values[name] = day;
  if (values.time) values.time = "15:00";
  const wanted = fields.filter(({ type, required }) => type === "file" && required);
  const png = new Uint8Array(
    Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
      "base64",
    ),
  );
  return {
    values: values as RawSubmission,
    files: wanted.map(({ name }) => ({ name: `${name}.png`, mime: "image/png", bytes: png })),
  };
}
