import { allDuties } from "../catalogue/packs/index.ts";
import { firstSteps } from "../procedures/kinds.ts";

/** Duties that a plan may name: those with something to ask when their day comes. */
export const plannable = allDuties.filter((duty) => firstSteps(duty).length > 0);
