import { expect, test } from "vitest";
import { actsSince, lastEventId, operationsNow, operationsQuery } from "../../records/operations.ts";
import { standIn } from "../cli/stand-in.ts";
import { commandLine } from "../cli/typed.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";

const { db } = await freshDatabase();
let now = new Date("2026-09-15T02:00:00Z");
const { duban } = commandLine(db, () => now);
const engine = standIn(db);

test("waiting work is counted: late tasks by step, rungs and notices with the age of the oldest, nudges", async () => {
  expect(await operationsNow(db, now)).toMatchObject({ late: [], queued: [], rungsBehind: 0, queuedSince: null });
  const organization = await found(db, now, {});
  const before = await lastEventId(db);
  const started = await duban(
    "rectification",
    "start",
    "--org",
    organization.code,
    "灯坏了",
    "--due",
    "2026-09-18",
    "--json",
  );
  expect(started.code).toBe(0);
  const { acts, last } = await actsSince(db, before, 1_000);
  expect(acts.reduce((sum, { n }) => sum + n, 0)).toBeGreaterThan(0);
  expect(await actsSince(db, last, 1_000)).toEqual({ last, acts: [] });

  // Its first rung has been due since it was opened, and no round has run.
  const opened = now;
  now = new Date(now.getTime() + 10 * 60_000);
  expect(await operationsNow(db, now)).toMatchObject({
    rungsBehind: 1,
    roundsBehind: 1,
    rungDueSince: opened,
    organizations: 1,
  });
  await engine.rounds(now);
  const after = await operationsNow(db, now);
  expect(after).toMatchObject({ rungsBehind: 0, rungDueSince: null, late: [] });
  expect(after.queued.find(({ channel }) => channel === "email")?.n).toBeGreaterThan(0);
  expect(after.queuedSince).toBeInstanceOf(Date);

  now = new Date("2026-09-19T02:00:00Z");
  expect((await operationsNow(db, now)).late).toEqual([{ step: "fix", n: 1 }]);
});

test("no statement scans a table that grows with settled work", async () => {
  const plan = await db.$transaction(async (tx) => {
    // A table of a few rows is read whole whatever there is; without that choice it shows whether an index bounds it.
    await tx.$executeRaw`set local enable_seqscan = off`;
    const rows = await tx.$queryRaw<Record<string, string>[]>`explain ${operationsQuery(now)}`;
    return rows.map((row) => Object.values(row)[0]).join("\n");
  });
  expect(plan).toMatch(/task_due_at_idx/);
  expect(plan).toMatch(/task_(round_)?next_at_idx/);
  expect(plan).toMatch(/notice_shard_state_send_at_idx/);
  expect(plan).not.toMatch(/Seq Scan on (task|notice|event|delivery)\b/);
  // The log is read from where the last check stopped.
  const acts = await db.$queryRaw<
    Record<string, string>[]
  >`explain select id, verb from event where id > 5 order by id limit 10`;
  expect(acts.map((row) => Object.values(row)[0]).join("\n")).toMatch(/Index Scan using event_pkey/);
});
