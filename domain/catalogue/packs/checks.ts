import type { Text } from "../../terms.ts";
import type { FormField } from "../duty.ts";
import { checklist, raises, say } from "./fields.ts";

/**
 * Checklists; the clause of the guideline from which each item comes stands beside it. Where the guideline speaks of an epidemic, the wording covers
 * any campaign.
 */

const premises = say("场所的防控措施已落实", "Measures for the premises are in place"); // 二(二)3
const people = say("人员的防控措施已落实", "Measures for people are in place"); // 二(二)3
const activities = say("活动的防控措施已落实", "Measures for activities are in place"); // 二(二)3
const supplies = say("防控所需的必要保障到位", "What the work needs is provided"); // 四(二)

/** Duty 4: 按照行业和属地要求,紧盯关键部位、薄弱环节. */
export const weakLinks: FormField = {
  ...checklist("items", say("排查清单", "Checklist of weak links"), {
    processes: say("防控要求已纳入各领域、各环节、各流程", "Every field, link and process includes the measures"), // 一2
    "industry-rules": say("行业要求已落实", "The industry's rules are carried out"), // 一2
    "local-rules": say("属地防控要求已掌握并落实", "Local rules are known and carried out"), // 一2, 二(二)2
    contacts: say("属地防控机构联系人有效", "Local contacts are up to date"), // 二(二)2
    plan: say("工作方案和应急预案已及时完善", "The work plan and contingency plan are up to date"), // 二(二)2
    premises,
    people,
    activities,
    supplies,
    hazards: say("已发现的问题隐患处置及时、措施到位", "Known problems were dealt with in time and fully"), // 二(二)2
  }),
  pack: "weakLinks",
};

/** Duty 28: 是否落实疫情防控政策、措施、要求. */
export const implementation: FormField = checklist("items", say("监督检查清单", "Inspection checklist"), {
  reported: say("政策、措施和要求已及时报告负责人", "Policies were reported to the heads in time"), // 二(二)1
  tabled: say(
    "已纳入会员（代表）大会、理事会等会议议题",
    "Policies were tabled at the general meeting, the council and the like",
  ), // 二(二)1
  plan: say("工作方案和应急预案已及时完善", "The work plan and contingency plan are up to date"), // 二(二)2
  hazards: say("问题隐患处置及时，并已复盘", "Problems were dealt with in time, and reviewed"), // 二(二)2
  premises,
  people,
  activities,
  filing: say("重大事项报备等制度已落实", "Major matters are filed as the rules say"), // 二(二)3
  training: say("政策宣讲、防护培训和演练已开展", "Briefings, training and drills are held"), // 二(二)4
  supplies,
});

/** Duty 52: 严格按照业务主管单位、行业管理部门和属地要求. A list for each issuer; what is not met is rectified. */
export const rulesOf = {
  local: sourceRules("local-rules", say("属地要求核对清单", "Checklist of the local rules"), {
    known: say("属地防控要求已掌握并传达到岗", "The local rules are known to all who work by them"), // 二(二)2
    contacts: say("属地防控机构联系人已核实", "The local contacts are verified"), // 二(二)2
    premises,
    people,
    activities,
    community: say("与属地社区保持沟通联系", "The local community is kept in touch with"), // 四(二)
  }),
  authority: sourceRules(
    "authority-rules",
    say("业务主管单位要求核对清单", "Checklist of the supervising authority's rules"),
    {
      known: say("业务主管单位的要求已掌握并传达到岗", "Its rules are known to all who work by them"), // 二(二)1
      plan: say("工作方案和应急预案已按要求完善", "The work plan and contingency plan follow them"), // 二(二)2
      filing: say("重大事项报备等制度已落实", "Major matters are filed as the rules say"), // 二(二)3
      training: say("人员培训、演练已按要求开展", "Staff are trained and drilled as they say"), // 三(五)2
      reported: say("动态情况已向业务主管单位汇报", "It is kept informed of how things stand"), // 三(五)3
    },
  ),
  industry: sourceRules("industry-rules", say("行业管理部门要求核对清单", "Checklist of the industry's rules"), {
    known: say("行业管理部门的要求已掌握并传达到岗", "Its rules are known to all who work by them"), // 二(二)1
    processes: say("行业要求已纳入各领域、各环节、各流程", "Every field, link and process includes them"), // 一2
    "weak-links": say("关键部位、薄弱环节已按行业要求落实", "Key places and weak links meet them"), // 一2
    supplies,
    reported: say("动态情况已向行业管理部门汇报", "It is kept informed of how things stand"), // 三(五)3
  }),
} as const;

