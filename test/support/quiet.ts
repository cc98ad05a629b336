import { cancelCase } from "../../client/cases/cases.ts";
import type { World } from "./world.ts";

/** Cancels what earlier stories left open, whose daily rungs would slow down later ones. */
export async function quiet(city: World): Promise<void> {
  const open = await city.db.case.findMany({ where: { state: "open" }, select: { id: true } });
  for (const { id } of open) await cancelCase(city.context, { caseId: id, actor: "administrator", reason: "told" });
  await city.settled();
}
