import type { Text } from "../../terms.ts";
import type { Policy, RungRule } from "../policy.ts";
import { dueDay, forever, fromDue, opened, tell } from "./rung.ts";

/** What repeats without end: the doer and the board about weekly, the authority less often. */
export const tail: readonly RungRule[] = [
  forever(15, 5, "bd", tell(["doer", "E", "overdue"], ["board", "E", "escalated"])),
  forever(30, 20, "bd", tell(["authority", "E", "escalated"])),
];

/** From the first business day after D. */
export const overdue: readonly RungRule[] = [
  fromDue(1, "bd", tell(["doer", "E S", "overdue"])),
  fromDue(3, "bd", tell(["legal", "E", "escalated"], ["doer", "E", "overdue"])),
  fromDue(5, "bd", tell(["board", "E S", "escalated"], ["legal", "E", "escalated"])),
  fromDue(10, "bd", tell(["authority", "E", "escalated"])),
  ...tail,
];

const like = (name: string, text: Text): Policy => ({
  name,
  for: text,
  rungs: [
    opened(tell(["doer", "E", "due"])),
    fromDue(-5, "bd", tell(["doer", "E", "reminder"])),
    fromDue(-1, "bd", tell(["doer", "E S", "reminder"])),
    dueDay(tell(["doer", "E S", "reminder"])),
    ...overdue,
  ],
});

export const ordinary = like("ordinary", {
  zh: "经常性工作、更新核实、全覆盖、检查、政策传达首日之后、志愿服务、活动、号召、意见诉求",
  en: "recurring tasks, freshness, coverage, inspections, policy relay beyond its first day, volunteering, activities, calls, opinions",
});

export const drillDate = like("drill-date", { zh: "确定演练日期", en: "setting the date of a drill" });
