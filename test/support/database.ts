import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { createDatabase, dropDatabase } from "../../local/database.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { atEnd } from "./ending.ts";

/** A migrated, empty database of this test file's own, gone when the file is done. */
export async function freshDatabase(): Promise<{ url: string; db: Db }> {
  const templateUrl = inject("templateUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const url = await createDatabase(templateUrl, name, "duban_template");
  const db = connect(url, { connections: 8 });
  atEnd(async () => {
    await db.$disconnect();
    await dropDatabase(templateUrl, name);
  });
  return { url, db };
}
