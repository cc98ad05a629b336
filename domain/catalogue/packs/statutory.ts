import type { Deadline, DeadlineFigure } from "../duty.ts";
import { say } from "./fields.ts";
import { type DeadlineDraft, withSource } from "./sources.ts";

/*
 * Days here are calendar days. If the last day of a term is not a workday, it moves: forward for a term after an event (民法典 203), back for a term
 * before one, so that "10 days before" never becomes nine. The following do not move: the five days of an emergency; a day of the year, which is not
 * the end of a term; and cadences ("twice a year"), which have no last day.
 */
const charityLaw = "《慈善法》（2023年修正）";
const disclosureRules = "《慈善组织信息公开办法》（民政部令第81号，2026年1月1日起施行）";
const guangzhou = "《广州市慈善促进条例》（2021年）第二十三条、第二十四条、第二十七条、第三十三条";

const before = (days: number): DeadlineFigure => ({ type: "before", days, roll: true });
const within = (days: number): DeadlineFigure => ({ type: "after", days, roll: true });
const withinMonths = (months: number): DeadlineFigure => ({ type: "after", months, roll: true });
const eachMonths = (months: number): DeadlineFigure => ({ type: "every", months, roll: false });
const on = (month: number, day: number): DeadlineFigure => ({ type: "by", month, day, roll: false });

/** The article says "at least every three months": the last day of each is the end of a term and moves to a workday. */
const threeMonthly: DeadlineFigure = { type: "every", months: 3, roll: true };

const disclosure: readonly DeadlineDraft[] = [
  {
    name: "campaign-disclosure-interval",
    source: say(`${charityLaw}第七十九条第二款`, "Charity Law (2023) art. 79 ¶2"),
    rule: say(
      "公开募捐周期超过六个月的，至少每三个月公开一次募捐情况",
      "A public-fundraising campaign longer than six months discloses at least every three months",
    ),
    status: "V",
    figure: threeMonthly,
  },
  {
    name: "campaign-disclosure-final",
    source: say(`${charityLaw}第七十九条第二款`, "Charity Law (2023) art. 79 ¶2"),
    rule: say(
      "公开募捐活动结束后三个月内全面、详细公开募捐情况",
      "Full, detailed disclosure within three months after the campaign's end",
    ),
    status: "V",
    figure: withinMonths(3),
  },
  {
    name: "project-disclosure-interval",
    source: say(`${charityLaw}第七十九条第三款`, "Charity Law (2023) art. 79 ¶3"),
    rule: say(
      "慈善项目实施周期超过六个月的，至少每三个月公开一次项目实施情况和款物使用情况",
      "A charity project longer than six months discloses progress and the use of funds at least every three months",
    ),
    status: "V",
    figure: threeMonthly,
  },
  {
    name: "project-disclosure-final",
    source: say(`${charityLaw}第七十九条第三款`, "Charity Law (2023) art. 79 ¶3"),
    rule: say(
      "慈善项目结束后三个月内全面、详细公开项目实施情况和募得款物使用情况",
      "Full, detailed disclosure of the project and the use of its funds within three months after its end",
    ),
    status: "V",
    figure: withinMonths(3),
  },
  {
    name: "emergency-receipts",
    source: say(`${charityLaw}第七十二条`, "Charity Law (2023) art. 72"),
    rule: say(
      "重大突发事件应急处置与救援阶段，至少每五日公开一次募得款物的接收情况",
      "In the response-and-rescue phase of a major emergency, disclose receipts at least every five days",
    ),
    status: "V",
    figure: { type: "every", days: 5, roll: false },
  },
  {
    name: "emergency-use",
    source: say(`${charityLaw}第七十二条`, "Charity Law (2023) art. 72"),
    rule: say("及时公开款物分配、使用情况", "In that phase, disclose allocation and use promptly"),
    status: "V",
  },
];

