import type { Facts } from "../../catalogue/due-rule.ts";
import type { PolicyName } from "../../escalation/policy-names.ts";
import type { Condition, Procedure } from "../procedure.ts";
import { incidentLadder, ladderBySeverity } from "../severity.ts";
import { files, incidentReport } from "./fields.ts";

/** The row that handles a hazard. */
export const hazardDuty = "20";

/** A report that is not a hazard is dismissed with a reason. */
const reason: Condition = {
  name: "reason",
  text: { zh: "不属实的，请写明核实情况", en: "Of a report that is not so: what was found on looking" },
  holds: ({ submission: { nature, note } }) => nature !== "none" || typeof note === "string",
};

/** A hazard must be acknowledged within the hour, also at night; a minor one within eight hours of the day. */
const takenUp = ({ severity }: Facts): PolicyName => (severity === "minor" ? "hazard-minor" : "emergency");

/**
 * Hazard or incident (clause 二(二)2): 处置及时、措施到位、应对有力 (row 20: acknowledged, measures, an incident reported, its closure verified), then 及时复盘、查漏补缺 (row
 * 21: reviewed, gaps rectified).
 */
export const hazard: Procedure = {
  workflow: { "20": "hazard", "21": "review" },
  opens: ({ duty }) => [duty.number === "21" ? "review" : "take-up"],
  raises: { closed: "hazard-closed" },
  steps: {
    "take-up": {
      duty: "20",
      title: { zh: "受理并核实隐患或事件", en: "Take the hazard or incident up, and see what it is" },
      fields: [
        {
          name: "nature",
          type: "choice",
          label: { zh: "核实结果", en: "What it is" },
          required: true,
          options: [
            { value: "hazard", label: { zh: "隐患，着手处置", en: "A hazard: we deal with it" } },
            {
              value: "incident",
              label: { zh: "已成事件，着手处置并报告", en: "An incident: we deal with it, and report it" },
            },
            { value: "none", label: { zh: "不属实", en: "It is not so" } },
          ],
        },
        {
          name: "note",
          type: "text",
          label: { zh: "核实情况（不属实的必填）", en: "What was found (needed where it is not so)" },
          required: false,
        },
      ],
      policy: takenUp,
      gate: [reason],
      // 三(五)3 汇报动态情况 (row 54): an incident is reported at once.
      raises: ({ nature }) => (nature === "incident" ? "incident" : undefined),
    },
    measures: {
      duty: "20",
      title: { zh: "采取处置措施", en: "Take measures" },
      fields: [
        {
          name: "measures",
          type: "text",
          label: { zh: "已采取的措施", en: "What was done" },
          required: true,
        },
        files,
      ],
      policy: ladderBySeverity,
    },
    "report-authority": {
      duty: "20",
      // A social service agency reports it under row 54.
      unless: "54",
      title: { zh: "将事件报告业务主管单位", en: "Report the incident to the supervising authority" },
      fields: incidentReport,
      policy: incidentLadder,
    },
    close: {
      duty: "20",
      title: { zh: "提交办结材料", en: "Hand in the evidence of closure" },
      fields: [
        {
          name: "closure",
          type: "text",
          label: { zh: "现状和办结依据", en: "How it stands now, and what shows that it is over" },
          required: true,
        },
        files,
      ],
      verifier: "supervisory-board",
      // Urgent measures have been taken by now: the term is in days, not hours.
      policy: ({ severity }) => (severity === "minor" ? "rectification-minor" : "rectification-major"),
    },
    // A drill's evaluation exists when this is requested; its form asks for nothing twice. A drill, whose day is in the facts, was no danger unless
    // somebody gave it a severity.
    review: {
      duty: "21",
      term: { n: 5, unit: "bd" },
      policy: ({ on, severity }) => (on !== undefined && severity === undefined ? "ordinary" : "rectification-major"),
    },
  },
};
