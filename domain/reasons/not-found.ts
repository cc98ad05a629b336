import { listText, type NounName, nounText, t } from "./words.ts";

interface Given {
  /** The value as given, shortened for printing. */
  value: string;
}
interface Noun {
  zh: string;
  en: string;
  /** What was expected. */
  expected: { zh: string; en: string };
}

const unknown =
  ({ zh, en, expected }: Noun) =>
  ({ value }: Given) =>
    t(
      `没有${zh}“${value.slice(0, 80)}”；应为${expected.zh}`,
      `No ${en} "${value.slice(0, 80)}"; expected ${expected.en}.`,
    );
const idOf = (zh: string, en: string) => unknown({ zh, en, expected: t(`${zh}编号`, `the id of a ${en}`) });
const shown = (zh: string, en: string, command: string) =>
  unknown({ zh, en, expected: t(`${zh}的事项编号，见 \`${command}\``, `the case of one, as \`${command}\` shows it`) });

/** The named thing does not exist. */
export const notFoundReasons = {
  "no-organization": unknown({
    zh: "机构",
    en: "organization",
    expected: t("机构代码，见 `duban org list`", "the code of an organization, as `duban org list` shows it"),
  }),
  "no-organization-id": unknown({
    zh: "机构",
    en: "organization",
    expected: t("机构编号", "the id of an organization"),
  }),
  "not-away": ({ name }: { name: string }) => t(`${name}没有请假`, `${name} is not away`),
  "no-person": unknown({
    zh: "人员",
    en: "person",
    expected: t("某人的电子邮箱、手机号码或编号", "a person's e-mail address, telephone number or id"),
  }),
  "person-left": unknown({
    zh: "人员",
    en: "person",
    expected: t("在任人员，见 `duban person list`", "somebody who has not left, as `duban person list` shows"),
  }),
  "no-token": unknown({
    zh: "令牌",
    en: "token",
    expected: t("令牌编号，见 `duban token list`", "the id of a token, as `duban token list` shows it"),
  }),
  "no-webhook": unknown({
    zh: "接收地址",
    en: "webhook",
    expected: t("接收地址编号，见 `duban webhook list`", "the id of a webhook, as `duban webhook list` shows it"),
  }),
  "no-build": unknown({
    zh: "版本",
    en: "build",
    expected: t(
      "已有工作进程以其启动的版本标识（TEMPORAL_WORKER_BUILD_ID）",
      "one with which workers were started (TEMPORAL_WORKER_BUILD_ID)",
    ),
  }),
  "no-view": unknown({
    zh: "视图",
    en: "view",
    expected: t("视图的名称，见 `duban view list`", "the name of a view, as `duban view list` shows it"),
  }),
  "no-task": idOf("工作", "task"),
  "no-case": idOf("事项", "case"),
  "no-task-starting": ({ value, shortest }: Given & { shortest: number }) =>
    t(
      `没有工作“${value}”；应为工作编号，或其前${shortest}位以上`,
      `No task "${value}"; expected the id of a task, or at least its first ${shortest} characters.`,
    ),
  "no-case-starting": ({ value, shortest }: Given & { shortest: number }) =>
    t(
      `没有事项“${value}”；应为事项编号，或其前${shortest}位以上`,
      `No case "${value}"; expected the id of a case, or at least its first ${shortest} characters.`,
    ),
  "no-policy-case": unknown({ zh: "事项", en: "case", expected: t("政策事项编号", "the id of a policy's case") }),
  "no-duty": unknown({
    zh: "职责",
    en: "duty",
    expected: t("职责序号，见 `duban duty list`", "the number of a duty, as `duban duty list` shows"),
  }),
  "unknown-duty": ({ value, ranges }: Given & { ranges: readonly { from: string; to: string }[] }) =>
    t(
      `没有第“${value}”项职责；应为目录中的序号：${ranges.map(({ from, to }) => `${from}至${to}`).join("、")}，例如22a`,
      `There is no duty "${value}"; expected a number of the catalogue, ${ranges.map(({ from, to }) => `${from} to ${to}`).join(" or ")}, such as 22a.`,
    ),
  "no-circular": unknown({
    zh: "文件",
    en: "circular",
    expected: t(
      "文件编号（或其前6位以上），或其标识，见 `duban circular list`",
      "its id (or at least 6 characters of it) or its key, as `duban circular list` shows",
    ),
  }),
  "no-campaign": shown("募捐", "campaign", "duban campaign list"),
  "no-campaign-plan": shown("募捐方案", "plan", "duban campaign list"),
  "no-drill": shown("演练", "drill", "duban case list --kind DR"),
  "no-hazard": shown("隐患", "hazard", "duban hazard list"),
  "no-matter": shown("重大事项", "matter", "duban matter list"),
  "no-opinion": unknown({
    zh: "意见",
    en: "opinion",
    expected: t("已提出事项的回执号", "the receipt of something that was raised"),
  }),
  "no-case-of-kind": ({ value, what, command }: Given & { what: NounName; command: string }) =>
    t(
      `没有${nounText(what).zh}“${value}”；应为此类事项的编号，见 \`${command}\``,
      `No ${what} "${value}"; expected the case of one, as \`${command}\` shows it.`,
    ),
  "no-site": ({ value, sites }: Given & { sites: readonly string[] }) => {
    const { zh, en } = listText(sites);
    return sites.length > 0
      ? t(`没有场所“${value}”；应为其中之一：${zh}`, `No site "${value}"; expected one of ${en}.`)
      : t(`没有场所“${value}”；应先添加场所`, `No site "${value}"; expected a site that was added: there is none.`);
  },
  "no-version": unknown({
    zh: "版本",
    en: "version",
    expected: t("已有的版本，见 `duban version list`", "one that `duban version list` shows"),
  }),
  "no-policy": ({ value, policies }: Given & { policies: readonly string[] }) => {
    const { zh, en } = listText(policies);
    return t(`没有督办规则“${value}”；应为其中之一：${zh}`, `No policy "${value}"; expected one of ${en}.`);
  },
  "no-message": unknown({
    zh: "消息",
    en: "message",
    expected: t(
      "发送编号或其标识、通知编号、链接中的代码，或事项编号",
      "the id or reference of a delivery, the id of a notice, the code of a link, or the id of a case",
    ),
  }),
} as const;
