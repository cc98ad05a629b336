import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { ActContext } from "../client/context.ts";
import { importOrganizations } from "../client/registry/importing.ts";
import { setLevel } from "../client/registry/levels.ts";
import { isEmpty } from "../records/health.ts";

/** Loads the sample city into an empty database, with all duties beginning at once. @returns number of organizations */
export async function loadSampleCity(context: ActContext): Promise<number> {
  if (!(await isEmpty(context.db))) return 0;
  const csv = await readFile(fileURLToPath(new URL("../examples/organizations.csv", import.meta.url)), "utf8");
  // One hazard of the sample city is at level `watch`, to show the difference.
  await setLevel(context, {
    hazard: "respiratory",
    level: "watch",
    because: "冬春季呼吸道传染病高发",
    actor: "administrator",
  });
  const { created } = await importOrganizations(context, csv, { atOnce: true });
  return created;
}
