/** Every function exported here is a workflow. */
export { courier } from "./courier.ts";
export { disclosure } from "./disclosure.ts";
export { drill } from "./drill.ts";
export { opinion } from "./opinion.ts";
export { planner } from "./planner.ts";
export { rectification } from "./rectification.ts";
export { round } from "./round.ts";
