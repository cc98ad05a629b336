import type { Policy } from "../policy.ts";
import { overdue, tail } from "./ordinary.ts";
import { beginning, fromDue, opened, tell } from "./rung.ts";

/**
 * Participants are invited to the beginning. The person who holds the drill has set the day, and is reminded of the record, which is due on the
 * following workday (D).
 */
export const drillHold: Policy = {
  name: "drill-hold",
  for: { zh: "组织演练", en: "holding a drill" },
  rungs: [
    opened(tell(["participants", "E", "call"])),
    beginning(-1, tell(["participants", "E S", "call"])),
    beginning(0, tell(["participants", "E S", "call"]), { at: "08:00" }),
    beginning(1, tell(["doer", "E S", "reminder"])),
    ...overdue,
  ],
};

export const drillEvaluation: Policy = {
  name: "drill-evaluation",
  for: { zh: "演练评估", en: "evaluating a drill" },
  term: { n: 5, unit: "bd" },
  rungs: [
    opened(tell(["doer", "E", "due"])),
    fromDue(-1, "bd", tell(["doer", "E S", "reminder"])),
    fromDue(1, "bd", tell(["doer", "E S", "overdue"])),
    fromDue(2, "bd", tell(["legal", "E", "escalated"])),
    fromDue(3, "bd", tell(["board", "E S", "escalated"])),
    fromDue(10, "bd", tell(["authority", "E", "escalated"])),
    ...tail,
  ],
};
