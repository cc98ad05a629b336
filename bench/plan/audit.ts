import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { audit } from "../../client/audit/audit.ts";
import { readConfig } from "../../config.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { inEnglish } from "../../local/progress.ts";
import { startTemporal } from "../../local/temporal.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { appendEvents } from "../../records/cases/events.ts";
import { shardsOfOrganizations } from "../../records/roster/holders.ts";
import { connectClient } from "../../worker/connections.ts";
import { engineView } from "../../worker/engine-view.ts";
import { createRelay } from "../../worker/relay.ts";
import { ensureSchedules } from "../../worker/schedules.ts";
import { searchAttributes } from "../../workflows/protocol.ts";
import { cityRoster } from "../city.ts";
import { machine, median } from "../machine.ts";
import { openStage, settle } from "../stage.ts";
import { said, type Timed, timed } from "../timed.ts";
import type { Bench, Outcome } from "../types.ts";
import { planAll } from "./plan-all.ts";

/** Time of planning, before any notice is due. Tasks planned now are open; those of the year before are done. */
const planned = instantAt("2026-08-30", "00:05", "Asia/Shanghai");
const joined = new Date("2025-01-05");
const zone = "Asia/Shanghai";
const months = 12;
/** Duties whose occurrences of the year before are done, once a month for each organization. */
const done = allDuties.filter(({ kind, cadence }) => kind === "RT" && cadence !== null).slice(0, 4);
const page = 2_000;
/** Maximum seconds for an audit of 10,000 organizations and a year. */
const aim = 5;

/** Measures the nightly audit of a city with a year of history and all that is open now, on the engine that runs its rounds. */
export async function auditBench(bench: Bench): Promise<Outcome> {
  const { options, tell, ends } = bench;
  const { organizations, runs, seed } = options;
  const about = await machine();
  const stage = await openStage(bench);
  const { url } = await stage.database("city");
  await settle(url, cityRoster(organizations, seed), async (db) => {
    await db.organization.updateMany({ data: { joinedOn: joined, createdAt: joined, atOnce: true } });
  });
  const db = connect(url, { connections: 12 });
  ends.add(() => db.$disconnect());
  tell(`Writing a year: ${organizations * done.length * months} cases with a log each …`);
  const lines = await writeYear(db);
  const open = await planAll(db, planned);
  tell(`${open} cases are open`);
  // Marks everything opened before as notified, as after the first rungs.
  const tomorrow = new Date(planned.getTime() + 86_400_000);
  await db.$executeRaw`update task set next_at = ${tomorrow} where next_at < ${tomorrow} and settled_at is null`;
  await db.$executeRaw`vacuum analyze`;
  const engine = await engineOf(bench, stage.home, db);
  const now = (): Date => new Date(planned.getTime() + 60_000);
  const context = { db, now, calendar: chinaCalendar(), flush: async () => undefined };
  const all: Timed<Awaited<ReturnType<typeof audit>>>[] = [];
  for (let run = 1; run <= runs; run++) {
    all.push(await timed(stage.postgresPid, () => audit(context, { by: "command", engine })));
    tell(`Run ${run} of ${runs}: ${said(all.at(-1) as Timed<unknown>)}`);
  }
  const seconds = Number(median(all.map((one) => one.seconds)).toFixed(2));
  const gaps = all[0]?.result.counts ?? {};
  const checked = all[0]?.result.chains.lines ?? 0;
  const found = all[0]?.result.gaps.length ?? 0;
  const runsOf = all.map(({ seconds: each, processor }) => ({ seconds: each, processor }));
  return {
    ok: found === 0,
    json: { seconds, aim, open, lines, checked, gaps, runs: runsOf, organizations, seed, machine: about },
    report: [
      `${organizations} organizations, a year of ${lines} lines of logs, ${open} cases open (load ${about.load} at the start)`,
      `an audit takes ${seconds} s (${all.map(said).join(", ")}; aim at 10,000: below ${aim}), ${checked} lines of logs checked; ${found} gaps ${JSON.stringify(gaps)}`,
    ].join("\n"),
  };
}

/** Creates rounds and planners' schedules as in an installation with workers. No worker runs during the measurement. */
async function engineOf({ tell, ends }: Bench, stageHome: string, db: Db): Promise<ReturnType<typeof engineView>> {
  const home = join(stageHome, "engine");
  await mkdir(home);
  const config = readConfig();
  const server = await startTemporal({ home, cache: config.cache, log: inEnglish(tell), searchAttributes, ui: false });
  ends.add(() => server.stop());
  const { client, close } = await connectClient(config, server.address);
  ends.add(close);
  const relay = createRelay({ db, client, log: tell });
  while ((await db.nudge.count()) > 0) await relay.flush();
  await ensureSchedules(client, await shardsOfOrganizations(db), zone);
  return engineView(client, relay, zone);
}

/** Writes cases that are done, each with its task and three log entries. @returns number of log entries */
async function writeYear(db: Db): Promise<number> {
  await db.$executeRaw`update holding set from_at = ${joined}`;
  for (let month = 0; month < months; month++) {
    const due = new Date(planned.getTime() - (month * 30 + 20) * 86_400_000);
    await db.$executeRaw`
      insert into "case" (id, organization_id, duty, kind, key, state, cadence, subject, facts, opened_at, settled_at)
      select 'c' || ${month}::int || '-' || d.n || '-' || o.ordinal, o.id, d.duty, 'RT', 'bench-' || ${month}::int, 'done', null, '', '{}',
        ${due}::timestamptz - interval '10 days', ${due}::timestamptz - interval '1 day'
      from organization o, unnest(${done.map(({ number }) => number)}::text[]) with ordinality d(duty, n)`;
    await db.$executeRaw`
      insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, verifier, opened_at, due_at, first_due_at,
        climb_from, climb_due_at, round, settled_at, submitted_at)
      select 't' || substr(c.id, 2), c.id, c.organization_id, c.duty, 'do', 'do', array['secretariat'], 'accepted', 'ordinary', 'supervisory-board',
        c.opened_at, ${due}, ${due}, c.opened_at, ${due}, 'round-' || c.duty || '-' || o.shard, c.settled_at, c.settled_at - interval '1 day'
      from "case" c join organization o on o.id = c.organization_id where c.key = 'bench-' || ${month}::int`;
  }
  let lines = 0;
  for (let after = ""; ; ) {
    const rows = await db.$queryRaw<{ caseId: string; taskId: string; organizationId: string; at: Date }[]>`
      select c.id as "caseId", t.id as "taskId", c.organization_id as "organizationId", c.settled_at as at
      from "case" c join task t on t.case_id = c.id where c.id > ${after} order by c.id limit ${page}`;
    const last = rows.at(-1);
    if (!last) return lines;
    after = last.caseId;
    const events = rows.flatMap((row) =>
      ["planned", "submit", "accept"].map((verb) => ({ ...row, actor: "system", verb, after: { month: "bench" } })),
    );
    await db.$transaction((tx) => appendEvents(tx, events), { timeout: 60_000 });
    lines += events.length;
  }
}
