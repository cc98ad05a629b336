import type { Policy } from "../policy.ts";
import { due, forever, fromDue, opened, sinceOpened, tell } from "./step.ts";

const urgent = { emergency: true } as const;

export const emergency: Policy = {
  name: "emergency",
  for: { zh: "隐患、突发事件报告的受理", en: "taking up the report of a hazard or incident" },
  term: { n: 1, unit: "h" },
  steps: [
    opened(tell(["holders", "E S", "due"]), urgent),
    sinceOpened(30, "min", tell(["deputy legal", "E S", "reminder"]), urgent),
    due(tell(["board", "E S", "escalated"]), urgent),
    fromDue(4, "h", tell(["authority", "E S", "escalated"]), urgent),
    // The cell marks neither S nor ! here: by e-mail, and not in quiet hours.
    forever(8, 4, "h", tell(["holders", "E", "overdue"], ["deputy legal board authority", "E", "escalated"])),
  ],
};
