import { type Config, ConfigError } from "../../config.ts";
import { causeText } from "../../domain/reasons/index.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { matterWith } from "../database.ts";
import { schemaMatter } from "../schema-version.ts";
import { UnreachableError } from "../watch/unreachable.ts";
import type { EndList, Tell } from "./process.ts";

/**
 * Opens the database of an installation with separate processes. `duban migrate` migrates it, these processes never do.
 * @throws {UnreachableError} it does not respond, or has not been migrated to this version
 */
export async function openDatabase(config: Config, ends: EndList, tell: Tell): Promise<{ db: Db; url: string }> {
  const { databaseUrl: url, connections } = config;
  if (!url) throw new ConfigError([{ zh: "没有设置DATABASE_URL", en: "DATABASE_URL is not set" }]);
  const matter = await matterWith(url);
  if (matter !== undefined) throw new UnreachableError(matter);
  const db = connect(url, { connections });
  ends.push(() => db.$disconnect());
  const { refuses, tells } = await schemaMatter(db, url);
  if (refuses) throw new UnreachableError(refuses);
  if (tells) tell(causeText(tells));
  return { db, url };
}
