import type { Duty, DutyPack } from "../duty.ts";
import { by, choice, date, file, files, must, number, say, text } from "./asks.ts";
import { checkPack } from "./schema.ts";

const receipt = must(text("receipt", "报送回执编号或网址", "Receipt number, or where it was filed"));
const report = file("report", "年度工作报告", "The annual report");
const address = must(text("address", "公开网址", "Public address"));

const annual = { cadence: "yearly", events: [], kind: "RT", policy: "filing", ...by.SEC } as const;
const drill = {
  events: [],
  kind: "DR",
  policy: "drill-date",
  ...by.SEC,
  types: "ALL",
  evidence: [
    must(text("record", "演练记录", "Record of the drill")),
    number("attendance", "参加人数", "People present"),
    files,
  ],
  done: say("演练记录和评估已提交，查出的问题均已整改到位", "Record and evaluation are in and the gaps are closed"),
} as const;

/** What the law asks of organizations by how they are registered or marked, each with its source and status (domain/packs/statutory.ts). */
const duties: readonly Duty[] = [
  {
    number: "S1",
    clause: "《社会团体登记管理条例》第二十八条、《民办非企业单位登记管理暂行条例》第二十三条",
    quote: "每年3月31日前向业务主管单位报送年度工作报告",
    title: say("向业务主管单位报送年度工作报告", "Annual report to the supervising authority"),
    ...annual,
    types: "ALL",
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
    clause: "《慈善组织信息公开办法》（条文未见）",
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
    clause: "《慈善组织信息公开办法》第十三条至第十五条",
    quote: "每年5月31日前公开关联方名单",
    title: say("公开关联方名单", "Publish the list of related parties"),
    ...annual,
    types: "ALL",
    charity: true,
    days: { opens: "04-01", due: "05-31" },
    deadlines: ["related-party-list"],
    evidence: [address, files],
    done: say("关联方名单已公开", "The list is public"),
  },
  {
    number: "S6",
    clause: "《慈善组织信息公开办法》第十三条至第十五条",
    quote: "重大资产变动、重大投资、重大交易、关联交易等发生后三十日内公开",
    title: say(
      "公开重大资产变动、投资、交易和关联交易",
      "Disclose a major asset, investment, transaction or related-party event",
    ),
    ...by.SEC,
    types: "ALL",
    charity: true,
    events: ["major-event"],
    due: { fact: "on", days: 30, roll: "forward" },
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
      date("published-on", "公开日期", "Day of publication"),
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
    quote: "综合应急预案演练每年至少一次",
    title: say("生产安全综合应急预案演练", "Drill of the comprehensive production-safety plan"),
    ...drill,
    mark: "production-safety",
    cadence: "yearly",
    deadlines: ["production-drill-comprehensive"],
  },
  {
    number: "S10",
    clause: "《生产安全事故应急预案管理办法》第三十三条",
    quote: "现场处置方案演练每半年至少一次",
    title: say("生产安全现场处置方案演练", "Drill of the on-site production-safety plans"),
    ...drill,
    mark: "production-safety",
    cadence: "half-yearly",
    deadlines: ["production-drill-on-site"],
  },
];

/** Duties of the law around the guideline; their rules stand with source and status among the statutory deadlines. */
export const statutoryDuties: DutyPack = checkPack({
  name: "statutory",
  source: say("法律、行政法规和部门规章", "Laws, regulations and departmental rules"),
  duties,
});
