import { previewLevel, setLevel } from "../client/registry/levels.ts";
import { guidelineHazard } from "../domain/hazards/index.ts";
import { chinaCalendar } from "../domain/time/calendar.ts";
import { instantAt } from "../domain/time/zones.ts";
import { connect } from "../prisma/client.ts";
import { cityRoster } from "./city.ts";
import { machine } from "./machine.ts";
import { planAll } from "./plan-all.ts";
import { openStage, settle } from "./stage.ts";
import type { Bench, Outcome } from "./types.ts";

/** The second day of a quarter: what its first day brought is open, and all of it changes. */
const before = instantAt("2026-07-01", "00:05", "Asia/Shanghai");
const now = instantAt("2026-07-02", "10:00", "Asia/Shanghai");
/** The organizations joined long before it, and began at once. */
const joined = new Date("2026-01-05");

/** A city at `normal`, for which `response` is set: how long it takes to preview, to set, and until all of it is opened and superseded. */
export async function levelBench(bench: Bench): Promise<Outcome> {
  const { organizations, seed } = bench.options;
  const stage = await openStage(bench);
  const city = await stage.database("city");
  await settle(city.url, cityRoster(organizations, seed), async (db) => {
    await db.organization.updateMany({ data: { joinedOn: joined, createdAt: joined, atOnce: true } });
    await db.hazardLevel.deleteMany();
  });
  const db = connect(city.url, { connections: 12 });
  try {
    const open = await planAll(db, before);
    bench.tell(`At normal: ${open} cases are open`);
    const context = { db, calendar: chinaCalendar(), now: () => now, flush: async () => undefined };
    const input = {
      hazard: guidelineHazard.name,
      level: "response",
      actor: "administrator",
      because: "bench",
    } as const;
    const preview = await timed(() => previewLevel(context, input));
    bench.tell(`Previewed in ${preview.seconds} s`);
    const set = await timed(() => setLevel(context, input));
    bench.tell(`Set in ${set.seconds} s`);
    const follows = await timed(() => planAll(db, now));
    const { opens, superseded } = preview.result;
    const figures = { preview: preview.seconds, set: set.seconds, follows: follows.seconds };
    return {
      ok: true,
      report: `${organizations} organizations: previewed in ${preview.seconds} s (opens ${opens}, supersedes ${superseded}), set in ${set.seconds} s, all of it opened and superseded in ${follows.seconds} s`,
      json: { ...figures, opens, superseded, planned: follows.result, organizations, seed, machine: await machine() },
    };
  } finally {
    await db.$disconnect();
  }
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; seconds: number }> {
  const began = performance.now();
  const result = await work();
  return { result, seconds: Number(((performance.now() - began) / 1_000).toFixed(2)) };
}
