import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import { createDatabase, dropDatabase } from "../../local/database.ts";
import { MigrationError, migrate } from "../../prisma/migrate.ts";
import { chapters } from "../support/chapters.ts";

const name = `migrate_${randomBytes(6).toString("hex")}`;
let url: string;
let client: pg.Client;

beforeAll(async () => {
  url = await createDatabase(inject("templateUrl"), name);
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await dropDatabase(inject("templateUrl"), name);
});

describe("the migrations", () => {
  const chapter = chapters();

  chapter("are applied in their order, once, even by several processes that start at once", async () => {
    const folder = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));
    const names = (await readdir(folder, { withFileTypes: true }))
      .filter((one) => one.isDirectory())
      .map((one) => one.name)
      .sort();
    const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(applied.flat().sort()).toEqual(names);
    expect(await migrate(url)).toEqual([]);
  });

  chapter(
    "have tasks vacuumed long before a fifth of them has changed, so that open ones are counted by an index alone",
    async () => {
      const { rows } = await client.query("select reloptions from pg_class where oid = 'task'::regclass");
      expect(rows).toEqual([{ reloptions: ["autovacuum_vacuum_scale_factor=0.02"] }]);
    },
  );

  chapter("are recorded in Prisma's own table, as `prisma migrate deploy` writes and reads it", async () => {
    const { rows } = await client.query("select * from _prisma_migrations order by migration_name");
    for (const row of rows) {
      expect(row).toMatchObject({ applied_steps_count: 1, rolled_back_at: null, logs: null });
      expect(row.checksum).toMatch(/^[0-9a-f]{64}$/);
      expect(row.id).toMatch(/^[0-9a-f-]{36}$/);
      expect(row.finished_at).toBeInstanceOf(Date);
    }
  });

  chapter("are rejected by name if they were changed after they were applied", async () => {
    const { rows } = await client.query(
      "update _prisma_migrations set checksum = repeat('0', 64) returning migration_name",
    );
    await expect(migrate(url)).rejects.toThrow(MigrationError);
    await expect(migrate(url)).rejects.toThrow(rows[0].migration_name);
  });
});
