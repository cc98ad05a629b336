import { takeUp } from "./case.ts";
import type { CaseRef } from "./protocol.ts";

/** After-action review (clause 二(二)2, row 21): what is learned of a hazard or a drill; done when each gap that it names is mended. */
export async function review(ref: CaseRef): Promise<string> {
  const review = await takeUp(ref);
  if (review.state !== "open") return review.state;
  const learned = await review.ask("review");
  if (await review.cancelled()) return "cancelled";
  if (learned.state !== "closed") return review.settle(learned.state);
  await review.mend(learned);
  if (await review.cancelled()) return "cancelled";
  return review.settle("done");
}
