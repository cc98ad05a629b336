import { takeUp } from "./case.ts";
import type { CaseRef } from "./protocol.ts";

/**
 * Major matter (row 23): filed fifteen days before its day, again when it changes, and held with its receipt in hand. Where it took
 * place without, the filing stays owed.
 */
export async function matter(ref: CaseRef): Promise<string> {
  const matter = await takeUp(ref);
  if (matter.state !== "open") return matter.state;
  const held = await matter.ask("hold");
  if (!(await matter.rest())) return "cancelled";
  return matter.settle(held.state === "waived" ? "waived" : "held");
}
