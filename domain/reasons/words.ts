import type { Text, Zone } from "../terms.ts";
import { dateIn, timeIn } from "../time/zones.ts";
import { type WordGroup, word } from "../words.ts";

/** Words of a reason; on a page, which takes no commands or options, they may differ. */
export interface ReasonWords extends Text {
  page?: Text;
  /** What was refused: stands before the English words on the command line. A page names its acts otherwise. */
  verb?: string;
  /** In Chinese an expectation that is a clause of its own takes no 应为 before it. */
  clause?: true;
}

export const t = (zh: string, en: string): Text => ({ zh, en });

/** Why an act is refused: its verb apart from the English sentence. */
export const refused = (verb: string, zh: string, en: string): ReasonWords => ({ zh, en, verb });

/** An expectation whose Chinese words are a clause: 须…, 应有…, 不得…. */
export const clause = (zh: string, en: string): ReasonWords => ({ zh, en, clause: true });

/** A reason that a page says in other English words: a command's codes are none. */
export const pageWords = (said: ReasonWords, english: string): ReasonWords => ({ ...said, page: t(said.zh, english) });

/** A reason whose words on the command line end with the next command. */
export const withCommand = (said: ReasonWords, command: Text): ReasonWords => ({
  ...said,
  zh: `${said.zh}${command.zh}`,
  en: `${said.en}${command.en}`,
  page: t(said.zh, said.en),
});

/** A name of the domain: in Chinese its title, in English its code, as the command line takes it. */
export const named = (group: WordGroup, code: string): Text => t(word(group, code, "zh-CN"), code);

/** A verb of a task, in each language. */
export const verbText = (verb: string): Text => named("verb", verb);

/** A state of a task or a case. */
export function stateText(state: string): Text {
  const ofCase = word("caseState", state, "zh-CN");
  return t(ofCase === state ? word("taskState", state, "zh-CN") : ofCase, state);
}

/** A list of codes, in each language. */
export const listText = (codes: readonly string[], group?: WordGroup): Text =>
  t(codes.map((code) => (group ? word(group, code, "zh-CN") : code)).join("、"), codes.join(", "));

/** Alternatives, of which one is sufficient. */
export const orText = (texts: readonly Text[]): Text =>
  t(
    chosen(
      texts.map(({ zh }) => zh),
      "”、“",
      "”或“",
    ),
    chosen(
      texts.map(({ en }) => en),
      ", ",
      " or ",
    ),
  );

const chosen = (words: readonly string[], comma: string, or: string): string =>
  [words.slice(0, -1).join(comma), ...words.slice(-1)].filter(Boolean).join(or);

const places: Readonly<Record<string, string>> = {
  name: "姓名或名称",
  email: "电子邮箱",
  phone: "手机号码",
  role: "职务",
  language: "语言",
  type: "类型",
  code: "代码",
  title: "名称",
  place: "地点",
  what: "事项",
  words: "内容",
  text: "正文",
  contact: "联系方式",
  address: "地址",
  person: "人员",
  event: "事情",
  zone: "时区",
  policy: "督办规则",
  cadence: "周期",
  on: "日期",
  date: "日期",
  time: "时间",
  until: "结束时间",
  from: "开始日期",
  to: "结束日期",
  due: "截止日期",
  "reply by": "答复期限",
  period: "期间",
  hour: "每日消息的时间",
  url: "网址",
  "issued by": "发文者",
  files: "附件",
  "": "整行",
};

/** The place of a value: a column, a field, an option, a key of a form. */
export const placeText = (place: string): Text =>
  t(Object.hasOwn(places, place) ? (places[place] ?? place) : place, place || "(all)");

/** `2031-03-20 18:00` if the zone is known, otherwise ISO 8601. */
export const instantIn = (at: Date, zone: Zone | undefined): string =>
  zone === undefined ? at.toISOString() : `${dateIn(at, zone)} ${timeIn(at, zone)}`;

const nouns = {
  gathering: t("活动", "gathering"),
  call: t("号召", "call"),
  campaign: t("募捐", "campaign"),
  case: t("事项", "case"),
  circular: t("文件", "circular"),
  drill: t("演练", "drill"),
  hazard: t("隐患", "hazard"),
  inspection: t("检查", "inspection"),
  matter: t("重大事项", "matter"),
  plan: t("募捐方案", "plan"),
  project: t("项目", "project"),
  rectification: t("整改", "rectification"),
  task: t("工作", "task"),
  service: t("服务", "service"),
} as const satisfies Readonly<Record<string, Text>>;
export type NounName = keyof typeof nouns;

/** Name of what a command concerns. */
export const nounText = (what: NounName): Text => nouns[what];
