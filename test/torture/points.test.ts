import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Deps, FailPoint } from "../../activities/deps.ts";
import { bundled, servers } from "../../bin/build.js";
import { instantAt } from "../../domain/time/zones.ts";
import { type Inbox, startInbox } from "../../local/inbox.ts";
import type { Db } from "../../prisma/client.ts";
import { depsOf } from "../support/activity-deps.ts";
import { freshDatabase } from "../support/database.ts";
import { atEnd } from "../support/ending.ts";
import type { Trial } from "../support/lines/line.ts";
import { found, type Organization } from "../support/organization.ts";
import type { WorkerProcess } from "../support/processes/worker-process.ts";
import { carriedOf, hands } from "./carried.ts";
import { tortureLine } from "./line.ts";

const day = 86_400_000;
/** Databases with an activity each in the process that is killed. Starting a process is most of the cost of an attempt. */
const side = 20;
/** Points at which it is killed, each with the occurrence. */
const points: readonly (readonly [FailPoint, number])[] = [
  ["advance:task", 1],
  ["advance:task", 3],
  ["deliver:claimed", 1],
  ["deliver:sent", 1],
];

tortureLine(
  {
    name: "The worker killed (SIGKILL) at a named point: before a step is written, after messages are claimed, after some are sent",
    pass: "0 intents lost, 0 sent under two references; every duplicate message is an attempt recorded as unknown",
    n: 1_000,
    fast: 1,
    seconds: 7_200,
  },
  async (trial) => {
    const times: Record<string, number> = {};
    const cities = await Promise.all(Array.from({ length: Math.min(trial.n, side) }, openCity));
    let now = instantAt("2031-03-03", "10:00", "Asia/Shanghai").getTime();
    let processes = 0;
    for (let left = trial.n; left > 0; left -= cities.length) {
      // A day later, with nothing open from the day before.
      now += day;
      const some = cities.slice(0, left);
      const struck = some.map((city) => ({ city, point: trial.pick(points) }));
      const begun = await Promise.all(struck.map(({ city, point }) => begin(city, point, now)));
      await killed(begun.map(({ about }) => about));
      processes += 1;
      for (const { point } of struck) times[point[0]] = (times[point[0]] ?? 0) + 1;
      await Promise.all(begun.map((one) => holds(trial, one, now)));
    }
    const by = Object.entries(times).map(([point, count]) => `${point} ${count}`);
    trial.note(
      `${by.join(", ")}; ${processes} processes, each killed once up to ${cities.length} databases had reached such a point`,
    );
  },
);

interface City {
  db: Db;
  url: string;
  inbox: Inbox;
  organizations: readonly Organization[];
  deps: Deps;
}

async function openCity(): Promise<City> {
  const { db, url } = await freshDatabase();
  const inbox = await startInbox();
  atEnd(() => inbox.stop());
  const founding = instantAt("2031-03-03", "10:00", "Asia/Shanghai");
  const organizations = await Promise.all(Array.from({ length: 4 }, () => found(db, founding, {})));
  const deps = depsOf(db, inbox);
  atEnd(() => Promise.all([...deps.transports.values()].map((transport) => transport.close())));
  return { db, url, inbox, organizations, deps };
}

interface Begun {
  city: City;
  dieAt: FailPoint;
  cases: readonly string[];
  about: WorkerProcess;
}

/** Prepares notices, up to the killed activity. */
async function begin(city: City, [dieAt, nth]: (typeof points)[number], now: number): Promise<Begun> {
  const { db, url, inbox, organizations, deps } = city;
  await db.$executeRaw`update task set next_at = null where next_at is not null`;
  await inbox.clear();
  const { begin, speak } = hands(db, () => new Date(now));
  const cases = await begin(organizations, `killed at ${now}`);
  if (dieAt !== "advance:task") await speak(deps, now);
  const about = { databaseUrl: url, smtpUrl: inbox.smtpUrl, smsUrl: inbox.smsUrl, now, dieAt, nth };
  return { city, dieAt, cases, about: { ...about, ...(dieAt === "advance:task" && { round: "round-29-0" }) } };
}

/** Completes the work with other attempts, and compares what was accepted with what should have been sent. */
async function holds(trial: Trial, { city, dieAt, cases }: Begun, now: number): Promise<void> {
  const { db, inbox, organizations, deps } = city;
  await hands(db, () => new Date(now)).untilCarried(deps, now + 1_000);
  const { lost, doubled, inDoubt, notices } = await carriedOf(db, inbox, cases);
  expect(notices, `seed ${trial.seed}`).toBeGreaterThanOrEqual(organizations.length * 2);
  if (lost + doubled > 0) trial.failed(`${dieAt}: ${lost} lost, ${doubled} doubled of ${notices}`);
  trial.measure({ lost, doubled, inDoubt });
  trial.tried();
}

/** Program of the killed process, bundled once: compiling it for each kill would take most of the time. */
const program = bundled({ ...servers, name: "killed-worker", entryPoint: "test/support/processes/worker-process.ts" });

/** Runs activities in a process of its own until it kills itself. */
async function killed(given: readonly WorkerProcess[]): Promise<void> {
  const file = fileURLToPath((await program) ?? "");
  const child = spawn(process.execPath, [file, JSON.stringify(given)], { stdio: ["ignore", "ignore", "inherit"] });
  const [code, signal] = await once(child, "exit");
  expect({ code, signal }).toEqual({ code: null, signal: "SIGKILL" });
}
