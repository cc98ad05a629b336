import type { Policy } from "../policy.ts";
import { due, dueDay, forever, fromDue, opened, sinceOpened, tell } from "./rung.ts";

export const filing: Policy = {
  name: "filing",
  for: {
    zh: "重大事项、募捐备案和法定报告（“N日前”）",
    en: 'major matters, fundraising and statutory reports ("N days before")',
  },
  rungs: [
    opened(tell(["doer", "E", "due"])),
    fromDue(-10, "bd", tell(["doer", "E S", "reminder"])),
    fromDue(-5, "bd", tell(["doer", "E S", "reminder"])),
    fromDue(-2, "bd", tell(["doer", "E S", "reminder"])),
    fromDue(-1, "bd", tell(["legal", "E", "reminder"])),
    dueDay(tell(["doer legal", "E S", "reminder"])),
    fromDue(1, "bd", tell(["board", "E S", "escalated"])),
    fromDue(2, "bd", tell(["authority", "E", "escalated"])),
    forever(4, 2, "bd", tell(["doer", "E", "overdue"], ["legal board authority", "E", "escalated"])),
  ],
};

export const receipt: Policy = {
  name: "receipt",
  for: { zh: "一个工作日内报告负责人", en: "reporting a policy to the heads within one workday" },
  term: { n: 1, unit: "bd" },
  rungs: [
    opened(tell(["doer", "E S", "due"])),
    sinceOpened(4, "h", tell(["doer", "S", "reminder"]), { between: ["08:00", "18:00"], workdays: true }),
    due(tell(["legal", "E S", "escalated"])),
    fromDue(1, "bd", tell(["board", "E", "escalated"])),
    fromDue(3, "bd", tell(["authority", "E", "escalated"])),
    // The table ends here; by the rule that the last rung repeats, a task is never forgotten.
    forever(8, 5, "bd", tell(["doer", "E", "overdue"], ["authority", "E", "escalated"])),
  ],
};
