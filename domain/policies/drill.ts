import type { Policy } from "../policy.ts";
import { overdue, tail } from "./ordinary.ts";
import { dueDay, fromDue, opened, tell } from "./step.ts";

/** D is the end of the drill's day: those who take part are called, the one who holds it is reminded. */
export const drillHold: Policy = {
  name: "drill-hold",
  for: { zh: "组织演练", en: "holding a drill" },
  steps: [
    opened(tell(["participants", "E", "call"])),
    fromDue(-1, "bd", tell(["participants", "E S", "call"])),
    dueDay(tell(["participants", "E S", "call"], ["doer", "E S", "reminder"]), { at: "08:00" }),
    ...overdue,
  ],
};

export const drillEvaluation: Policy = {
  name: "drill-evaluation",
  for: { zh: "演练评估", en: "evaluating a drill" },
  term: { n: 5, unit: "bd" },
  steps: [
    opened(tell(["doer", "E", "due"])),
    fromDue(-1, "bd", tell(["doer", "E S", "reminder"])),
    fromDue(1, "bd", tell(["doer", "E S", "overdue"])),
    fromDue(2, "bd", tell(["legal", "E", "escalated"])),
    fromDue(3, "bd", tell(["board", "E S", "escalated"])),
    fromDue(10, "bd", tell(["authority", "E", "escalated"])),
    ...tail,
  ],
};
