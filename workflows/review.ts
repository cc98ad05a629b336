import { caseWorkflow } from "./case.ts";

/** After-action review (clause 二(二)2, row 21) of a hazard or a drill. Done when each gap that it names is rectified. */
export const review = caseWorkflow(async (review) => {
  const learned = await review.request("review");
  if (learned.state !== "closed") return learned.state;
  await review.awaitRectifications(learned);
  return "done";
});
