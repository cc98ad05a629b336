import { cancelCase } from "../../client/cases/cases.ts";
import type { World } from "./world.ts";

/** Gives up what earlier stories left open: months of their daily steps are not this one's. */
export async function quiet(city: World): Promise<void> {
  const open = await city.db.case.findMany({ where: { state: "open" }, select: { id: true } });
  for (const { id } of open) await cancelCase(city.context, { caseId: id, actor: "administrator", reason: "told" });
  await city.settled();
}
