import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { startCase } from "../../client/cases/cases.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { createDatabase, dropDatabase } from "../../local/database.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { appendEvents } from "../../records/cases/events.ts";
import { backup, restore } from "../../worker/backup.ts";
import { freshDatabase } from "../support/database.ts";
import { atEnd } from "../support/ending.ts";
import { found, type Organization } from "../support/organization.ts";

let db: Db;
let url: string;
let folder: string;
let organization: Organization;
const watch = (): void => undefined;

beforeAll(async () => {
  ({ db, url } = await freshDatabase());
  organization = await found(db, new Date(), {});
  const context = { db, now: () => new Date(), calendar: chinaCalendar(), flush: async () => undefined };
  const start = { duty: "29", organizationId: organization.id, actor: "administrator" as const };
  await startCase(context, { ...start, subject: "通道\t堵塞\\N\n第二行", facts: { severity: "minor" } });
  folder = join(await scratch(), "backup");
});

async function scratch(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "duban-backup-"));
  atEnd(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** A database without tables. */
async function empty(): Promise<string> {
  const name = `restored_${randomBytes(6).toString("hex")}`;
  atEnd(() => dropDatabase(inject("templateUrl"), name));
  return createDatabase(inject("templateUrl"), name);
}

/** Rows of the tables that a restore brings back unchanged. */
async function rowsOf(at: Db) {
  const [cases, tasks, events, people, addresses, organizations] = await Promise.all([
    at.case.findMany({ orderBy: { id: "asc" } }),
    at.task.findMany({ orderBy: { id: "asc" } }),
    at.event.findMany({ orderBy: { id: "asc" } }),
    at.person.findMany({ orderBy: { id: "asc" } }),
    at.address.findMany({ orderBy: [{ personId: "asc" }, { channel: "asc" }] }),
    at.organization.findMany({ orderBy: { id: "asc" } }),
  ]);
  return { cases, tasks, events, people, addresses, organizations };
}

describe("a backup", () => {
  test("is of one instant, whatever is written meanwhile, and is restored unchanged", async () => {
    const before = await rowsOf(db);
    // Written after the first table was read: the other tables do not contain it either.
    let wrote = false;
    const made = await backup(url, folder, "0.0.0", async () => {
      if (wrote) return;
      wrote = true;
      await found(db, new Date(), {});
    });
    expect(wrote).toBe(true);
    expect((await stat(folder)).mode & 0o077).toBe(0);
    const target = await empty();
    const restored = await restore(target, folder, new Date(), watch);
    expect(restored).toMatchObject({ tables: made.tables, rows: made.rows, bytes: made.bytes });
    const again = connect(target, { connections: 2 });
    try {
      expect(await rowsOf(again)).toEqual(before);
      expect(before.cases[0]?.subject).toBe("通道\t堵塞\\N\n第二行");
      // Sequences continue after the restored values.
      const [one] = before.cases;
      const event = { caseId: one?.id ?? "", taskId: null, organizationId: organization.id, at: new Date() };
      await again.$transaction((tx) => appendEvents(tx, [{ ...event, actor: "system", verb: "tried" }]));
      expect((await found(again, new Date(), {})).id).not.toBe(organization.id);
      expect(await again.restore.count()).toBe(1);
    } finally {
      await again.$disconnect();
    }
  });

  test("is restored into an empty database only, and written into a new folder only", async () => {
    const to = join(await scratch(), "backup");
    await backup(url, to, "0.0.0", watch);
    await expect(restore(url, to, new Date(), watch)).rejects.toMatchObject({ code: "REFUSED" });
    await expect(backup(url, to, "0.0.0", watch)).rejects.toMatchObject({ code: "REFUSED" });
    expect(await db.restore.count()).toBe(0);
  });

  test.each([
    ["a file that was changed", async (at: string) => writeFile(join(at, "person.copy.gz"), randomBytes(400))],
    ["a file that is cut off", async (at: string) => cut(join(at, "event.copy.gz"))],
    ["a file that is missing", async (at: string) => rm(join(at, "task.copy.gz"))],
    ["a manifest that was changed", async (at: string) => edit(join(at, "manifest.json"), /"rows": \d+/, '"rows": 9')],
    ["no manifest", async (at: string) => rm(join(at, "manifest.json"))],
  ])("with %s is rejected, and nothing is written", async (_, spoil) => {
    const to = join(await scratch(), "backup");
    await backup(url, to, "0.0.0", watch);
    await spoil(to);
    const target = await empty();
    const { causes } = await restore(target, to, new Date(), watch).catch((error) => error);
    expect(causes).toMatchObject([{ reason: "backup-damaged" }]);
    const again = connect(target, { connections: 1 });
    const [tables] = await again.$queryRaw<
      { n: number }[]
    >`select count(*)::int as n from pg_class where relname = 'person'`;
    await again.$disconnect();
    expect(tables?.n).toBe(0);
  });

  test("contains every table of the schema, each with its rows and hash", async () => {
    const to = join(await scratch(), "backup");
    await backup(url, to, "0.0.0", watch);
    const { tables } = JSON.parse(await readFile(join(to, "manifest.json"), "utf8"));
    const names = tables.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(["organization", "notice", "evidence", "audit", "webhook"]));
    const files = (await readdir(to)).filter((name) => name.endsWith(".copy.gz"));
    expect(files.sort()).toEqual(names.map((name: string) => `${name}.copy.gz`).sort());
  });
});

async function cut(file: string): Promise<void> {
  const bytes = await readFile(file);
  await writeFile(file, bytes.subarray(0, bytes.length - 12));
}

async function edit(file: string, from: RegExp, to: string): Promise<void> {
  await writeFile(file, (await readFile(file, "utf8")).replace(from, to));
}
