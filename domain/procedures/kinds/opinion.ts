import { typesOf } from "../../catalogue/applies.ts";
import type { EventName } from "../../catalogue/duty.ts";
import type { Kind, Text } from "../../terms.ts";
import type { Procedure } from "../procedure.ts";
import { files } from "./fields.ts";

/** Code in the catalogue. */
export const opinionKind = "OL" satisfies Kind;

/** Rows for which the workflow differs. */
export const opinionDuties = { register: "47", relay: "48" } as const;

/** What members, staff and others can submit, and the event that each raises. */
export const raisings = {
  opinion: { event: "opinion-raised", title: { zh: "意见建议", en: "An opinion or a proposal" } },
  difficulty: {
    event: "difficulty-raised",
    title: { zh: "工作、生活、学习上的困难", en: "A difficulty at work, in life or in learning" },
  },
  request: { event: "request-raised", title: { zh: "求助：需要协助解决的困难", en: "A request for help" } },
} as const satisfies Readonly<Record<string, { event: EventName; title: Text }>>;
export type Raising = keyof typeof raisings;

/**
 * Opinion or request for help (clauses 二(一)4, 三(四)2, 三(四)3 and 三(四)4; rows 12, 47, 48, 50 and 51): accepted, or declined with a reason; difficulties
 * and requests are resolved; an accepted opinion is passed to the regulator and followed up until it is answered; the requester is notified. Opinions are
 * registered monthly (row 47).
 */
export const opinion: Procedure = {
  workflow: "opinion",
  // A hometown chamber helps its members under its own row: one case, whichever event starts it.
  leads: ({ event, organization }) =>
    event === "request-raised" ? (typesOf(organization).includes("CHM") ? "51" : "50") : null,
  opens({ duty, facts }) {
    if (duty.number === "48") return ["relay"];
    return duty.number === "47" && facts.raised === undefined ? ["collect"] : ["take-up"];
  },
  phases({ number }, asked) {
    if (number === "48") return ["relay", "reply", "tell"];
    if (number !== "47") return ["take-up", "resolve"];
    return asked.length > 0 ? asked : ["collect", "take-up"];
  },
  raises: { accepted: "opinion-accepted" },
  steps: {
    collect: { rollUp: "raised" },
    "take-up": {
      title: { zh: "登记并决定是否受理", en: "Register it, and decide whether it is taken up" },
      fields: [
        {
          name: "decision",
          type: "choice",
          label: { zh: "是否受理", en: "Is it taken up?" },
          required: true,
          options: [
            { value: "yes", label: { zh: "受理", en: "Yes" } },
            { value: "no", label: { zh: "不受理", en: "No" } },
          ],
        },
        {
          name: "answer",
          type: "text",
          label: {
            zh: "给提出人的话（不受理的，必须写明理由）",
            en: "A word to whoever raised it (if it is declined: why)",
          },
          required: false,
        },
      ],
      term: { n: 5, unit: "bd" },
      tells: "answer",
      gate: [
        {
          name: "reason",
          text: { zh: "不受理的理由", en: "the reason why it is declined" },
          holds: ({ submission }) => submission.decision !== "no" || typeof submission.answer === "string",
        },
      ],
    },
    resolve: {
      title: { zh: "帮助解决并答复提出人", en: "Help, and answer whoever raised it" },
      fields: [
        {
          name: "outcome",
          type: "text",
          label: { zh: "处理结果（提交后立即告知提出人）", en: "Outcome (whoever raised it is told at once)" },
          required: true,
        },
        files,
      ],
      term: { n: 15, unit: "bd" },
      tells: "outcome",
    },
    relay: {
      title: { zh: "向行业管理部门反馈", en: "Relay it to the regulator" },
      fields: [
        {
          name: "submission",
          type: "text",
          label: { zh: "反馈内容", en: "What is submitted" },
          required: true,
        },
        files,
      ],
      term: { n: 5, unit: "bd" },
    },
    reply: {
      title: { zh: "答复所反馈的意见", en: "Answer what was relayed" },
      roles: ["regulator", "authority", "secretariat"],
      fields: [
        { name: "reply", type: "text", label: { zh: "部门答复", en: "The regulator's reply" }, required: true },
        files,
      ],
      term: { n: 20, unit: "bd" },
    },
    tell: {
      title: { zh: "将部门答复告知提出意见的会员", en: "Tell the member who raised it what was answered" },
      fields: [
        {
          name: "answer",
          type: "text",
          label: { zh: "给会员的答复（提交后立即告知）", en: "Answer to the member (told at once)" },
          required: true,
        },
      ],
      term: { n: 3, unit: "bd" },
      tells: "answer",
    },
  },
};
