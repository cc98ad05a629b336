import { setTimeout as pause } from "node:timers/promises";
import { Client } from "@temporalio/client";
import type { TestWorkflowEnvironment } from "@temporalio/testing";
import { inject } from "vitest";
import { createActivities, type Deps } from "../../activities/index.ts";
import { type NewCase, startCase } from "../../client/cases/cases.ts";
import type { ActContext } from "../../client/context.ts";
import { act, type TaskAct } from "../../client/tasks/act.ts";
import { plannerId, queues } from "../../domain/ids.ts";
import type { Role } from "../../domain/terms.ts";
import { type Calendar, chinaCalendar } from "../../domain/time/calendar.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import { type Inbox, type InboxMessage, startInbox } from "../../local/inbox.ts";
import { awake, passTime, startTestServer } from "../../local/temporal-test-server.ts";
import type { Db } from "../../prisma/client.ts";
import { createRelay } from "../../worker/relay.ts";
import { installRuntime } from "../../worker/runtime.ts";
import { registerSearchAttributes } from "../../worker/search-attributes.ts";
import { startWorkers, type Workers } from "../../worker/workers.ts";
import { depsOf } from "./activity-deps.ts";
import { freshDatabase } from "./database.ts";
import { atEnd } from "./ending.ts";
import { record } from "./histories.ts";
import { type Founding, found, type Organization } from "./organization.ts";
import { watchRows } from "./rows.ts";
import { ceiling, eventually } from "./timeouts.ts";

export const zone = "Asia/Shanghai";
/** A Monday after every announced calendar: Monday to Friday are working days, so that a story gives the same result in every year. */
export const firstMonday = "2031-03-03";

/** A wall time in Shanghai, `2031-03-04 09:01`, as an instant. */
function wallTime(wall: string): Date {
  const [date = "", time = "00:00"] = wall.split(" ");
  return instantAt(date, time, zone);
}

export interface World {
  db: Db;
  url: string;
  env: TestWorkflowEnvironment;
  inbox: Inbox;
  context: ActContext;
  calendar: Calendar;
  now(): Date;
  organization(founding?: Founding): Promise<Organization>;
  start(input: NewCase): Promise<string>;
  act(input: TaskAct): ReturnType<typeof act>;
  /** Submits the task of a case with this key. */
  submit(
    task: { caseId: string; key: string },
    personId: string,
    values: Record<string, string>,
    files?: NonNullable<TaskAct["submission"]>["files"],
  ): ReturnType<typeof act>;
  /** The open task of a case with this key. */
  task(caseId: string, key: string): Promise<{ id: string; state: string; dueAt: Date; personId: string | null }>;
  /** Waits until the workflow of a case has requested a task and its recipients are notified. */
  awaitTask(caseId: string, key: string): Promise<void>;
  /** Moves time to a local time in Shanghai, `2031-03-04 09:01`; runs the planners each midnight if requested. */
  until(wall: string, options?: { plan?: boolean }): Promise<void>;
  /** Waits until everything that is due has been queued and sent. */
  settled(): Promise<void>;
  plan(shard?: number): Promise<void>;
  /** Messages since the last call; of one organization if it is given. */
  newMessages(of?: { id: string }): InboxMessage[];
  /** Replaces dependencies of the activities; those not given are reset to the initial ones. */
  replaceDeps(deps: Partial<Deps>): void;
  /** Ends the workers and starts others; only in a world that was started with `restarts`. */
  restartWorkers(): Promise<void>;
  stopWorkers(): Promise<void>;
  /** Waits for a workflow that is about to end and returns its result, without moving time. */
  resultOf(workflowId: string): Promise<unknown>;
  /** Writes the history of a workflow to a file, if histories are recorded. */
  record(name: string, workflowId: string): Promise<void>;
}

export interface WorldOptions {
  /** Whether stories restart workers. Their workers cache no workflow, because its tasks would wait for the worker that has ended. */
  restarts?: boolean;
}

