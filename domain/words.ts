import type { Deadline } from "./catalogue/duty.ts";
import { writing } from "./messages/languages/writing.ts";
import type { CaseState, LanguageCode, Role, Text } from "./terms.ts";
import { isLocalDate } from "./time/dates.ts";
import { englishMonths } from "./time/month-names.ts";
import * as duties from "./words/duties.ts";
import * as messages from "./words/messages.ts";
import * as organizations from "./words/organizations.ts";
import * as tasks from "./words/tasks.ts";
import { t } from "./words/text.ts";

/** Names for people, in groups that correspond to the lists of the domain. */
export const words = {
  ...organizations,
  ...duties,
  ...tasks,
  ...messages,
} as const;
export type WordGroup = keyof typeof words;

/** A text in the reader's language; the other one if it is empty, so that a missing translation hides nothing. */
export const textIn = (text: Text, language: LanguageCode): string => writing[language].of(text);

/** The name of `key`; an unknown key is shown as it is, because a page must not fail for a missing name. */
export function word(group: WordGroup, key: string, language: LanguageCode): string {
  const names: Readonly<Record<string, Text>> = words[group];
  const name = Object.hasOwn(names, key) ? names[key] : undefined;
  return name ? textIn(name, language) : key;
}

/** Reasons given by the system itself, as the log stores them. */
const systemReason: Readonly<Record<string, Text>> = {
  "it is done without": t("该事项已经办结，此项无需再办", "it is done without"),
  "nothing is to be done any more": t("该事项无需继续办理", "nothing is to be done any more"),
  "the project has ended": t("项目已结束", "the project has ended"),
  "the project does not run in this period any more": t(
    "项目在此期间不再实施",
    "the project does not run in this period any more",
  ),
  "the campaign's days have changed": t("募捐期限已变更", "the campaign's days have changed"),
  "another day or place": t("日期或地点已变更", "another day or place"),
};

/** A reason in the reader's language, if the system gave it; a text that a person wrote is unchanged. */
export function reasonIn(reason: string, language: LanguageCode): string {
  const known = Object.hasOwn(systemReason, reason) ? systemReason[reason] : undefined;
  if (known) return textIn(known, language);
  const version = /^version (\d+) is there$/.exec(reason);
  return version ? writing[language].either(`已有第${version[1]}版`, reason) : reason;
}

/** Relation of a case to another that counts instead. */
export const countingWords: Readonly<Partial<Record<CaseState, Text>>> = {
  missed: t("未完成，下一期", "missed; the next one"),
  superseded: t("因等级调整，计入", "superseded by a change of level; what counts"),
  credited: t("同时计入，依据", "counted with"),
};

/** Relation of another case to the one that counts instead. */
export const countedAs = ({ state }: { state: CaseState }): Text =>
  state === "missed"
    ? t("上期未完成", "the one before was missed")
    : state === "superseded"
      ? t("因等级调整，代替", "since the level has changed, it counts in the place of")
      : t("同时计入", "counts for");

/** Roles of a body or an authority: nobody "holds" one; a contact is registered. */
const bodies: readonly Role[] = [
  "secretariat",
  "supervisory-board",
  "party-organization",
  "authority",
  "party-committee",
  "registrar",
  "regulator",
];

/** States that a role is vacant. */
export const vacantText = (one: Role): Text =>
  bodies.includes(one)
    ? t(
        `尚未登记“${organizations.role[one].zh}”联系人`,
        `no contact of the ${organizations.role[one].en} is registered`,
      )
    : t(`“${organizations.role[one].zh}”目前无人担任`, `nobody holds the role “${organizations.role[one].en}”`);

/** Description of a role holder before the organization's name: `秘书处工作人员`, `on the secretariat of`. */
export const memberText: Readonly<Record<Role, Text>> = {
  "legal-representative": t("法定代表人", "the legal representative of"),
  head: t("负责人", "the head of"),
  secretariat: t("秘书处工作人员", "on the secretariat of"),
  deputy: t("副职负责人", "a deputy head of"),
  "supervisory-board": t("监事会成员", "on the supervisory board of"),
  "party-organization": t("党组织成员", "in the party organization of"),
  "party-head": t("党组织负责人", "the head of the party organization of"),
  staff: t("工作人员", "on the staff of"),
  member: t("会员", "a member of"),
  volunteer: t("志愿者", "a volunteer of"),
  authority: t("业务主管单位工作人员", "with the supervising authority of"),
  "party-committee": t("社会组织党委工作人员", "with the party committee over"),
  registrar: t("登记管理机关工作人员", "with the registrar of"),
  regulator: t("行业管理部门工作人员", "with the industry regulator of"),
};

/** The source of a term, with its status. */
export const basisWords = ({ source, status }: Pick<Deadline, "source" | "status">): Text => ({
  zh: `${source.zh}（${duties.deadlineStatus[status].zh}）`,
  en: `${source.en} (${duties.deadlineStatus[status].en})`,
});

/** For a statutory day that is a day off: the day by which it is requested, and that nobody is late before it has moved. */
export function askedByText({ askedBy }: Readonly<Record<string, unknown>>): Text | null {
  if (typeof askedBy !== "string" || !isLocalDate(askedBy)) return null;
  const [, month = 1, day = 1] = askedBy.split("-").map(Number);
  return t(
    `法定日期逢休息日，请于${month}月${day}日前办理`,
    `the day that the law names falls on days off: please hand it in by ${day} ${englishMonths[month - 1]}`,
  );
}