const platform: DeadlineDraft = {
  name: "disclosure-platform",
  source: say(`${disclosureRules}第十六条`, "Measures on disclosure by charities (order 81) art. 16"),
  rule: say(
    "接收、使用情况和募捐方案及其报告在统一信息平台（慈善中国）公布",
    "Receipts, use, fundraising plans and their reports are published on the unified platform (Charity China)",
  ),
  // Art. 16 was read: it requires an entry for each campaign, project and annual report. The content of an entry is known from reports only.
  status: "P",
};

const fundraising: readonly DeadlineDraft[] = [
  {
    name: "fundraising-plan",
    source: say(`${charityLaw}第二十四条第二款`, "Charity Law (2023) art. 24 ¶2"),
    rule: say("开展募捐活动前将募捐方案报备", "File the fundraising plan before the start"),
    status: "V",
  },
  {
    name: "fundraising-plan-before",
    source: say(
      "《慈善组织公开募捐管理办法》（民政部令第74号，2024年）第十一条",
      "Measures on public fundraising (2024, order 74) art. 11",
    ),
    rule: say("开展公开募捐活动十日前备案", "File ten days before the start"),
    status: "P",
    figure: before(10),
  },
  {
    name: "fundraising-plan-late",
    source: say(`${charityLaw}第七十三条`, "Charity Law (2023) art. 73"),
    rule: say(
      "应急情形下无法事先备案的，活动开始后十日内补办备案",
      "Where filing first was impossible in an emergency: within ten days after the start",
    ),
    status: "V",
    figure: within(10),
  },
  {
    name: "fundraising-plan-changed",
    source: say(
      "《慈善组织公开募捐管理办法》（民政部令第74号，2024年）",
      "Measures on public fundraising (2024, order 74)",
    ),
    rule: say(
      "募捐方案的有关事项发生变化的，十日内报备变更事项",
      "Where something in the fundraising plan changes: filed within ten days of the change",
    ),
    status: "R",
    figure: within(10),
  },
  {
    name: "fundraising-partner",
    source: say(`${charityLaw}第二十六条`, "Charity Law (2023) art. 26"),
    rule: say(
      "对合作方评估、签订书面协议、在募捐方案中载明、指导监督；款物全部进入慈善组织账户；合作方不得以自己名义公开募捐",
      "Assess the partner, sign an agreement, name it in the plan, supervise it; all money goes through the charity's account; the partner may not raise funds itself",
    ),
    status: "V",
  },
  {
    name: "fundraising-display",
    source: say(`${charityLaw}第二十五条、第二十七条`, "Charity Law (2023) arts 25, 27"),
    rule: say(
      "显著位置公布名称、资格证书、方案、联系方式、信息查询方法；互联网募捐限于指定平台",
      "Display name, certificate, plan, contacts and how to query; online only on designated platforms",
    ),
    status: "V",
  },
  {
    name: "donation-receipt",
    source: say(`${charityLaw}第三十八条`, "Charity Law (2023) art. 38"),
    rule: say(
      "接受捐赠开具捐赠票据；匿名或者放弃的做好记录（无日限）",
      "An official receipt for each donation; anonymous or waived: a record (no day limit)",
    ),
    status: "V",
  },
  {
    name: "partner-evaluation",
    source: say(`${disclosureRules}第七条`, "Measures on disclosure by charities (order 81) art. 7"),
    rule: say("募捐活动结束后三个月内公开对合作方的评估", "Evaluate the partner within three months after a campaign"),
    status: "P",
    figure: withinMonths(3),
  },
];

