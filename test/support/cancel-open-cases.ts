import { cancelCase } from "../../client/cases/cases.ts";
import type { World } from "./world.ts";

/** Cancels the open cases of earlier stories, whose daily rungs would slow down later ones. */
export async function cancelOpenCases(city: World): Promise<void> {
  const open = await city.db.case.findMany({ where: { state: "open" }, select: { id: true } });
  for (const { id } of open) await cancelCase(city.context, { caseId: id, actor: "administrator", reason: "x" });
  await city.settled();
}