/** Starts a small city on the time-skipping server, with a real PostgreSQL, real SMTP and the real workers. */
export async function startWorld({ restarts = false }: WorldOptions = {}): Promise<World> {
  installRuntime("ERROR");
  const [{ db, url }, env] = await Promise.all([freshDatabase(), startTestServer(inject("testServer"))]);
  watchRows(db);
  atEnd(() => env.teardown());
  await registerSearchAttributes(env.client, env.namespace ?? "default");
  let offset = 0;
  const now = (): Date => new Date(Date.now() + offset);
  const readClock = async (): Promise<void> => {
    offset = (await env.currentTimeMs()) - Date.now();
  };
  const inbox = await startInbox({ now });
  atEnd(() => inbox.stop());
  const relay = createRelay({ db, client: env.client, log: () => undefined });
  const calendar = chinaCalendar();
  const flush = async (): Promise<void> => {
    await relay.flush();
  };
  const context: ActContext = { db, now, calendar, flush };
  const base = depsOf(db, inbox, {
    flush,
    log: (line, about) => {
      if (process.env.DUBAN_TEST_LOG) console.error(line, about ?? "");
    },
  });
  atEnd(() => Promise.all([...base.transports.values()].map((transport) => transport.close())));
  const deps = { ...base };
  const work = async (): Promise<Workers> =>
    startWorkers({
      connection: env.nativeConnection,
      namespace: env.namespace ?? "default",
      activities: createActivities(deps),
      bundle: { codePath: inject("workflowBundle") },
      ...(restarts && { cached: 0 }),
    });
  let workers: Workers | undefined = await work();
  atEnd(async () => workers?.stop());

  const settled = (): Promise<void> => awake(env, rest);
  const rest = async (): Promise<void> => {
    const until = Date.now() + ceiling(40);
    for (let quiet = 0; ; ) {
      await readClock();
      await relay.flush();
      const [left = {}] = await db.$queryRaw<Record<string, number>[]>`
        select (select count(*) from task where next_at <= ${now()})::int as "tasks to climb", (select count(*) from nudge)::int as nudges,
               (select count(*) from notice where state = 'sending'
                or (state = 'queued' and send_at <= ${new Date(now().getTime() + 2_000)}))::int as "notices to carry",
               (select count(*) from direct_message where state = 'sending'
                or (state = 'queued' and send_at <= ${new Date(now().getTime() + 2_000)}))::int as "direct messages",
               (select count(*) from sleeper where until is null and id like 'round-%'
                and exists (select 1 from task where round = sleeper.id and next_at is not null))::int as "rounds awake"`;
      // If a workflow task is lost on a busy machine, the engine schedules it again after ten seconds.
      if (Date.now() > until) throw new Error(`the city did not come to rest: ${JSON.stringify(left)}`);
      quiet = Object.values(left).every((busy) => busy === 0) ? quiet + 1 : 0;
      if (quiet === 2) return;
      await pause(quiet === 1 ? 25 : 10);
    }
  };
  const plan = async (shard = 0): Promise<void> => {
    // Polls instead of awaiting the result: while a result is awaited, the server skips to the next timer of any workflow.
    const handle = await env.client.workflow.start("planner", {
      workflowId: plannerId(shard),
      taskQueue: queues.rounds,
      args: [{ shard }],
    });
    await awake(env, async () => {
      while ((await handle.describe()).status.name === "RUNNING") await pause(5);
    });
    await readClock();
    await settled();
  };
  const sleepTo = async (at: Date): Promise<void> => {
    const ms = at.getTime() - (await env.currentTimeMs());
    if (ms > 0) await passTime(env, ms);
    await readClock();
  };
  const until: World["until"] = async (wall, { plan: planning = false } = {}) => {
    const at = wallTime(wall);
    await relay.flush();
    while (planning) {
      const midnight = instantAt(dateIn(new Date(now().getTime() + 86_400_000), zone), "00:05", zone);
      if (midnight >= at) break;
      await sleepTo(midnight);
      await plan();
    }
    await sleepTo(at);
    await settled();
  };
  let read = 0;
  // The environment's own client lets time run to the next timer of any workflow while a result is awaited.
  const { workflow } = new Client({ connection: env.connection, ...(env.namespace && { namespace: env.namespace }) });
  const world: World = {
    db,
    url,
    env,
    inbox,
    context,
    calendar,
    now,
    organization: (founding = {}) => found(db, now(), founding),
    start: async (input) => (await startCase(context, input)).caseId,
    act: (input) => act(context, input),
    async submit({ caseId, key }, personId, values, files = []) {
      const { id: taskId } = await world.task(caseId, key);
      return act(context, { taskId, verb: "submit", actor: { personId }, submission: { values, files } });
    },
    async task(caseId, key) {
      const [task] = await db.$queryRaw<{ id: string; state: string; dueAt: Date; personId: string | null }[]>`
        select id, state, due_at as "dueAt", person_id as "personId" from task where case_id = ${caseId} and key = ${key}`;
      if (!task) throw new Error(`case ${caseId} has no task ${key}`);
      return task;
    },
    async awaitTask(caseId, key) {
      await awake(env, () => eventually(() => db.task.findFirst({ where: { caseId, key } }).then(Boolean)));
      return settled();
    },
    until,
    settled,
    plan,
    newMessages(of) {
      const all = inbox.messages();
      const fresh = all.slice(read);
      read = all.length;
      return of ? fresh.filter((one) => one.organization === of.id) : fresh;
    },
    async resultOf(workflowId) {
      const outcome: unknown = await awake(env, () => workflow.getHandle(workflowId).result());
      await settled();
      return outcome;
    },
    record: (name, workflowId) => record(name, env.client.workflow.getHandle(workflowId)),
    replaceDeps(changed) {
      Object.assign(deps, { page: undefined, failPoint: undefined }, base, changed);
    },
    async stopWorkers() {
      if (!restarts) throw new Error("this world keeps its workers: startWorld({ restarts: true }) ends them");
      await workers?.stop();
      workers = undefined;
    },
    async restartWorkers() {
      await world.stopWorkers();
      workers = await work();
    },
  };
  await sleepTo(instantAt(firstMonday, "09:00", zone));
  return world;
}

/**
 * Returns the file's world if its clock has not passed this local time, or a new one. Time only moves forward, so a test that states when it must
 * begin can run alone and after any other.
 */
export const worldBy = async (wall: string, world: World): Promise<World> =>
  world.now() <= wallTime(wall) ? world : startWorld();

export type { Role };