const charity: readonly DeadlineDraft[] = [
  {
    name: "charity-events",
    source: say(`${disclosureRules}第十三条、第十四条`, "Measures on disclosure by charities (order 81) arts 13, 14"),
    rule: say(
      "重大资产变动、重大投资、重大交易、关联交易等发生后三十日内公开",
      "Disclose major asset, investment, transaction and related-party events within thirty days",
    ),
    status: "V",
    readOn: "2026-11-30",
    figure: within(30),
  },
  {
    name: "related-party-list",
    source: say(`${disclosureRules}第十五条`, "Measures on disclosure by charities (order 81) art. 15"),
    rule: say(
      "每年5月31日前向登记的民政部门报送关联方名单及关联关系说明",
      "File the list of related parties, with how they are related, with the registering civil affairs department by 31 May",
    ),
    status: "V",
    readOn: "2026-11-30",
    figure: on(5, 31),
  },
  {
    name: "charity-annual-report",
    source: say(disclosureRules, "Measures on disclosure by charities (order 81)"),
    rule: say("每年5月31日前公开年度工作报告和财务会计报告", "Annual report and accounts public by 31 May"),
    status: "P",
    figure: on(5, 31),
  },
  {
    name: "donor-query",
    source: say(guangzhou, "Guangzhou Charity Promotion Regulations (2021) arts 23, 24, 27, 33"),
    rule: say("捐赠人查询，二十日内答复", "Answer a donor's query in twenty days"),
    status: "V",
    figure: within(20),
  },
  {
    name: "changed-use",
    source: say(guangzhou, "Guangzhou Charity Promotion Regulations (2021) arts 23, 24, 27, 33"),
    rule: say("变更捐赠用途，决定作出之日起十日内备案", "File a changed use within ten days of the decision"),
    status: "V",
    figure: within(10),
  },
  {
    name: "mutual-aid-results",
    source: say(guangzhou, "Guangzhou Charity Promotion Regulations (2021) arts 23, 24, 27, 33"),
    rule: say("互助活动结果三十日内公开", "Publish the results of mutual aid within thirty days"),
    status: "V",
    figure: within(30),
  },
  {
    name: "related-party-dealings",
    source: say(guangzhou, "Guangzhou Charity Promotion Regulations (2021) arts 23, 24, 27, 33"),
    rule: say("关联交易三十日内公开", "Publish related-party dealings within thirty days"),
    status: "V",
    figure: within(30),
  },
];

const registration: readonly DeadlineDraft[] = [
  {
    name: "association-annual-report-supervisor",
    source: say("《社会团体登记管理条例》第二十八条", "Regulations on social associations art. 28"),
    rule: say("每年3月31日前向业务主管单位报送年度工作报告", "Annual report to the supervising authority by 31 March"),
    status: "V",
    figure: on(3, 31),
  },
  {
    name: "association-annual-report-registrar",
    source: say("《社会团体登记管理条例》第二十八条", "Regulations on social associations art. 28"),
    rule: say("每年5月31日前向登记管理机关报送年度工作报告", "Annual report to the registrar by 31 May"),
    status: "V",
    figure: on(5, 31),
  },
  {
    name: "service-annual-report-supervisor",
    source: say("《民办非企业单位登记管理暂行条例》第二十三条", "Regulations on private non-enterprise units art. 23"),
    rule: say("每年3月31日前向业务主管单位报送年度工作报告", "Annual report to the supervising authority by 31 March"),
    status: "V",
    figure: on(3, 31),
  },
  {
    name: "service-annual-report-registrar",
    source: say("《民办非企业单位登记管理暂行条例》第二十三条", "Regulations on private non-enterprise units art. 23"),
    rule: say("每年5月31日前向登记管理机关报送年度工作报告", "Annual report to the registrar by 31 May"),
    status: "V",
    figure: on(5, 31),
  },
  {
    name: "foundation-annual-report",
    source: say("《基金会管理条例》第三十六条", "Regulations on foundations art. 36"),
    rule: say("每年3月31日前报送年度工作报告", "Annual report by 31 March"),
    status: "V",
    figure: on(3, 31),
  },
  {
    name: "association-donation-report",
    source: say("《社会团体登记管理条例》第二十六条", "Regulations on social associations art. 26"),
    rule: say(
      "向业务主管单位报告接受、使用捐赠情况，并向社会公布",
      "Report donations to the supervising authority and publish them",
    ),
    status: "V",
  },
  {
    name: "service-donation-report",
    source: say("《民办非企业单位登记管理暂行条例》第二十一条", "Regulations on private non-enterprise units art. 21"),
    rule: say(
      "向业务主管单位报告接受、使用捐赠情况，并向社会公布",
      "Report donations to the supervising authority and publish them",
    ),
    status: "V",
  },
  {
    name: "major-matter-filing",
    source: say("穗社管规字〔2022〕1号（重大事项报告）", "Guangzhou rules on reporting major matters (2022) no. 1"),
    rule: say(
      "重大事项十五日前向登记管理机关和有关部门报告",
      "File a major matter fifteen days before, with the registrar and the departments concerned",
    ),
    status: "P",
    figure: before(15),
  },
];

