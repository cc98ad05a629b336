import type { Policy } from "../policy.ts";
import { due, forever, fromDue, opened, tell } from "./rung.ts";

const all = tell(["doer", "E", "overdue"], ["board legal authority", "E", "escalated"]);

/** Calendar days that end at 24:00 and never move (慈善法 art. 72: at least every 5 days). */
export const disclosureEmergency: Policy = {
  name: "disclosure-emergency",
  for: { zh: "重大突发事件应急期间的款物公开", en: "disclosure in the response phase of a major emergency" },
  term: { n: 5, unit: "d" },
  dueAt: "24:00",
  rungs: [
    fromDue(-2, "d", tell(["doer", "E S", "due"])),
    day("09:00"),
    day("16:00"),
    fromDue(1, "d", tell(["board legal", "E S", "escalated"]), { at: "08:00", mark: "late" }),
    // "+1 day" counts from D, 24:00: a whole day after it, not an hour after the board was notified.
    fromDue(2, "d", tell(["authority", "E S", "escalated"])),
    forever(3, 1, "d", all),
  ],
};

export const disclosure: Policy = {
  name: "disclosure",
  for: { zh: "款物接收、使用情况公开", en: "disclosure of donations and their use" },
  rungs: [
    fromDue(-20, "bd", tell(["doer", "E", "due"])),
    fromDue(-10, "bd", tell(["doer", "E", "reminder"])),
    fromDue(-3, "bd", tell(["doer", "E", "reminder"])),
    fromDue(-1, "bd", tell(["doer", "E S", "reminder"])),
    due([], { mark: "late" }),
    fromDue(1, "bd", tell(["board legal", "E S", "escalated"])),
    fromDue(3, "bd", tell(["authority", "E", "escalated"])),
    forever(8, 5, "bd", all),
  ],
};

/** No period announces it, and it may be recorded when most of its days have passed: its doer is notified before anybody above. */
export const disclosureMatter: Policy = {
  name: "disclosure-matter",
  for: { zh: "关联交易公开", en: "making dealings with a related party public" },
  rungs: [opened(tell(["doer", "E", "due"])), ...disclosure.rungs],
};

function day(at: "09:00" | "16:00"): Policy["rungs"][number] {
  return {
    name: `day-${at.replace(":", "")}`,
    from: "due",
    offset: { n: 0, unit: "d" },
    at,
    tell: tell(["doer", "E S", "reminder"], ["legal", "E", "reminder"]),
  };
}
