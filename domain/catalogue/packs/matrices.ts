import type { FormField } from "../duty.ts";
import { matrix, must, say } from "./fields.ts";

/** Matrices of what has to cover everything and everybody. The guideline names no measures; an administrator's campaign does. */

const onSite = {
  entry: say("进出管理到位", "Entry is managed"),
  hygiene: say("通风、清洁、消毒到位", "Aired, cleaned and disinfected"),
  notices: say("提示标识醒目", "Notices can be seen"),
  supplies: say("防护物资到位", "Supplies are at hand"),
};
const ofPeople = {
  informed: say("知晓防控要求", "Knows the rules"),
  health: say("健康状况已掌握", "Health is known"),
  protected: say("个人防护到位", "Is protected"),
};

/** Duty 3: 纳入社会组织工作各领域、各环节、各流程. */
export const processes: FormField = must(
  matrix("processes", say("各领域、各环节、各流程", "Every field, link and process"), {
    written: say("防控要求已写入制度", "The measures are written in"),
    assigned: say("责任人已明确", "Somebody answers for them"),
    practised: say("已实际执行", "They are carried out"),
  }),
);

/** Duties 22a and 56, and 61's half: 场所. */
export const premises: FormField = must(matrix("sites", say("各场所防控措施", "Measures at each site"), onSite));

/** Duty 22b, and 61's half: 人员. */
export const personnel: FormField = must(matrix("people", say("人员防控措施", "Measures for each person"), ofPeople));

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
    informed: ofPeople.informed,
    keeps: say("按要求落实防控措施", "Keeps to the measures"),
  }),
);

/** Duty 62: 为疫情防控提供必要保障. */
export const stock: FormField = {
  ...must(matrix("stock", say("物资盘点", "Stock count"), { count: say("现有数量", "At hand") })),
  counted: true,
};
