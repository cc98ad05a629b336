import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { createDatabase, dropDatabase } from "../../local/database.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { atEnd } from "./ending.ts";

/** Sets the level `response`, at which the catalogue has the most duties. */
const respond = (db: Db): Promise<unknown> =>
  db.hazardLevel.create({
    data: {
      ...{ id: "as-before", hazard: "respiratory", level: "response", fromOn: new Date("0001-01-01T00:00:00Z") },
      ...{ setBy: "system", setAt: new Date(0), begunAt: new Date(0) },
    },
  });

/**
 * Creates a migrated, empty database for this test file, which is dropped when the file is done.
 * @param calm sets no level, as in a new installation
 */
export async function freshDatabase({ calm = false }: { calm?: boolean } = {}): Promise<{ url: string; db: Db }> {
  const templateUrl = inject("templateUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const url = await createDatabase(templateUrl, name, "duban_template");
  const db = connect(url, { connections: 8 });
  if (!calm) await respond(db);
  atEnd(async () => {
    await db.$disconnect();
    await dropDatabase(templateUrl, name);
  });
  return { url, db };
}

/** Workflows with a nudge since the last call, each once. */
export async function nudgedWorkflows(db: Db): Promise<string[]> {
  const rows = await db.nudge.findMany({ select: { workflowId: true } });
  await db.nudge.deleteMany();
  return [...new Set(rows.map((row) => row.workflowId))].sort();
}

/** Numbers of organizations, people and roles. */
export const rosterCounts = async (db: Db): Promise<[number, number, number]> => [
  await db.organization.count(),
  await db.person.count(),
  await db.holding.count(),
];
