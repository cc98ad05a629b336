import type { Duty, DutyPack } from "../duty.ts";
import { by, choice, number as figure, file, files, line, must, orNothing, pastDate, say, text } from "./fields.ts";
import { checkPack } from "./schema.ts";

const receipt = must(line("receipt", "报送回执编号或网址", "Receipt number, or where it was filed"));
const report = file("report", "年度工作报告", "The annual report");
const address = must(line("address", "公开网址", "Public address", "address"));

const annual = { cadence: "yearly", events: [], kind: "RT", policy: "filing", ...by.SEC } as const;
const drill = {
  events: [],
  kind: "DR",
  policy: "drill-date",
  ...by.SEC,
  types: "ALL",
  evidence: [
    must(text("record", "演练记录", "Record of the drill")),
    figure("attendance", "参加人数", "People present"),
    files,
  ],
  done: say("演练记录和评估已提交，查出的问题均已整改到位", "Record and evaluation are in and the gaps are closed"),
} as const;

const minutes = (
  number: string,
  deadline: string,
  { article, quote: zh }: { article: string; quote: string },
  title: Duty["title"],
  cadence: "monthly" | "quarterly",
): Duty => ({
  number,
  clause: `《中国共产党支部工作条例（试行）》${article}`,
  quote: zh,
  title,
  ...by.PO,
  types: "ALL",
  party: true,
  cadence,
  events: [],
  deadlines: [deadline],
  evidence: [
    must(pastDate("held-on", "召开日期", "Held on")),
    must(text("minutes", "会议（活动）记录", "Minutes")),
    figure("attendance", "参加人数", "People present"),
    files,
  ],
  done: say("记录已归档", "The minutes are on file"),
  kind: "RT",
  policy: "ordinary",
});

/** The meetings called 三会一课, with four cadences. */
const meetings: readonly Duty[] = [
  minutes(
    "S13",
    "party-member-meeting",
    { article: "第十一条", quote: "党员大会每季度一次" },
    say("召开党员大会", "Hold the meeting of party members"),
    "quarterly",
  ),
  minutes(
    "S14",
    "party-lecture",
    { article: "第十六条", quote: "定期上党课" },
    say("上党课", "Hold the party lecture"),
    "quarterly",
  ),
  minutes(
    "S15",
    "party-committee-meeting",
    { article: "第十二条", quote: "支部委员会会议每月一次" },
    say("召开支部委员会会议", "Hold the branch committee's meeting"),
    "monthly",
  ),
  minutes(
    "S16",
    "party-day",
    { article: "第十六条", quote: "主题党日每月一次" },
    say("开展主题党日活动", "Hold the party day"),
    "monthly",
  ),
];

/** The law gives no day; the report is requested with the annual report. Without a supervising authority (业务主管单位) the registrar receives it. */
function donationReport(number: string, supervised: boolean): Duty {
  const to = supervised ? say("业务主管单位", "supervising authority") : say("登记管理机关", "registrar");
  return {
    number,
    clause: "《社会团体登记管理条例》第二十六条、《民办非企业单位登记管理暂行条例》第二十一条",
    quote: "向业务主管单位报告接受、使用捐赠情况，并向社会公布",
    title: say("报告并公布接受、使用捐赠情况", `Report donations to the ${to.en} and publish them`),
    ...annual,
    types: "ALL",
    supervised,
    registrations: ["association", "service"],
    days: { opens: "01-15", due: "03-31" },
    deadlines: ["association-donation-report", "service-donation-report"],
    evidence: [
      must(
        orNothing(
          "no",
          "no",
          choice("any", say("上一年度是否接受、使用捐赠", "Were there donations in the year before?"), {
            yes: say("有", "Yes"),
            no: say("没有", "No"),
          }),
        ),
      ),
      {
        ...line("receipt", `${to.zh}回执编号`, `Number of the ${supervised ? "authority" : "registrar"}'s receipt`),
        when: { field: "any", is: "yes" },
      },
      { ...line("address", "公开网址", "Public address", "address"), when: { field: "any", is: "yes" } },
      file("report", "捐赠情况报告", "Report on donations"),
    ],
    done: say(
      `捐赠情况已报告${to.zh}并向社会公布`,
      `The ${supervised ? "authority" : "registrar"} has the report, and it is public`,
    ),
  };
}

