import type { Policy } from "../policy.ts";
import { dueDay, forever, fromDue, opened, tell } from "./rung.ts";

/** A step of many people: each has a task of their own; silence is escalated by the covering task. */
export const personal: Policy = {
  name: "personal",
  for: { zh: "逐人确认、学习、签收", en: "what each person does for themselves: confirming, reading, receipts" },
  rungs: [
    opened(tell(["doer", "E", "due"])),
    fromDue(-1, "bd", tell(["doer", "E S", "reminder"])),
    dueDay(tell(["doer", "E", "reminder"])),
    fromDue(1, "bd", tell(["doer", "E", "overdue"])),
    forever(5, 5, "bd", tell(["doer", "E", "overdue"])),
  ],
};
