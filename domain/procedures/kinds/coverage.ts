import { personnel, premises } from "../../catalogue/packs/matrices.ts";
import type { Row } from "../../forms/rows.ts";
import type { Role } from "../../terms.ts";
import type { Procedure } from "../procedure.ts";

/** People who work in an organization. */
const workforce: readonly Role[] = ["head", "deputy", "secretariat", "staff"];

/**
 * Coverage (clauses 一2, 二(二)3, 三(六)1 and 四, rows 3, 22a, 22b, 56, 58, 59, 61, 62, 67, 68): a matrix of everybody and everything to be covered, as of
 * the opening of the task; done when it is complete, or each exception has a reason. A changed roster or site opens it again.
 */
export const coverage: Procedure = {
  askedInALine: true,
  opens: ({ duty, event }) => {
    if (duty.number === "61") return opensOfRow61[event ?? ""] ?? ["all-staff", "all-sites"];
    if (duty.number === "67") return event === "staff-joined" ? ["acknowledge"] : ["educate"];
    return [stepOfRow[duty.number] ?? "do"];
  },
  steps: {
    // 一2: 纳入社会组织工作各领域、各环节、各流程
    processes: {
      duty: "3",
      rows: [
        row("meetings", "会议和培训", "Meetings and training"),
        row("office", "日常办公和值班", "Daily office work"),
        row("staff", "人员录用和管理", "Taking on and managing staff"),
        row("visitors", "来访和外来人员", "Visitors"),
        row("services", "服务项目和活动", "Services and activities"),
        row("volunteers", "志愿者招募和使用", "Volunteers"),
        row("donations", "款物接收和发放", "Receiving and handing out donations"),
        row("purchasing", "采购和外包", "Purchasing and contractors"),
        row("publicity", "信息发布", "What is published"),
      ],
    },
    // 二(二)3: 落实本社会组织场所、人员、活动的疫情防控措施
    premises: { duty: "22a", rows: "sites" },
    personnel: { duty: "22b", rows: { people: workforce } },
    // 三(六)1: 并落实防控措施
    "own-measures": { duty: "56", rows: "sites" },
    // 四(一): 健全“双同步”长效机制; 实现党的领导和党的工作有效覆盖
    "dual-sync": { duty: "58" },
    "party-work": { duty: "59", rows: { people: [...workforce, "party-head", "party-organization"] } },
    // 四(二): 确保防控措施覆盖全体工作人员、覆盖本组织工作场所
    "all-staff": {
      duty: "61",
      title: { zh: "核对防控措施覆盖全体工作人员", en: "See that the measures cover all staff" },
      fields: [personnel],
      rows: { people: workforce },
    },
    "all-sites": {
      duty: "61",
      title: { zh: "核对防控措施覆盖全部工作场所", en: "See that the measures cover all sites" },
      fields: [premises],
      rows: "sites",
    },
    // 四(二): 并为疫情防控提供必要保障
    stock: { duty: "62", rows: "stock" },
    // 四(三): 教育引导从业人员树立“个人是自己健康第一责任人”的意识
    educate: {
      duty: "67",
      title: { zh: "请每位从业人员确认健康责任", en: "Have each of the staff acknowledge it" },
      fields: [
        {
          name: "exceptions",
          type: "list",
          label: {
            zh: "未确认人员及原因（每行一人，如“张三：病假”）",
            en: "Who has not, and why: one a line, “Li Si: on leave”",
          },
          required: false,
        },
      ],
      roles: ["secretariat"],
      each: { step: "acknowledge", roles: ["staff"] },
    },
    acknowledge: {
      duty: "67",
      title: { zh: "确认个人是自己健康第一责任人", en: "Acknowledge that you answer first for your own health" },
      policy: "personal",
    },
    // 四(三): 自觉落实防控措施
    "spot-check": {
      duty: "68",
      title: { zh: "抽查从业人员落实防控措施", en: "Spot-check how staff keep to the measures" },
      roles: ["secretariat"],
      rows: { people: ["staff"], sample: { share: 20, least: 3 } },
    },
  },
};

const stepOfRow: Readonly<Record<string, string>> = {
  "3": "processes",
  "22a": "premises",
  "22b": "personnel",
  "56": "own-measures",
  "58": "dual-sync",
  "59": "party-work",
  "62": "stock",
  "68": "spot-check",
};

/** After a change only the changed part is reviewed; at its planned time, both. */
const opensOfRow61: Readonly<Record<string, readonly string[]>> = {
  "roster-changed": ["all-staff"],
  "site-changed": ["all-sites"],
};

function row(id: string, zh: string, en: string): Row {
  return { id, label: { zh, en } };
}
