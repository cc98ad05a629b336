/** Every function exported here is a workflow. */

export { call } from "./call.ts";
export { courier } from "./courier.ts";
export { disclosure } from "./disclosure.ts";
export { distribution } from "./distribution.ts";
export { drill } from "./drill.ts";
export { fundraising } from "./fundraising.ts";
export { gathering } from "./gathering.ts";
export { hazard } from "./hazard.ts";
export { levels } from "./levels.ts";
export { matter } from "./matter.ts";
export { opinion } from "./opinion.ts";
export { planner } from "./planner.ts";
export { project } from "./project.ts";
export { rectification } from "./rectification.ts";
export { review } from "./review.ts";
export { round } from "./round.ts";
export { webhooks } from "./webhooks.ts";
