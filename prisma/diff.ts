/**
 * Prints the SQL that leads from an older schema.prisma (or from nothing) to the present one, made by Prisma's own engine as
 * WebAssembly: its native engine needs a host that closed networks refuse. The engine asks a live database for its version.
 *
 *   npm run migration:diff -- --url postgresql://… [--from older.prisma]
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { SchemaEngine } from "@prisma/schema-engine-wasm";

const { values } = parseArgs({ options: { url: { type: "string" }, from: { type: "string" } } });
const path = fileURLToPath(new URL("schema.prisma", import.meta.url));
const files = [{ path, content: readFileSync(path, "utf8") }];
if (!values.url) throw new Error("--url: expected the address of a PostgreSQL database, e.g. postgresql://…");
const engine = await SchemaEngine.new(
  { datamodels: [[path, files[0]?.content ?? ""]] },
  () => {},
  bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: values.url })),
);
const { stdout } = await engine.diff({
  from: values.from
    ? { tag: "schemaDatamodel", files: [{ path: values.from, content: readFileSync(values.from, "utf8") }] }
    : { tag: "empty" },
  to: { tag: "schemaDatamodel", files },
  script: true,
  exitCode: null,
  filters: { externalTables: [], externalEnums: [] },
});
process.stdout.write(stdout ?? "");
process.exit(0);
