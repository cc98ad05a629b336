import { previewLevel, setLevel } from "../../client/registry/levels.ts";
import { guidelineHazard } from "../../domain/hazards/index.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { connect } from "../../prisma/client.ts";
import { cityRoster } from "../city.ts";
import { machine } from "../machine.ts";
import { openStage, settle } from "../stage.ts";
import { resetStatements, statementSettings, writeStatements } from "../statements.ts";
import { said, timed } from "../timed.ts";
import type { Bench, Outcome } from "../types.ts";
import { planAll } from "./plan-all.ts";

/** The second day of a quarter: the tasks of its first day are open, and all of them change. */
const before = instantAt("2026-07-01", "00:05", "Asia/Shanghai");
const now = instantAt("2026-07-02", "10:00", "Asia/Shanghai");
/** Long before that day, so that the organizations began at once. */
const joined = new Date("2026-01-05");

/** Sets `response` for a city at `normal`: the time for the preview, for the act, and until all tasks are opened or superseded. */
export async function levelBench(bench: Bench): Promise<Outcome> {
  const { organizations, seed, profile } = bench.options;
  const stage = await openStage(bench, profile ? { settings: statementSettings } : {});
  const city = await stage.database("city");
  await settle(city.url, cityRoster(organizations, seed), async (db) => {
    await db.organization.updateMany({ data: { joinedOn: joined, createdAt: joined, atOnce: true } });
    await db.hazardLevel.deleteMany();
  });
  const db = connect(city.url, { connections: 12 });
  try {
    const open = await planAll(db, before);
    bench.tell(`At normal: ${open} cases are open`);
    // Autovacuum does this within minutes. Nobody raises a level in the second in which the city was first planned.
    await db.$executeRaw`vacuum analyze`;
    const context = { db, calendar: chinaCalendar(), now: () => now, flush: async () => undefined };
    const input = {
      hazard: guidelineHazard.name,
      level: "response",
      actor: "administrator",
      because: "bench",
    } as const;
    const preview = await timed(stage.postgresPid, () => previewLevel(context, input));
    bench.tell(`Previewed in ${said(preview)}`);
    const set = await timed(stage.postgresPid, () => setLevel(context, input));
    bench.tell(`Set in ${said(set)}`);
    if (profile) await resetStatements(db);
    const follows = await timed(stage.postgresPid, () => planAll(db, now));
    if (profile) await writeStatements(db, profile);
    const { opens, superseded } = preview.result;
    const figures = { preview: preview.seconds, set: set.seconds, follows: follows.seconds };
    return {
      ok: true,
      report: `${organizations} organizations: previewed in ${said(preview)}, set in ${said(set)}, all of it opened (${opens}) and superseded (${superseded}) in ${said(follows)}`,
      json: {
        ...figures,
        processor: follows.processor,
        opens,
        superseded,
        planned: follows.result,
        organizations,
        seed,
        machine: await machine(),
      },
    };
  } finally {
    await db.$disconnect();
  }
}
