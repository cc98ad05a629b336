import type { Config } from "../../config.ts";
import { connect } from "../../prisma/client.ts";
import { migrate } from "../../prisma/migrate.ts";
import { fillPinyin } from "../../records/roster/pinyin.ts";
import { connectClient } from "../connections.ts";
import { matterWith } from "../database.ts";
import { registerSearchAttributes } from "../search-attributes.ts";
import { UnreachableError } from "../watch/unreachable.ts";
import { refuseUnshared } from "./required-settings.ts";

/**
 * `duban migrate`: applies this version's migrations and registers the engine's search attributes. Processes of the previous version can run before,
 * during and after it (docs/deploy.md).
 * @returns names of the migrations that were applied now
 */
export async function migrateAll(config: Config): Promise<string[]> {
  refuseUnshared(config, "duban migrate", ["DATABASE_URL"]);
  const url = config.databaseUrl ?? "";
  const matter = await matterWith(url, { empty: true });
  if (matter !== undefined) throw new UnreachableError(matter);
  const applied = await migrate(url);
  const db = connect(url, { connections: 2 });
  try {
    await fillPinyin(db);
  } finally {
    await db.$disconnect();
  }
  const { address, namespace } = config.temporal;
  if (address) {
    const { client, close } = await connectClient(config, address);
    await registerSearchAttributes(client, namespace).finally(close);
  }
  return applied;
}
