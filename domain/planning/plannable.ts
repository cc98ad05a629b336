import { allDuties } from "../catalogue/packs/index.ts";
import { firstSteps } from "../procedures/kinds.ts";

/** Duties that can be planned: those with a first step. */
export const plannable = allDuties.filter((duty) => firstSteps(duty).length > 0);
