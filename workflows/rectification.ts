import { takeUp } from "./case.ts";
import type { CaseRef } from "./protocol.ts";

/**
 * Rectification (clauses 二(三)1 and 2, rows 29 and 31): mended by the one responsible, verified by the supervisory board.
 * Returns, extensions and the climb to the supervisors are the task's own; the case is closed only when it is verified.
 */
export async function rectification(ref: CaseRef): Promise<string> {
  const rectification = await takeUp(ref);
  if (rectification.state !== "open") return rectification.state;
  const fixed = await rectification.ask("fix");
  if (await rectification.cancelled()) return "cancelled";
  return rectification.settle(fixed.state === "accepted" ? "verified" : fixed.state);
}
