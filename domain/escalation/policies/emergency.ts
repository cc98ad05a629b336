import type { Policy } from "../policy.ts";
import { due, forever, fromDue, opened, sinceOpened, tell } from "./rung.ts";

const urgent = { emergency: true } as const;
const again = tell(["holders", "E", "overdue"], ["deputy legal board authority", "E", "escalated"]);
/** Hours of the day, on every day. */
const day = ["08:00", "20:00"] as const;

export const emergency: Policy = {
  name: "emergency",
  for: { zh: "隐患、突发事件报告的受理", en: "taking up the report of a hazard or incident" },
  term: { n: 1, unit: "h" },
  rungs: [
    opened(tell(["holders", "E S", "due"]), urgent),
    // The doer is reminded as well: the first SMS may have been missed at night.
    sinceOpened(30, "min", tell(["holders deputy legal", "E S", "reminder"]), urgent),
    due(tell(["board", "E S", "escalated"]), urgent),
    fromDue(4, "h", tell(["authority", "E S", "escalated"]), urgent),
    // The table marks neither S nor ! here: by e-mail, and not in quiet hours. After a day it is repeated once a day.
    ...[8, 12, 16, 20, 24].map((n) => fromDue(n, "h", again)),
    forever(1, 1, "d", again, { at: "09:00", notBefore: { n: 25, unit: "h" } }),
  ],
};

/**
 * A minor hazard can wait for the morning, but not for the next day: eight hours within 08:00 to 20:00, with quiet hours, so that no escalation
 * arrives together with the first SMS.
 */
export const hazardMinor: Policy = {
  name: "hazard-minor",
  for: { zh: "一般隐患报告的受理", en: "taking up the report of a minor hazard" },
  term: { n: 8, unit: "h" },
  termBetween: day,
  rungs: [
    opened(tell(["holders", "E S", "due"])),
    sinceOpened(4, "h", tell(["doer", "E S", "reminder"]), { between: day }),
    due(tell(["deputy legal", "E S", "escalated"], ["doer", "E", "overdue"])),
    fromDue(16, "h", tell(["board", "E S", "escalated"])),
    fromDue(40, "h", tell(["authority", "E", "escalated"])),
    forever(64, 24, "h", tell(["holders", "E", "overdue"], ["deputy legal board authority", "E", "escalated"])),
  ],
};

/** An incident that endangers life is reported within two hours by the clock, also on holidays. */
export const incidentCritical: Policy = {
  name: "incident-critical",
  for: { zh: "报告紧急突发事件", en: "reporting a critical incident" },
  term: { n: 2, unit: "h" },
  rungs: [
    opened(tell(["doer", "E S", "due"]), urgent),
    sinceOpened(1, "h", tell(["doer", "E S", "reminder"]), urgent),
    due(tell(["legal", "E S", "escalated"], ["doer", "E S", "overdue"]), urgent),
    fromDue(4, "h", tell(["board", "E S", "escalated"])),
    fromDue(24, "h", tell(["authority", "E S", "escalated"])),
    forever(2, 1, "d", tell(["doer", "E", "overdue"], ["legal board authority", "E", "escalated"])),
  ],
};

/** Any other incident within a day, by the clock. */
export const incident: Policy = {
  name: "incident",
  for: { zh: "报告突发事件", en: "reporting an incident" },
  term: { n: 24, unit: "h" },
  rungs: [
    opened(tell(["doer", "E S", "due"])),
    sinceOpened(12, "h", tell(["doer", "E S", "reminder"])),
    due(tell(["legal", "E S", "escalated"], ["doer", "E", "overdue"])),
    fromDue(24, "h", tell(["board", "E", "escalated"])),
    fromDue(72, "h", tell(["authority", "E", "escalated"])),
    forever(8, 5, "d", tell(["doer", "E", "overdue"], ["legal board authority", "E", "escalated"])),
  ],
};
