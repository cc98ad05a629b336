import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { z } from "zod";
import { RefusedError } from "../domain/errors.ts";
import { cause } from "../domain/reasons/index.ts";
import { migrate, migrationNames } from "../prisma/migrate.ts";
import { RowsDifferError, readSnapshot, type Snapshot, tablesWithRows, writeSnapshot } from "../prisma/snapshot.ts";

/** Progress: number of finished tables, number of tables, and the current one. */
export type WatchTables = (done: number, tables: number, name: string) => void;

export interface BackedUp {
  folder: string;
  at: Date;
  tables: number;
  rows: number;
  bytes: number;
}

const files = { manifest: "manifest.json", seal: "manifest.sha256" } as const;
const version = 1;

const Manifest = z.object({
  format: z.literal("duban-backup"),
  version: z.literal(version),
  program: z.string(),
  at: z.iso.datetime(),
  migrations: z.array(z.string()),
  tables: z.array(
    z.object({
      name: z.string().regex(/^[a-z_]+$/),
      columns: z.array(z.string()),
      rows: z.number().int().min(0),
      /** SHA-256 of the rows in PostgreSQL's COPY format, before compression. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      bytes: z.number().int().min(0),
    }),
  ),
});
type Manifest = z.infer<typeof Manifest>;

const fileOf = (table: string): string => `${table}.copy.gz`;

/**
 * Writes a consistent backup of the database into a new folder: a file for each table, and a manifest with their hashes. The folder appears when it
 * is complete. It contains names and addresses; only its owner may read it.
 * @throws {RefusedError} the folder exists already
 */
export async function backup(url: string, to: string, program: string, watch: WatchTables): Promise<BackedUp> {
  const folder = resolve(to);
  if (await stat(folder).catch(() => null)) throw new RefusedError(cause("backup-there", { folder: basename(folder) }));
  const part = `${folder}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true, mode: 0o700 });
  try {
    const hashes = new Map<string, { sha256: string; bytes: number }>();
    const { at, migrations, tables } = await readSnapshot(url, async ({ name }, rows, { done, tables: all }) => {
      watch(done, all, name);
      const counted = hashing();
      const file = createWriteStream(join(part, fileOf(name)), { mode: 0o600 });
      await pipeline(rows, counted.through, createGzip({ level: 4 }), file);
      hashes.set(name, counted.result());
    });
    const manifest: Manifest = {
      ...{ format: "duban-backup", version, program, at: at.toISOString(), migrations },
      tables: tables.map((table) => ({ ...table, ...(hashes.get(table.name) ?? { sha256: "", bytes: 0 }) })),
    };
    const text = `${JSON.stringify(manifest, null, 1)}\n`;
    await writeFile(join(part, files.manifest), text, { mode: 0o600 });
    await writeFile(join(part, files.seal), `${sha256(text)}  ${files.manifest}\n`, { mode: 0o600 });
    await rename(part, folder);
    return { folder, ...sumsOf(manifest) };
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Restores a backup into an empty database. Every file is verified before anything is written; the tables are created by the backup's migrations,
 * filled in one transaction, and then migrated to this program's version.
 * @throws {RefusedError} the database is not empty; the backup is damaged, or comes from a newer program
 */
export async function restore(url: string, from: string, now: Date, watch: WatchTables): Promise<BackedUp> {
  const folder = resolve(from);
  const manifest = await readManifest(folder);
  const own = await migrationNames();
  const foreign = manifest.migrations.filter((name) => !own.includes(name));
  if (foreign.length > 0) throw new RefusedError(cause("backup-newer", { last: foreign.at(-1) ?? "" }));
  for (const [done, { name, sha256: expected }] of manifest.tables.entries()) {
    watch(done, manifest.tables.length * 2, name);
    if ((await hashOfRows(folder, name)) !== expected)
      throw new RefusedError(cause("backup-damaged", { file: fileOf(name) }));
  }
  const [used] = await tablesWithRows(url);
  if (used !== undefined) throw new RefusedError(cause("database-used", { table: used }));
  await migrate(url, manifest.migrations);
  const snapshot: Snapshot = { ...manifest, at: new Date(manifest.at) };
  const rowsOf = (table: string): Readable => unzipped(folder, table);
  const all = manifest.tables.length;
  await writeSnapshot(url, snapshot, rowsOf, now, (done, _, name) => watch(all + done, all * 2, name)).catch(
    (error) => {
      if (error instanceof RowsDifferError) throw new RefusedError(cause("backup-damaged", { file: error.message }));
      throw error;
    },
  );
  await migrate(url);
  return { folder, ...sumsOf(manifest) };
}

async function readManifest(folder: string): Promise<Manifest> {
  const damaged = (file: string): RefusedError => new RefusedError(cause("backup-damaged", { file }));
  const text = await readFile(join(folder, files.manifest), "utf8").catch(() => {
    throw damaged(files.manifest);
  });
  const seal = await readFile(join(folder, files.seal), "utf8").catch(() => "");
  if (seal.split(" ")[0] !== sha256(text)) throw damaged(files.manifest);
  const manifest = Manifest.safeParse(JSON.parse(text));
  if (!manifest.success) throw damaged(files.manifest);
  const there = new Set(await readdir(folder));
  const missing = manifest.data.tables.find(({ name }) => !there.has(fileOf(name)));
  if (missing) throw damaged(fileOf(missing.name));
  return manifest.data;
}

/** Hash of a table's rows in a backup; null: unreadable. */
async function hashOfRows(folder: string, table: string): Promise<string | null> {
  const counted = hashing();
  counted.through.resume();
  try {
    await pipeline(unzipped(folder, table), counted.through);
    return counted.result().sha256;
  } catch {
    return null;
  }
}

function unzipped(folder: string, table: string): Readable {
  const file = createReadStream(join(folder, fileOf(table)));
  const gunzip = createGunzip();
  file.on("error", (error) => gunzip.destroy(error));
  return file.pipe(gunzip);
}

/** A pass-through stream that computes hash and length. */
function hashing(): { through: Transform; result(): { sha256: string; bytes: number } } {
  const hash = createHash("sha256");
  let bytes = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      bytes += chunk.length;
      next(null, chunk);
    },
  });
  return { through, result: () => ({ sha256: hash.digest("hex"), bytes }) };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const sumsOf = ({ at, tables }: Manifest): Omit<BackedUp, "folder"> => ({
  at: new Date(at),
  tables: tables.length,
  rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
});