/** Duties that statutes require, by registration or mark, each with source and status (domain/catalogue/packs/statutory.ts). */
const duties: readonly Duty[] = [
  {
    number: "S1",
    clause: "《社会团体登记管理条例》第二十八条、《民办非企业单位登记管理暂行条例》第二十三条",
    quote: "每年3月31日前向业务主管单位报送年度工作报告",
    title: say("向业务主管单位报送年度工作报告", "Annual report to the supervising authority"),
    ...annual,
    types: "ALL",
    supervised: true,
    registrations: ["association", "service"],
    days: { opens: "01-15", due: "03-31" },
    deadlines: ["association-annual-report-supervisor", "service-annual-report-supervisor"],
    evidence: [receipt, report],
    done: say("业务主管单位已收到年度工作报告", "The supervising authority has the annual report"),
  },
  {
    number: "S2",
    clause: "《社会团体登记管理条例》第二十八条、《民办非企业单位登记管理暂行条例》第二十三条",
    quote: "每年5月31日前向登记管理机关报送年度工作报告",
    title: say("向登记管理机关报送年度工作报告", "Annual report to the registrar"),
    ...annual,
    types: "ALL",
    registrations: ["association", "service"],
    days: { opens: "04-01", due: "05-31" },
    deadlines: ["association-annual-report-registrar", "service-annual-report-registrar"],
    evidence: [receipt, report],
    done: say("登记管理机关已收到年度工作报告", "The registrar has the annual report"),
  },
  {
    number: "S3",
    clause: "《基金会管理条例》第三十六条",
    quote: "每年3月31日前报送年度工作报告",
    title: say("报送基金会年度工作报告", "Annual report of the foundation"),
    ...annual,
    types: "ALL",
    registrations: ["foundation"],
    days: { opens: "01-15", due: "03-31" },
    deadlines: ["foundation-annual-report"],
    evidence: [receipt, report],
    done: say("年度工作报告已报送", "The annual report is filed"),
  },
  {
    number: "S4",
    clause: "《慈善组织信息公开办法》",
    quote: "每年5月31日前公开年度工作报告和财务会计报告",
    title: say("公开年度工作报告和财务会计报告", "Publish the annual report and the accounts"),
    ...annual,
    types: "ALL",
    charity: true,
    days: { opens: "04-01", due: "05-31" },
    deadlines: ["charity-annual-report"],
    evidence: [address, report],
    done: say("年度工作报告和财务会计报告已公开", "Report and accounts are public"),
  },
  {
    number: "S5",
    clause: "《慈善组织信息公开办法》第十五条",
    quote: "每年5月31日前，向办理其登记的民政部门报送关联方名单及关联关系说明",
    title: say("报送关联方名单及关联关系说明", "File the list of related parties"),
    ...annual,
    types: "ALL",
    charity: true,
    days: { opens: "04-01", due: "05-31" },
    deadlines: ["related-party-list"],
    evidence: [receipt, files],
    done: say("民政部门已收到关联方名单及关联关系说明", "The civil affairs department has the list"),
  },
  {
    number: "S6",
    clause: "《慈善组织信息公开办法》第十三条、第十四条",
    quote: "重大资产变动、重大投资、重大交易、关联交易等发生后三十日内公开",
    title: say(
      "公开重大资产变动、投资、交易和关联交易",
      "Disclose a major asset, investment, transaction or related-party event",
    ),
    ...by.SEC,
    types: "ALL",
    charity: true,
    events: ["major-event"],
    due: { fact: "on", days: 30, roll: "forward", deadline: "charity-events" },
    deadlines: ["charity-events"],
    evidence: [
      must(
        choice("what", say("属于哪一类", "Which kind"), {
          asset: say("重大资产变动", "Major change of assets"),
          investment: say("重大投资", "Major investment"),
          transaction: say("重大交易", "Major transaction"),
          "related-party": say("关联交易", "Related-party dealing"),
        }),
      ),
      address,
      pastDate("published-on", "公开日期", "Day of publication"),
    ],
    done: say("事项已公开，网址已记录", "It is public and its address on record"),
    kind: "RT",
    policy: "filing",
  },
  {
    number: "S7",
    clause: "《机关、团体、企业、事业单位消防安全管理规定》第四十条",
    quote: "消防安全重点单位至少每半年演练一次",
    title: say("消防演练（重点单位）", "Fire drill of a key unit"),
    ...drill,
    mark: "fire-key-unit",
    cadence: "half-yearly",
    deadlines: ["fire-drill-key-unit"],
  },
  {
    number: "S8",
    clause: "《机关、团体、企业、事业单位消防安全管理规定》第四十条",
    quote: "其他单位至少每年演练一次",
    title: say("消防演练", "Fire drill"),
    ...drill,
    mark: "fire-unit",
    cadence: "yearly",
    deadlines: ["fire-drill"],
  },
  {
    number: "S9",
    clause: "《生产安全事故应急预案管理办法》第三十三条",
    quote: "每年至少组织一次综合应急预案演练或者专项应急预案演练",
    title: say("生产安全综合应急预案演练", "Drill of the comprehensive production-safety plan"),
    ...drill,
    mark: "production-safety",
    cadence: "yearly",
    deadlines: ["production-drill-comprehensive"],
  },
  {
    number: "S10",
    clause: "《生产安全事故应急预案管理办法》第三十三条",
    quote: "每半年至少组织一次现场处置方案演练",
    title: say("生产安全现场处置方案演练", "Drill of the on-site production-safety plans"),
    ...drill,
    mark: "production-safety",
    cadence: "half-yearly",
    deadlines: ["production-drill-on-site"],
  },
  {
    number: "S11",
    clause: "《广州市慈善促进条例》第二十三条、第二十四条、第二十七条、第三十三条",
    quote: "互助活动结果三十日内公开",
    title: say("公开互助活动结果", "Publish the results of mutual aid"),
    ...by.SEC,
    types: "ALL",
    events: ["mutual-aid-ended"],
    due: { fact: "on", days: 30, roll: "forward", deadline: "mutual-aid-results" },
    deadlines: ["mutual-aid-results"],
    evidence: [
      must(text("results", "互助活动结果", "Results of the mutual aid")),
      address,
      pastDate("published-on", "公开日期", "Day of publication"),
    ],
    done: say("互助活动结果已公开，网址已记录", "The results are public and their address on record"),
    kind: "RT",
    policy: "filing",
  },
  donationReport("S12", true),
  donationReport("S17", false),
  ...meetings,
];

/** Statutory duties besides the guideline; source and status of their rules are those of the statutory deadlines. */
export const statutoryDuties: DutyPack = checkPack({
  name: "statutory",
  source: say("法律、行政法规和部门规章", "Laws, regulations and departmental rules"),
  duties,
});
