import type { Policy } from "../policy.ts";
import { due, forever, fromDue, opened, sinceOpened, tell } from "./rung.ts";

export const verdict: Policy = {
  name: "verdict",
  for: { zh: "已提交，等待核验", en: "submitted, waits for a verifier" },
  term: { n: 5, unit: "bd" },
  rungs: [
    opened(tell(["verifier", "E", "due"])),
    sinceOpened(2, "bd", tell(["verifier", "E S", "reminder"])),
    due(tell(["peers legal", "E", "escalated"])),
    fromDue(5, "bd", tell(["authority", "E", "escalated"])),
    forever(10, 5, "bd", tell(["verifier", "E", "overdue"], ["peers legal authority", "E", "escalated"])),
  ],
};
