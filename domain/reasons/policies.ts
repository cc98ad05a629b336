import type { Text } from "../terms.ts";
import { listText, named, t } from "./words.ts";

interface Length {
  n: number;
  unit: "bd" | "d" | "h" | "min";
}
const units = { bd: "个工作日", d: "天", h: "小时", min: "分钟" } as const;
const length = ({ n, unit }: Length) => t(`${n}${units[unit]}`, `${n} ${unit}`);
const audiences: Readonly<Record<string, string>> = {
  doer: "办理人",
  holders: "全体任职人员",
  verifier: "核验人",
  "verifier-peers": "核验人的同僚",
  participants: "参加人",
};
const audienceZh = (audience: string): string => audiences[audience] ?? named("role", audience).zh;
const shapeZh = (shape: string): string => named("shape", shape).zh;

interface OfRung {
  /** Name of the rung. */
  rung: string;
}
/** A rung and its problem. */
const ofRung = ({ rung }: OfRung, zh: string, en: string) => t(`督办层级“${rung}”${zh}`, `Rung "${rung}" ${en}.`);

/** Why an escalation policy is invalid. */
export const policyReasons = {
  "policy-cannot-work": ({ policy }: { policy: string }) =>
    t(`督办规则“${policy}”无法使用：`, `Policy "${policy}" cannot work:`),
  "policy-form": ({ rung, at, fault }: { rung: string | null; at: string; fault: Text }) =>
    t(
      `${rung === null ? "督办规则" : `督办层级“${rung}”`}${at ? `的“${at}”` : ""}格式不对：${fault.zh}`,
      `${rung === null ? "Policy" : `Rung "${rung}"`}${at ? `, ${at}` : ""}: ${fault.en}.`,
    ),
  "rung-twice": (of: OfRung) =>
    ofRung(
      of,
      "出现了两次；名称不得重复，因为它是每份通知标识的一部分",
      "stands twice; expected a name of its own, for it is part of each notice's identity",
    ),
  "ladder-without-end": (of: OfRung) =>
    ofRung(
      of,
      "是最后一级，到期后不再重复；应有every，使任何工作都不被遗忘",
      'is the last and does not repeat after the due instant; expected "every", so that a task is never forgotten',
    ),
  "rung-after-end": ({ end, ...of }: OfRung & { end: string }) =>
    ofRung(
      of,
      `排在“${end}”之后，而“${end}”一直重复；应排在它之前`,
      `comes after the end: "${end}" before it repeats for ever; expected it above`,
    ),
  "end-tells-nobody": (of: OfRung) =>
    ofRung(
      of,
      "一直重复，却不通知任何人；应有通知对象，使任何工作都不被遗忘",
      "repeats for ever and notifies nobody; expected an audience, so that a task is never forgotten",
    ),
  "rungs-out-of-order": ({ before, ...of }: OfRung & { before: string }) =>
    ofRung(
      of,
      `排在“${before}”之后，时间却更早；应按时间先后排列`,
      `stands after "${before}", which is later in time; expected them in the order of time`,
    ),
  "audience-vacant": ({ audiences: asked, ...of }: OfRung & { audiences: readonly string[] }) =>
    ofRung(
      of,
      `通知${asked.map(audienceZh).join("、")}，而该职务及其以上职务均无人担任；应至少有一人`,
      `speaks to ${listText(asked).en}, and nobody holds that role or one above it; expected somebody`,
    ),
  "rung-without-audience": (of: OfRung) =>
    ofRung(of, "没有通知对象；应有通知对象，或者公开标注", "has nobody in it; expected an audience, or a public mark"),
  "audience-without-channel": ({ audience, ...of }: OfRung & { audience: string }) =>
    ofRung(
      of,
      `没有写明以何种方式通知${audienceZh(audience)}；应为email、sms或两者`,
      `tells ${audience} by no channel; expected email, sms or both`,
    ),
  "audience-twice": ({ audience, ...of }: OfRung & { audience: string }) =>
    ofRung(
      of,
      `两次写到${audienceZh(audience)}；应合为一行，写明各种方式`,
      `names ${audience} twice; expected one line with all its channels`,
    ),
  "never-advances": ({ every, ...of }: OfRung & { every: Length }) =>
    ofRung(
      of,
      `每${length(every).zh}重复一次，永远不会前进；应为大于0的数`,
      `repeats every ${length(every).en} and never advances; expected a number above 0`,
    ),
  "other-unit": ({ offset, every, ...of }: OfRung & { offset: Length; every: Length }) =>
    ofRung(
      of,
      `位于${length(offset).zh}，却每${length(every).zh}重复一次；应使用同一单位`,
      `stands at ${length(offset).en} and repeats every ${length(every).en}; expected the same unit`,
    ),
  "time-says-nothing": ({ offset, at, ...of }: OfRung & { offset: Length; at: string }) =>
    ofRung(
      of,
      `位于${length(offset).zh}，at（${at}）不起作用；应为bd或d`,
      `stands at ${length(offset).en}, so "at" ${at} says nothing; expected bd or d`,
    ),
  "between-says-nothing": (of: OfRung) =>
    ofRung(
      of,
      "以天计，between不起作用；应为h或min，或者改用at",
      'is counted in days, so "between" says nothing; expected h or min, or "at"',
    ),
  "between-backwards": ({ from, to, ...of }: OfRung & { from: string; to: string }) =>
    ofRung(
      of,
      `在${from}与${to}之间等候；前者应更早`,
      `waits between ${from} and ${to}; expected the first to be the earlier`,
    ),
  "not-half-way": ({ offset, ...of }: OfRung & { offset: Length }) =>
    ofRung(
      of,
      `距期限过半${length(offset).zh}；应为0，即期限过半时`,
      `stands ${length(offset).en} from half way; expected 0, half way itself`,
    ),
  "before-opening": ({ offset, ...of }: OfRung & { offset: Length }) =>
    ofRung(
      of,
      `在事项开始前（${length(offset).zh}）；应为0或以上`,
      `stands ${length(offset).en} before the opening; expected 0 or more`,
    ),
  "not-before-due": ({ offset, term, ...of }: OfRung & { offset: Length; term: Length }) =>
    ofRung(
      of,
      `在事项开始后${length(offset).zh}，已到或已过截止时间（期限${length(term).zh}）；应在其之前，或自due起算`,
      `stands ${length(offset).en} after the opening, at or after the due instant (${length(term).en}); expected it before, or counted from "due"`,
    ),
  "beyond-term": ({ offset, term, ...of }: OfRung & { offset: Length; term: Length }) =>
    ofRung(
      of,
      `在到期前${length(offset).zh}，而期限只有${length(term).zh}，早于事项开始；应更短`,
      `stands ${length(offset).en} before the due instant and the term is ${length(term).en}, so it lies before the opening; expected less`,
    ),
  "due-after-due": ({ shape, audience, ...of }: OfRung & { shape: string; audience: string }) =>
    ofRung(
      of,
      `在到期后仍向${audienceZh(audience)}发“${shapeZh(shape)}”；应为overdue或escalated`,
      `says "${shape}" to ${audience} after D; expected overdue or escalated`,
    ),
  "overdue-before-due": ({ audience, ...of }: OfRung & { audience: string }) =>
    ofRung(
      of,
      `在到期前就向${audienceZh(audience)}发逾期通知；应为due或reminder`,
      `says "overdue" to ${audience} before D; expected due or reminder`,
    ),
} as const;
