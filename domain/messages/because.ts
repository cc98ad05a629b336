import { verdictRung } from "../escalation/rung-id.ts";
import { roleChain, type TaskRoles } from "../tasks/role-chain.ts";
import { roles as allRoles, type Role, type Text } from "../terms.ts";
import { memberText, word } from "../words.ts";
import type { Part } from "./message.ts";

/** Why a message was sent, for its footer. */
export interface Because {
  organization: string;
  /** Roles that the reader holds in the organization. */
  holds: readonly Role[];
  part: Part;
  task: Pick<TaskRoles, "roles" | "verifier">;
  policy: string;
  /** A rung (`-5bd`, `then-5bd#2`) or a verb. */
  step: string;
}

const parts: Record<Part, Text> = {
  doer: { zh: "此事由您办理", en: "this is yours to do" },
  verifier: { zh: "此事由您核验", en: "this is yours to verify" },
  supervisor: { zh: "此事上报给您", en: "this has been escalated to you" },
  copy: { zh: "此件抄送给您", en: "you are copied" },
  participant: { zh: "此事请您参加", en: "you take part" },
  asker: { zh: "此事由您提出", en: "you raised this" },
};

/**
 * A reader's roles; first the one in which they are a recipient: the task's for a doer, the verifier's for a verifier, that of the chain for a
 * supervisor.
 */
export function rolesInOrder(
  holds: readonly Role[],
  { part, task: { roles, verifier } }: Pick<Because, "part" | "task">,
): Role[] {
  const [lowest, ...above] = roleChain;
  const own = part === "doer" ? roles : part === "verifier" ? [verifier ?? "supervisory-board"] : [];
  const order = [...own, ...above, "party-committee", "deputy", lowest, ...allRoles];
  return holds.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** Explanation: "You are on the secretariat of …; this is yours to do (escalation policy “ordinary matters”: 5 business days before)". */
export function explanationOf({ organization, holds, part, task, policy, step }: Because): Text {
  const roles = rolesInOrder(holds, { part, task }).slice(0, 2);
  const rung = rungWords(part === "verifier" ? `${verdictRung}${step}` : step);
  const zhRole = roles.map((one) => memberText[one].zh).join("、") || "相关人员";
  const enRole = roles.map((one) => memberText[one].en).join(" and ") || "concerned with";
  // Whoever asks from outside holds nothing in the organization.
  if (part === "asker" && roles.length === 0)
    return {
      zh: `此事由您向${organization}提出（督办规则“${word("policy", policy, "zh-CN")}”：${rung.zh}）`,
      en: `you raised this with ${organization} (escalation policy “${word("policy", policy, "en")}”: ${rung.en})`,
    };
  return {
    zh: `您是${organization}${zhRole}，${parts[part].zh}（督办规则“${word("policy", policy, "zh-CN")}”：${rung.zh}）`,
    en: `you are ${enRole} ${organization}; ${parts[part].en} (escalation policy “${word("policy", policy, "en")}”: ${rung.en})`,
  };
}

/** A rung or verb in words, from its name; rungs of the verifier's ladder (`v:opened`) are marked. */
export function rungWords(step: string): Text {
  return step.startsWith(verdictRung) ? verdictWords(step.slice(verdictRung.length)) : rungOf(step);
}

/** A rung of the verifier's ladder, which begins at the submission; what is late is the verdict. */
function verdictWords(step: string): Text {
  const { zh, en } = rungOf(step);
  if (step === "opened") return { zh: "提交待核验", en: "handed in for a verdict" };
  if (step.startsWith("opened"))
    return { zh: zh.replace("开始后", "提交后"), en: en.replace("the opening", "it was handed in") };
  return /^(?:due|day|then-|[+-]\d)/.test(step) ? { zh: `核验${zh}`, en: `verdict ${en}` } : { zh, en };
}

function rungOf(step: string): Text {
  const [name = "", repeat] = step.split("#");
  if (name === "copy") return { zh: "事项已上报", en: "it was escalated" };
  if (name === "opened") return { zh: "事项开始", en: "at the opening" };
  if (name === "half-way") return { zh: "期限过半", en: "half way" };
  if (name === "due") return { zh: "到期时", en: "when due" };
  if (name.startsWith("day")) return { zh: "到期当日", en: "on the due day" };
  const progress = /^progress-(\d+)(bd|d)$/.exec(name);
  if (progress) {
    const [, n = "", unit = ""] = progress;
    return { zh: `${every(n, unit)}反馈进展`, en: `a progress report every ${many(n, unit)}` };
  }
  const then = /^then-(\d+)(bd|d|h|min)$/.exec(name);
  if (then) {
    const [, n = "", unit = ""] = then;
    const time = repeat
      ? { zh: `，第${Number(repeat) + 1}次`, en: `, time ${Number(repeat) + 1}` }
      : { zh: "", en: "" };
    return {
      zh: `逾期后${every(n, unit)}${time.zh}`,
      en: `overdue, every ${n === "1" ? units[unit]?.en : many(n, unit)}${time.en}`,
    };
  }
  const at = /^(opened)?([+-])(\d+)(bd|d|h|min)$/.exec(name);
  if (at) {
    const [, opened, sign, n = "", unit = ""] = at;
    if (opened) return { zh: `开始后${n}${units[unit]?.zh}`, en: `${many(n, unit)} after the opening` };
    return sign === "-"
      ? { zh: `到期前${n}${units[unit]?.zh}`, en: `${many(n, unit)} before` }
      : { zh: `逾期${n}${units[unit]?.zh}`, en: `${many(n, unit)} overdue` };
  }
  return { zh: word("event", name, "zh-CN"), en: word("event", name, "en") };
}

/** `每5个工作日`, `每天` */
const every = (n: string, unit: string): string => `每${n === "1" ? "" : n}${units[unit]?.zh ?? unit}`;

const many = (n: string, unit: string): string => `${n} ${units[unit]?.en ?? unit}${n === "1" ? "" : "s"}`;

const units: Readonly<Record<string, Text>> = {
  bd: { zh: "个工作日", en: "business day" },
  d: { zh: "天", en: "day" },
  h: { zh: "小时", en: "hour" },
  min: { zh: "分钟", en: "minute" },
};
