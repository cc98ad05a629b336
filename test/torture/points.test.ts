import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { FailPoint } from "../../activities/deps.ts";
import { bundled } from "../../bin/build.js";
import { instantAt } from "../../domain/time/zones.ts";
import { startInbox } from "../../local/inbox.ts";
import { depsOf } from "../support/activity-deps.ts";
import { freshDatabase } from "../support/database.ts";
import { atEnd } from "../support/ending.ts";
import { type Trial, upTo } from "../support/lines/line.ts";
import { found } from "../support/organization.ts";
import type { WorkerProcess } from "../support/processes/worker-process.ts";
import { carriedOf, hands } from "./carried.ts";
import { tortureLine } from "./line.ts";

const day = 86_400_000;
/** Workers that are killed side by side: what each waits for is the start of a process. */
const lanes = 2;
/** Where it is killed, and at which time it comes there. */
const points: readonly (readonly [FailPoint, number])[] = [
  ["advance:task", 1],
  ["advance:task", 3],
  ["deliver:claimed", 1],
  ["deliver:sent", 1],
];

tortureLine(
  {
    name: "The worker killed (SIGKILL) at a named point: before a step is written, once messages are claimed, once some are out",
    pass: "0 lost, 0 intents doubled; every message that came twice is an attempt recorded as unknown",
    n: 1_000,
    fast: 1,
    seconds: 7_200,
  },
  async (trial) => {
    const times: Record<string, number> = {};
    const rest = upTo(trial.n);
    await Promise.all(Array.from({ length: Math.min(trial.n, lanes) }, () => lane(trial, rest, times)));
    trial.note(
      Object.entries(times)
        .map(([point, count]) => `${point} ${count}`)
        .join(", "),
    );
  },
);

/** Worker after worker in a database of its own, until nothing is left to be tried. */
async function lane(trial: Trial, rest: Iterator<number>, times: Record<string, number>): Promise<void> {
  const { pick, seed, failed, measure, tried } = trial;
  const { db, url } = await freshDatabase();
  const inbox = await startInbox();
  atEnd(() => inbox.stop());
  let now = instantAt("2031-03-03", "10:00", "Asia/Shanghai").getTime();
  const organizations = await Promise.all(Array.from({ length: 4 }, () => found(db, new Date(now), {})));
  const deps = depsOf(db, inbox);
  atEnd(() => Promise.all([...deps.transports.values()].map((transport) => transport.close())));
  for (let next = rest.next(); !next.done; next = rest.next()) {
    // A day on, and nothing of the one before is open.
    now += day;
    await db.$executeRaw`update task set next_at = null`;
    await inbox.clear();
    const { begin, speak, untilCarried } = hands(db, () => new Date(now));
    const cases = await begin(organizations, `killed ${next.value}`);
    const [dieAt, nth] = pick(points);
    if (dieAt !== "advance:task") await speak(deps, now);
    const about = { databaseUrl: url, smtpUrl: inbox.smtpUrl, smsUrl: inbox.smsUrl, now, dieAt, nth };
    await killed({ ...about, ...(dieAt === "advance:task" && { round: "round-29-0" }) });
    times[dieAt] = (times[dieAt] ?? 0) + 1;
    await untilCarried(deps, now + 1_000);
    const { lost, doubled, inDoubt, notices } = await carriedOf(db, inbox, cases);
    expect(notices, `seed ${seed}`).toBeGreaterThanOrEqual(organizations.length * 2);
    if (lost + doubled > 0) failed(`${dieAt}: ${lost} lost, ${doubled} doubled of ${notices}`);
    measure({ lost, doubled, inDoubt });
    tried();
  }
}

/** What is killed, bundled once: to translate it for each kill would take longer than all the rest. */
const program = bundled({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  ...{ name: "killed-worker", entryPoint: "test/support/processes/worker-process.ts", external: [] },
  ...{ packages: "external", inPlace: true },
});

/** Lets the worker's activity run in a process of its own until it kills itself. */
async function killed(given: WorkerProcess): Promise<void> {
  const file = fileURLToPath((await program) ?? "");
  const child = spawn(process.execPath, [file, JSON.stringify(given)], { stdio: ["ignore", "ignore", "inherit"] });
  const [code, signal] = await once(child, "exit");
  expect({ code, signal }).toEqual({ code: null, signal: "SIGKILL" });
}