function sourceRules(name: string, label: Text, items: Readonly<Record<string, Text>>): FormField {
  return raises("finding", checklist(name, label, items));
}

/** Duty 30: 是否依法依规依程序开展款物接收、捐赠. */
const allDonations: FormField = checklist("items", say("款物接收和捐赠检查清单", "Checklist of donations"), {
  lawful: say("款物接收和捐赠符合法律法规和章程", "Receiving and giving follow the law and the charter"), // 二(三)2, 三(二)1
  procedure: say("款物接收和捐赠按规定程序办理", "Receiving and giving follow the prescribed procedure"), // 二(三)2
  qualification: say(
    "公开募捐由具有公开募捐资格的组织开展",
    "Public fundraising is run by an organization qualified for it",
  ), // 三(二)1
  notice: say("募捐公告已发布", "The solicitation notice was published"), // 三(二)1
  partner: say(
    "合作募捐的款物由具有资格的慈善组织管理",
    "Funds raised with a partner are managed by the qualified charity",
  ), // 三(二)1
  received: say("募捐款物的接收情况已按规定公布", "What was received is disclosed as prescribed"), // 三(二)2
  used: say("募捐款物的使用情况已按规定公布", "What was used is disclosed as prescribed"), // 三(二)2
  rectified: say("此前发现的苗头、隐患已整改", "What was found before is rectified"), // 二(三)2
});
/** Items for charities only (announcement and disclosures, rows 36, 40a, 40b); they are not asked of others. */
const donationRows: Readonly<Record<string, string>> = { notice: "36", received: "40a", used: "40b" };
export const donations: FormField = {
  ...allDonations,
  items: (allDonations.items ?? []).map((item) => {
    const row = donationRows[item.name];
    return row === undefined ? item : { ...item, row };
  }),
};

/** Duty 58: 健全“双同步”长效机制, registering the organization and its party work in step. */
export const dualSync: FormField = checklist("steps", say("“双同步”核对", "Registered in step"), {
  registration: say("登记（变更）时同步采集党建信息", "Party information is filed with each registration or change"), // 四(一)
  report: say("年检年报时同步报告党建工作", "Party work is reported with each annual report"), // 四(一)
  organization: say("党组织设置与本组织现状相符", "The party organization fits the organization as it is"), // 四(一)
  leadership: say("防控工作有党组织的组织领导", "The party organization leads the work on protection"), // 四(一)
});

/** Duty 36: 发布募捐公告; content required by 慈善法 arts 25 and 27. Without online fundraising the platform does not apply. */
export const solicitationNotice: FormField = checklist("items", say("募捐公告核对", "What the notice shows"), {
  name: say("已公布组织名称", "The organization's name"),
  certificate: say("已公布公开募捐资格证书", "The fundraising certificate"),
  plan: say("已公布募捐方案", "The fundraising plan"),
  contacts: say("已公布联系方式", "Contacts"),
  query: say("已公布募捐信息查询方法", "How to query what was raised"),
  platform: say("互联网募捐在指定的平台进行", "Raised online: on a designated platform"),
});

/** Duty 69: 要加强检查、提醒. Findings are reported to those concerned, and followed up. */
export const reminders: FormField = checklist("items", say("检查提醒清单", "Checklist of reminders"), {
  publicity: say("防控宣传和科普宣传已开展", "Publicity and popular science are carried out"), // 四(三)
  awareness: say("从业人员知晓个人是自己健康第一责任人", "Staff know that each answers first for their own health"), // 四(三)
  measures: say("从业人员自觉落实防控措施", "Staff keep to the measures"), // 四(三)
  "all-staff": say("防控措施覆盖全体工作人员", "The measures cover all staff"), // 四(二)
  "all-sites": say("防控措施覆盖本组织工作场所", "The measures cover all workplaces"), // 四(二)
  supplies,
  community: say("与属地社区保持沟通联系", "The local community is kept in touch with"), // 四(二)
  development: say("防控与自身发展统筹推进", "Protection and the organization's own development go together"), // 四(三)
});
