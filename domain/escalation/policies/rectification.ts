import type { Policy } from "../policy.ts";
import { due, forever, fromDue, opened, progress, sinceOpened, tell } from "./rung.ts";

const urgent = { emergency: true } as const;
// "all" in the table names no channel, and SMS is sent only where the cell has S: by e-mail.
const all = tell(["doer", "E", "overdue"], ["board legal authority", "E", "escalated"]);

export const rectificationCritical: Policy = {
  name: "rectification-critical",
  for: { zh: "危及生命或款物安全的整改", en: "rectification: danger to life, money at risk" },
  term: { n: 24, unit: "h" },
  rungs: [
    opened(tell(["doer", "E S", "due"]), urgent),
    sinceOpened(12, "h", tell(["doer", "E S", "reminder"]), urgent),
    due(tell(["board", "E S", "escalated"]), urgent),
    fromDue(4, "h", tell(["legal", "E S", "escalated"]), urgent),
    fromDue(24, "h", tell(["authority", "E S", "escalated"])),
    forever(48, 24, "h", all),
  ],
};

export const rectificationMajor: Policy = {
  name: "rectification-major",
  for: { zh: "较重问题的整改", en: "rectification of a major finding" },
  term: { n: 5, unit: "bd" },
  rungs: [
    opened(tell(["doer", "E S", "due"])),
    { name: "half-way", from: "half-way", offset: { n: 0, unit: "bd" }, tell: tell(["doer", "E", "reminder"]) },
    fromDue(-1, "bd", tell(["doer", "E S", "reminder"])),
    due(tell(["board", "E S", "escalated"], ["doer", "E", "overdue"])),
    fromDue(1, "bd", tell(["legal", "E S", "escalated"])),
    fromDue(3, "bd", tell(["authority", "E", "escalated"])),
    forever(6, 3, "bd", all),
  ],
};

export const rectificationMinor: Policy = {
  name: "rectification-minor",
  for: { zh: "一般问题的整改", en: "rectification of a minor finding" },
  term: { n: 15, unit: "bd" },
  rungs: [
    opened(tell(["doer", "E", "due"])),
    fromDue(-5, "bd", tell(["doer", "E", "reminder"])),
    fromDue(-1, "bd", tell(["doer", "E", "reminder"])),
    progress(5, "bd", { n: 10, unit: "bd" }, tell(["doer", "E", "reminder"])),
    fromDue(1, "bd", tell(["board", "E", "escalated"])),
    fromDue(3, "bd", tell(["legal", "E", "escalated"])),
    fromDue(10, "bd", tell(["authority", "E", "escalated"])),
    forever(20, 10, "bd", all),
  ],
};
