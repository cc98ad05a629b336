import respiratory from "../../hazards/packs/respiratory.json" with { type: "json" };
import type { FormField } from "../duty.ts";
import { matrix, must, say } from "./fields.ts";

/** Matrices of what must be covered. The guideline names no measures; the hazard pack does. */

/** Duty 3: 纳入社会组织工作各领域、各环节、各流程. */
export const processes: FormField = must(
  matrix("processes", say("各领域、各环节、各流程", "Every field, link and process"), {
    written: say("防控要求已写入制度", "The measures are written in"),
    assigned: say("责任人已明确", "Somebody answers for them"),
    practised: say("已实际执行", "They are carried out"),
  }),
);

/** Duties 22a and 56, and the part of 61 about sites: 场所. */
export const premises: FormField = {
  ...must(matrix("sites", say("各场所防控措施", "Measures at each site"), {})),
  items: respiratory.premises,
  pack: "premises",
};

/** Duty 22b, and the part of 61 about people: 人员. */
export const personnel: FormField = {
  ...must(matrix("people", say("人员防控措施", "Measures for each person"), {})),
  items: respiratory.people,
  pack: "people",
};

/** Duty 59: 党的领导和党的工作有效覆盖. */
export const partyWork: FormField = must(
  matrix("people", say("党的工作覆盖名册", "Whom the party's work covers"), {
    covered: say("党的工作已覆盖", "Is covered"),
    contact: say("有联系人", "Has a contact person"),
  }),
);

/** Duty 68: 自觉落实防控措施. */
export const spotCheck: FormField = must(
  matrix("people", say("被抽查人员", "Those who were drawn"), {
    informed: say("知晓防控要求", "Knows the rules"),
    keeps: say("按要求落实防控措施", "Keeps to the measures"),
  }),
);

/** Duty 62: 为疫情防控提供必要保障. */
export const stock: FormField = {
  ...must(matrix("stock", say("物资盘点", "Stock count"), { count: say("现有数量", "At hand") })),
  counted: true,
};
