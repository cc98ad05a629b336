import { rulesOf } from "../../catalogue/packs/checks.ts";
import { date, files, line, list, must, say, text } from "../../catalogue/packs/fields.ts";
import { untilDay } from "../../messages/too-early.ts";
import { addDays } from "../../time/dates.ts";
import { isTimeOfDay } from "../../time/zones.ts";
import { circularSources } from "../circular.ts";
import type { CaseView, Procedure, Step } from "../procedure.ts";

/** The row under which a policy is put on a meeting's agenda. */
export const meetingDuty = "14";

/**
 * Policy relay (clauses 一1, 二(一)1, 二(二)1, 三(四)1, 三(五)1; rows 1, 2, 7, 13, 14, 15, 44, 52). An issued policy is one case of an organization, led by
 * row 13: the secretariat reports it to the heads, who confirm its receipt; then it is studied, carried out, discussed at the next meeting, relayed
 * to the members, and checked against the rules of the issuing authority, each under its own row and only where that row applies. Each resolution of
 * the meeting is a case of row 15, open until it is carried out.
 * Facts: `source` (issuer: local, authority, industry), `urgency`, `meets-on`, `meets-at`, `meets-where` (the meeting that deals with it).
 */
export const policyRelay: Procedure = {
  askedInALine: true,
  opens: ({ duty, event, facts }) => {
    const sources = circularSources.filter((one) => facts.source === undefined || facts.source === one);
    const checks = sources.map((one) => `source-${one}`);
    if (event === "policy-issued") return [...relayed, ...checks];
    return duty.number === "52" ? checks : (own[duty.number] ?? []);
  },
  leads: ({ event }) => (event === "policy-issued" ? "13" : null),
  steps: {
    /** 二(二)1: 及时报告社会组织负责人. The heads confirm the receipt by accepting it. */
    report: { duty: "13", verifier: "head" },
    /** 一1: 及时组织学习贯彻 */
    study: { duty: "1", after: ["report"] },
    /** 一1: 坚决落实 */
    "carry-out": { duty: "2", after: ["report"] },
    /** 二(一)1: 纳入第一议题、“三会一课” */
    "first-topic": { duty: "7", after: ["report"] },
    /** 二(二)1: 纳入会员(代表)大会、理事会等会议议题 */
    "table-date": {
      title: say("确定下次会议日期，列入议题", "Set the date of the next meeting and put the policy on its agenda"),
      duty: meetingDuty,
      fields: [
        must(date("date", "会议日期", "Date of the meeting")),
        line("time", "开始时间（如14:30）", "Beginning, such as 14:30", "time"),
        line("place", "地点", "Place"),
        line("meeting", "会议名称", "Which meeting"),
      ],
      term: { n: 5, unit: "bd" },
      after: ["report"],
      keeps: { "meets-on": "date", "meets-at": "time", "meets-where": "place" },
      gate: [
        {
          name: "next-meeting",
          text: say("会议日期应在今天至一年之内", "The day of the meeting must lie between today and a year from now"),
          holds: ({ submission: { date }, today }) =>
            typeof date === "string" && date >= today && date <= addDays(today, 366),
        },
        {
          name: "time",
          text: say("开始时间应写作14:30这样的时刻", "The beginning is a time of day, written like 14:30"),
          holds: ({ submission: { time = "" } }) => time === "" || (typeof time === "string" && isTimeOfDay(time)),
        },
      ],
    },
    table: {
      duty: meetingDuty,
      after: ["table-date"],
      // Minutes are written after the meeting: by the next workday.
      due: { fact: "meets-on", days: 1, roll: "forward" },
      gate: [
        {
          name: "held",
          text: ({ facts: { "meets-on": day }, today }) => {
            const { zh, en } = untilDay(String(day), today);
            return say(`会议日期为${zh}，会后方可提交会议纪要`, `The meeting is on ${en}: its minutes come after it`);
          },
          holds: ({ facts: { "meets-on": day }, today }) => typeof day !== "string" || day <= today,
        },
      ],
    },
    /** 二(二)1: 认真贯彻落实 */
    implement: { duty: "15" },
    /** 三(四)1: 传达. Each member confirms; silent members are reminded through this task. */
    relay: {
      duty: "44",
      fields: [
        list("exceptions", "未签收会员及原因（每行一个）", "Members who have not, and why, one a line"),
        text(
          "record",
          "传达情况（会员没有登记在册的须写明）",
          "How it was relayed (needed where no member is on the roster)",
        ),
      ],
      after: ["report"],
      term: { n: 10, unit: "bd" },
      each: { step: "receipt", roles: ["member"] },
      gate: [
        {
          name: "members",
          text: say("没有登记在册的会员，请写明如何传达", "No member is on the roster: say how it was relayed"),
          holds: (view) => typeof view.submission.record === "string" || asked(view),
        },
      ],
    },
    receipt: {
      title: say("阅读政策并签收", "Read the policy and confirm its receipt"),
      duty: "44",
      fields: [text("question", "疑问或困难（没有则留空）", "Questions or difficulties (none: leave it empty)")],
      roles: ["member"],
      policy: "personal",
      term: { n: 10, unit: "bd" },
    },
    ...checksBySource(),
  },
};

/** What follows from a policy, in the order of display; the checklist of its issuer comes last. */
const relayed = ["report", "study", "carry-out", "first-topic", "table-date", "table", "relay"];

/** Steps of a row that opens by itself: monthly, on a resolution, or by its number. */
const own: Readonly<Record<string, readonly string[]>> = {
  "1": ["study"],
  "2": ["carry-out"],
  "7": ["first-topic"],
  "13": ["report"],
  "14": ["table-date", "table"],
  "15": ["implement"],
  "44": ["relay"],
};

/** 三(五)1: 业务主管单位、行业管理部门和属地要求. Only the checklist of the issuer is requested. */
function checksBySource(): Record<string, Step> {
  const step = (source: (typeof circularSources)[number]): Step => ({
    title: {
      local: say("按属地要求逐项核对", "Check against the local rules"),
      authority: say("按业务主管单位要求逐项核对", "Check against the supervising authority's rules"),
      industry: say("按行业管理部门要求逐项核对", "Check against the industry's rules"),
    }[source],
    duty: "52",
    fields: [must(rulesOf[source]), files],
    after: ["report"],
  });
  return Object.fromEntries(circularSources.map((source) => [`source-${source}`, step(source)]));
}

/** Whether somebody was asked for a receipt. */
const asked = ({ tasks }: CaseView): boolean => [...tasks.values()].some(({ step }) => step === "receipt");
