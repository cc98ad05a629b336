import { files, must, prompted, say, text } from "../../catalogue/packs/fields.ts";
import type { Condition, Step } from "../procedure.ts";

/**
 * Own protection first (clause 二(一)3, row 9: 在做好自身防控的同时 … 参与疫情防控服务): confirmed by the party organization; without one, by whoever is responsible for
 * the case of which it is a part.
 * @param otherwise rows to which it belongs where row 9 does not apply
 */
export const protection = (...otherwise: readonly string[]): Step => ({
  title: say("确认自身防护到位", "Confirm own protection"),
  fields: [prompted("protection", must(text("protection", "防护安排", "How we protect ourselves"))), files],
  duty: ["9", ...otherwise],
});

/** Nobody serves before own protection is confirmed, or waived by a supervisor. */
export const protectedFirst: Condition = {
  name: "protection",
  text: say("自身防护尚未确认到位（二（一）3）", "Own protection is not confirmed yet (clause 二(一)3)"),
  holds: ({ tasks }) => ["closed", "accepted", "waived"].includes(tasks.get("protection")?.state ?? "open"),
};
