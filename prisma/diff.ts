/**
 * Prints the SQL that migrates an older schema.prisma (or an empty database) to the current one. Uses Prisma's engine as WebAssembly, because
 * the native engine must be downloaded from a host that closed networks block. The engine reads its version from a live database.
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
