import type { Duty } from "../duty.ts";
import { donations, implementation } from "./checks.ts";
import { by, file, files, money, must, otherFindings, raises, say, text, unless } from "./fields.ts";

const reportFile = file("files", "检查报告（文件）或照片", "The report as a file, or photos");

/** 二（三）: rows 28–31, of the supervisory board. */
export const supervisoryBoard: readonly Duty[] = [
  {
    number: "28",
    clause: "二(三)1",
    quote: "是否落实疫情防控政策、措施、要求纳入监督检查",
    title: say("监督检查防控落实情况", "Inspect implementation"),
    ...by.SB,
    types: "ALL",
    cadence: "quarterly",
    events: [],
    evidence: [
      must(raises("finding", implementation)),
      otherFindings,
      unless("files", text("report", "检查报告", "Report")),
      reportFile,
    ],
    done: say("检查报告已提交", "The report is in"),
    kind: "SI",
    policy: "ordinary",
  },
  {
    number: "29",
    clause: "二(三)1",
    quote: "发现苗头、隐患及时督促整改",
    title: say("督促整改", "Urge rectification"),
    ...by.SB,
    types: "ALL",
    events: ["finding"],
    evidence: [must(text("measures", "整改措施和结果", "What was corrected, and how")), files],
    done: say("整改结果经监事会核实", "The supervisory board has verified the fix"),
    kind: "RX",
    policy: "rectification-major",
  },
  {
    number: "30",
    clause: "二(三)2",
    quote: "款物接收、捐赠纳入监督检查内容",
    title: say("监督检查款物接收和捐赠", "Inspect donations"),
    ...by.SB,
    types: "ALL",
    cadence: "quarterly",
    events: ["campaign-ended"],
    evidence: [
      must(raises("finding", donations)),
      otherFindings,
      unless("files", text("report", "检查情况（是否依法依规依程序）", "Report: law, rules and procedure")),
      reportFile,
    ],
    done: say("检查报告已提交", "The report is in"),
    kind: "SI",
    policy: "ordinary",
  },
  {
    number: "31",
    clause: "二(三)2",
    quote: "发现苗头、隐患及时督促整改",
    title: say("督促整改款物接收和捐赠问题", "Rectify a donation issue"),
    ...by.SB,
    types: "ALL",
    events: ["finding"],
    evidence: [
      must(text("measures", "整改措施和结果", "What was corrected, and how")),
      money("amount", "涉及金额（元）", "Amount concerned (yuan)"),
      files,
    ],
    done: say("整改结果经监事会核实", "The supervisory board has verified the fix"),
    kind: "RX",
    policy: "rectification-major",
  },
];
