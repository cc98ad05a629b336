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

/** A minor one can wait for the morning, not for the next day: eight hours, and quiet hours hold. */
export const hazardMinor: Policy = {
  name: "hazard-minor",
  for: { zh: "一般隐患报告的受理", en: "taking up the report of a minor hazard" },
  term: { n: 8, unit: "h" },
  steps: [
    opened(tell(["holders", "E S", "due"])),
    sinceOpened(4, "h", tell(["doer", "E S", "reminder"])),
    due(tell(["deputy legal", "E S", "escalated"], ["doer", "E", "overdue"])),
    fromDue(16, "h", tell(["board", "E S", "escalated"])),
    fromDue(40, "h", tell(["authority", "E", "escalated"])),
    forever(64, 24, "h", tell(["holders", "E", "overdue"], ["deputy legal board authority", "E", "escalated"])),
  ],
};
