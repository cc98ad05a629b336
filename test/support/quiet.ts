import { cancelCase } from "../../client/cases/cases.ts";
import { pauseOrganization } from "../../client/registry/organizations.ts";
import type { World } from "./world.ts";

/** Gives up what earlier stories left open: months of their daily steps are not this one's. */
export async function quiet(city: World): Promise<void> {
  const open = await city.db.case.findMany({ where: { state: "open" }, select: { id: true } });
  for (const { id } of open) await cancelCase(city.context, { caseId: id, actor: "administrator", reason: "told" });
  await city.settled();
}

/** Pauses the organizations of earlier stories as well: planners find nothing to plan there. For a story that founds its own afterwards. */
export async function retire(city: World): Promise<void> {
  const earlier = await city.db.organization.findMany({ where: { pausedAt: null }, select: { code: true } });
  for (const { code } of earlier) await pauseOrganization(city.context, code, "administrator");
  await quiet(city);
}
