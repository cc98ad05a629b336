import type { Client } from "@temporalio/client";
import { act } from "../../client/tasks/act.ts";
import { overdue } from "../../domain/escalation/policies/ordinary.ts";
import type { Policy } from "../../domain/escalation/policy.ts";
import { addDays } from "../../domain/time/dates.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { nudgeSignal } from "../../workflows/protocol.ts";
import { actionsOf } from "../actions.ts";
import { cityRoster } from "../city.ts";
import { writeLadders } from "../ladder.ts";
import { machine } from "../machine.ts";
import { contextOf, type ToDo } from "../portal/public-city.ts";
import type { BareSettings } from "../processes/bare-worker-process.ts";
import { type Helper, startHelper } from "../processes/helper.ts";
import { openStage, settle } from "../stage.ts";
import type { Bench, Outcome } from "../types.ts";
import { less, type Parts } from "../watch.ts";
import { startWorld, until } from "../world.ts";
import { asleep } from "./duban.ts";
import { writeOccurrences } from "./occurrences.ts";

/** Number of concurrent starts, as in the relay; and of people who answer concurrently. */
const inFlight = 20;
const answering = 8;
/** Maximum wait for each of the two, seconds. */
const longest = 3_600;
const aim = 0.8;
/** Maximum number of workflows started on the engine alone, before and after; more are not needed for a rate. */
const mostBare = 1_000;

/** Plans drills, which start no workflow, then answers all of them, which starts their workflows; compared with the engine's bare rate. */
export async function startsBench(bench: Bench): Promise<Outcome> {
  const { options, tell, ends } = bench;
  const { organizations, seed } = options;
  const about = await machine();
  const stage = await openStage(bench);
  const city = await stage.database("city");
  await settle(city.url, cityRoster(organizations, seed), async (db) => {
    await writeLadders(db, 120);
    await quietHold(db);
  });
  const sink = await startHelper("sink-process.ts", { ends });
  const world = await startWorld(bench, stage, "city", await sink.call<string>("url"));
  const planned = await writeOccurrences(world.db, "drill");
  await asleep(world);
  const beforehand = await actionsOf(world.client, ["drill"]);
  tell(`${planned} drills planned: ${beforehand.workflows} workflows`);
  const bare = await startHelper("bare-worker-process.ts", { ends });
  const bareSettings: BareSettings = { temporalAddress: world.settings.temporalAddress, taskQueue: "bare" };
  await bare.call("start", bareSettings);
  const alone = Math.min(planned, mostBare);
  const first = await bareStarts(world.client, bare, alone, "first");
  tell(`  the engine alone: ${rate(alone, first)} a second`);
  const todo = await quiet(world.db);
  const before = world.watch.cpu();
  const product = await answerAll(world.settings.databaseUrl, world.db, todo);
  const cpu = less(world.watch.cpu(), before);
  tell(`  answered after ${product.answered.toFixed(1)} s; begun: ${rate(planned, product.begun)} a second`);
  const second = await bareStarts(world.client, bare, alone, "second");
  tell(`  the engine alone: ${rate(alone, second)} a second`);
  await bare.stop();
  await world.stop();
  const bareRate = rate(alone, (first + second) / 2);
  return outcome({
    planned,
    started: beforehand.workflows,
    alone,
    bareRate,
    product,
    cpu,
    about,
    bare: [first, second],
  });
}

function outcome(figures: {
  planned: number;
  started: number;
  /** Number of workflows started on the engine alone, before and after. */
  alone: number;
  bareRate: number;
  bare: number[];
  product: { answered: number; begun: number };
  cpu: Parts | null;
  about: Awaited<ReturnType<typeof machine>>;
}): Outcome {
  const { planned, started, alone, bareRate, product, cpu, about } = figures;
  const ratio = Number((planned / product.begun / bareRate).toFixed(2));
  const json = {
    ...{ planned, startedByPlanning: started, ratio, aim, cpu, machine: about },
    ...{ alone, bareRate },
    rate: rate(planned, product.begun),
    seconds: { bare: figures.bare, answered: product.answered, begun: product.begun },
  };
  return {
    // The rate depends on the machine; that planning starts no workflow does not.
    ok: started === 0,
    json,
    report: [
      `${planned} drills planned: ${started} workflows started`,
      `all answered within ${product.answered.toFixed(1)} s: ${json.rate} workflows begun a second, from the first answer to the last that asked for its next task`,
      `${alone} of the same workflows on the same engine with activities that only answer, before and after: ${json.bareRate} a second; ratio ${ratio} (aim: at least ${aim})`,
      `load ${about.load} at the start, ${about.cores} cores, Node.js ${about.node}`,
    ].join("\n"),
  };
}

const rate = (many: number, seconds: number): number => Number((many / seconds).toFixed(1));
const since = (began: number): number => (performance.now() - began) / 1_000;

/** @returns seconds from the first start until the last workflow has requested its second task */
async function bareStarts(client: Client, bare: Helper, many: number, run: string): Promise<number> {
  const known = await bare.call<number>("begun");
  const began = performance.now();
  const ids = Array.from({ length: many }, (_, n) => `bare-${run}-${n}`);
  await inTurn(ids, inFlight, async (workflowId) => {
    const how = { workflowId, taskQueue: "bare", args: [{ caseId: workflowId }], signal: nudgeSignal, signalArgs: [] };
    await client.workflow.signalWithStart("drill", how);
  });
  await until("bare workflows begin", async () => (await bare.call<number>("begun")) >= known + many, longest);
  return since(began);
}

/** Sets the date of every drill. @returns seconds from the first answer until all were accepted, and until every workflow had requested its next task */
async function answerAll(url: string, db: Db, todo: readonly ToDo[]): Promise<{ answered: number; begun: number }> {
  const people = connect(url, { connections: answering });
  try {
    const context = contextOf(people);
    const date = addDays(dateIn(new Date(), "Asia/Shanghai"), 14);
    const values = { date, time: "14:30", place: "二楼会议室", plan: "疏散演练" };
    const began = performance.now();
    await inTurn(todo, answering, async ({ taskId, personId }) => {
      await act(context, { taskId, actor: { personId }, verb: "submit", submission: { values, files: [] } });
    });
    const answered = since(began);
    const all = async (): Promise<boolean> => (await db.task.count({ where: { step: "hold" } })) >= todo.length;
    await until("workflows begin", all, longest);
    return { answered, begun: since(began) };
  } finally {
    await people.$disconnect();
  }
}

async function inTurn<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  const worker = async (): Promise<void> => {
    for (const one of left) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Keeps people from being invited to the drills during the measurement, which would be a herd of mails. */
async function quietHold(db: Db): Promise<void> {
  const definition: Policy = { name: "drill-hold", for: { zh: "测量", en: "measurement" }, rungs: overdue };
  await db.policyRow.create({
    data: { name: "drill-hold", definition: JSON.parse(JSON.stringify(definition)), updatedAt: new Date() },
  });
}

/** Marks the first tasks as opened and notified an hour ago. @returns the tasks with their doers */
async function quiet(db: Db): Promise<ToDo[]> {
  const openedAt = new Date(Date.now() - 3_600_000);
  await db.task.updateMany({ where: { step: "set-date" }, data: { openedAt, climbFrom: openedAt, nextAt: null } });
  return db.$queryRaw<ToDo[]>`
    select t.id as "taskId", t.organization_id as "organizationId", min(h.person_id) as "personId" from task t
    join holding h on h.organization_id = t.organization_id and h.role = 'secretariat'
    where t.step = 'set-date' group by t.id order by t.id`;
}