const rhythms: readonly DeadlineDraft[] = [
  {
    name: "fire-drill-key-unit",
    source: say(
      "《机关、团体、企业、事业单位消防安全管理规定》（公安部令第61号）第四十条",
      "Fire safety rules (order 61) art. 40",
    ),
    rule: say("消防安全重点单位至少每半年演练一次", "Key units hold a fire drill at least every half-year"),
    status: "P",
    figure: eachMonths(6),
  },
  {
    name: "fire-drill",
    source: say(
      "《机关、团体、企业、事业单位消防安全管理规定》（公安部令第61号）第四十条",
      "Fire safety rules (order 61) art. 40",
    ),
    rule: say("其他单位至少每年演练一次", "Others hold a fire drill at least every year"),
    status: "P",
    figure: eachMonths(12),
  },
  {
    name: "production-drill-comprehensive",
    source: say(
      "《生产安全事故应急预案管理办法》第三十三条",
      "Measures on production-safety contingency plans art. 33",
    ),
    rule: say(
      "每年至少组织一次综合应急预案演练或者专项应急预案演练",
      "Drill the comprehensive plan, or one for a special risk, at least every year",
    ),
    status: "P",
    figure: eachMonths(12),
  },
  {
    name: "production-drill-on-site",
    source: say(
      "《生产安全事故应急预案管理办法》第三十三条",
      "Measures on production-safety contingency plans art. 33",
    ),
    rule: say("每半年至少组织一次现场处置方案演练", "Drill on-site plans at least every half-year"),
    status: "P",
    figure: eachMonths(6),
  },
  ...(
    [
      ["party-member-meeting", "第十一条", "11", "党员大会每季度一次", "Meeting of party members quarterly", 3, "V"],
      // Art. 16 requires lectures without a number; once a quarter is common practice.
      [
        "party-lecture",
        "第十六条",
        "16",
        "定期上党课（条例未定次数，通行做法为每季度一次）",
        "Party lectures at regular times (the regulations give no number; quarterly is the custom)",
        3,
        "P",
      ],
      ["party-committee-meeting", "第十二条", "12", "支部委员会会议每月一次", "Branch committee monthly", 1, "V"],
      ["party-day", "第十六条", "16", "主题党日每月一次", "Party day monthly", 1, "P"],
    ] as const
  ).map(
    ([name, article, number, zh, en, months, status]): DeadlineDraft => ({
      name,
      source: say(
        `《中国共产党支部工作条例（试行）》${article}`,
        `Working regulations of party branches (trial) art. ${number}`,
      ),
      rule: say(zh, en),
      status,
      readOn: "2026-11-30",
      figure: eachMonths(months),
    }),
  ),
  {
    name: "counting-terms",
    source: say("《民法典》第二百零一条至第二百零三条", "Civil Code arts 201–203"),
    rule: say(
      "开始的当日不计入；月末规则；期间最后一日是法定休假日的顺延",
      "The first day is not counted; month-end rule; a last day on a statutory holiday moves to the next day",
    ),
    status: "V",
  },
];

/** Statutory deadlines related to the duties, each with its source and how far its wording was confirmed. */
export const statutory: readonly Deadline[] = [
  ...disclosure,
  platform,
  ...fundraising,
  ...charity,
  ...registration,
  ...rhythms,
].map(withSource);
