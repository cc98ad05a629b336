import type { Zone } from "../terms.ts";
import { word } from "../words.ts";
import { instantIn, named, orText, pageWords, refused, t, verbText } from "./words.ts";

const roleOf = (relationship: string): string => relationships[relationship] ?? relationship;
const relationships: Readonly<Record<string, string>> = {
  doer: "办理人",
  verifier: "核验人",
  supervisor: "监督人",
  administrator: "管理员",
  system: "系统",
};
const days = {
  "return-due": t("退回后的截止日期", "the new due day of a return"),
  "asked-until": t("申请延至的日期", "the day asked for"),
  "new-due": t("新的截止日期", "the new due day"),
} as const;

interface ByVerb {
  verb: string;
}

/** Why the state machine refuses an act on a task. */
export const taskReasons = {
  "wrong-relationship": ({ verb, expected, got }: ByVerb & { expected: readonly string[]; got: readonly string[] }) =>
    pageWords(
      refused(
        verb,
        `${verbText(verb).zh}：须由该工作的${expected.map(roleOf).join("或")}操作，此人为${got.map(roleOf).join("、") || "无关人员"}`,
        `expected ${expected.join(" or ")} of this task, got ${got.join(", ") || "nobody"}`,
      ),
      `Only the ${expected.join(" or ")} of this task may do this`,
    ),
  "no-part": ({ verb }: ByVerb) =>
    pageWords(
      refused(verb, `${verbText(verb).zh}：此人与该工作无关`, "expected somebody with a part in this task"),
      "Only somebody with a part in this task may do this",
    ),
  "wrong-state": ({ verb, state, expected }: ByVerb & { state: string; expected: readonly string[] }) => {
    const { zh, en } = orText(expected.map((one) => named("taskState", one)));
    const states = orText(expected.map((one) => t("", `“${word("taskState", one, "en")}”`))).en;
    return pageWords(
      refused(
        verb,
        `${verbText(verb).zh}：该工作目前为“${named("taskState", state).zh}”；须在“${zh}”时办理`,
        `the task is ${state}; expected ${en}`,
      ),
      `The task is “${word("taskState", state, "en")}”; this can be done while it is ${states}`,
    );
  },
  "own-work": ({ verb }: ByVerb) =>
    refused(
      verb,
      `${verbText(verb).zh}：不能核验、免除、延期、改派或催办本人办理或转交的工作`,
      "nobody verifies, waives, extends, reassigns or presses their own work, nor what they passed on",
    ),
  "statutory-waiver": () =>
    refused(
      "waive",
      "免除：法定期限只能由登记管理机关或管理员免除",
      "a deadline of the law is waived by the registrar or an administrator alone",
    ),
  "statutory-extension": ({ verb }: ByVerb) =>
    refused(verb, `${verbText(verb).zh}：法定期限不能延期`, "a deadline of the law is not extended"),
  "statutory-move": () =>
    refused(
      "move",
      "更改截止时间：法定期限只随其起算的事由变动，不能人工更改",
      "a deadline of the law moves with what it counts from, and not by hand",
    ),
  "own-request": () =>
    refused("grant-extension", "同意延期：不能批准自己提出的延期", "the one who asked for more time cannot grant it"),
  "reason-needed": ({ verb }: ByVerb) => refused(verb, `${verbText(verb).zh}：须写明理由`, "a reason is needed"),
  "report-cadence-needed": () => refused("regular reports", "定期反馈：须选择周期", "say how often"),
  "outlook-needed": () =>
    pageWords(
      refused("report", "阶段反馈：须选择正常推进、存在风险或受阻", "say on-track, at-risk or blocked"),
      "Say whether it is on track, at risk or blocked",
    ),
  "until-needed": () => t("申请延期：须写明延至哪天", "an extension needs the day until which more time is asked"),
  "not-asked": () => t("没有待答复的延期申请；应写明新的截止日", "nobody asked for more time: name the new due day"),
  "nothing-to-refuse": () =>
    t("没有待答复的延期申请，无须拒绝", "nobody asked for more time, so there is nothing to refuse"),
  "person-needed": ({ verb }: ByVerb) =>
    refused(verb, `${verbText(verb).zh}：须写明今后由谁办理`, "name the person who does it from now on"),
  "same-person": ({ verb }: ByVerb) =>
    pageWords(
      refused(verb, `${verbText(verb).zh}：应为另一个人`, "expected another person than the one who passes it on"),
      "Choose another person than the one who passes it on",
    ),
  "goes-in-circle": () =>
    refused(
      "delegate",
      "转交：此人此前办过或转交过，不能再转回去",
      "this person passed it on or worked on it before; it would go round in a circle",
    ),
  "due-needed": () => refused("move", "调整期限：须写明新的截止时间", "name the new due instant"),
  "not-later": ({ day, after, got, zone }: { day: keyof typeof days; after: Date; got: Date; zone?: Zone }) =>
    t(
      `${days[day].zh}应晚于${instantIn(after, zone)}，给出的是${instantIn(got, zone)}`,
      `${days[day].en}: expected a time after ${instantIn(after, zone)}, got ${instantIn(got, zone)}`,
    ),
  "too-far": ({ latest, got, zone }: { latest: Date; got: Date; zone?: Zone }) =>
    t(
      `最多延至${instantIn(latest, zone)}，给出的是${instantIn(got, zone)}；需要更长时间的，由上一级同意`,
      `the new due day: expected a time not after ${instantIn(latest, zone)}, got ${instantIn(got, zone)}; the next role up grants more`,
    ),
  "each-own": ({ verb }: ByVerb) =>
    pageWords(
      refused(
        verb,
        `${verbText(verb).zh}：此项须本人办理，或者予以免除`,
        "this is each person's own; expected them to do it themselves, or to be excused",
      ),
      "Each person does this themselves, or is excused",
    ),
  "too-early": ({ verb }: ByVerb) =>
    pageWords(
      refused(
        verb,
        `${verbText(verb).zh}：时机未到，须先办妥以下各项`,
        "it is too early; expected first what is named here",
      ),
      "It is too early: first comes what is named here",
    ),
  "cannot-do": ({ value }: { value: string }) =>
    refused(
      "to",
      `“${value}”不能办理；应为本机构中不核验此项工作的人`,
      `"${value}" cannot do it; expected somebody of the organization itself who does not verify it`,
    ),
  "nobody-in-role": ({ role }: { role: string }) =>
    t(
      `该机构没有可以办理此项工作的${named("role", role).zh}`,
      `nobody of the organization who holds the role ${role} may do it`,
    ),
  "does-already": ({ role }: { role: string }) =>
    t(`该机构的${named("role", role).zh}已经是办理人`, `whoever holds the role ${role} there does it already`),
} as const;
