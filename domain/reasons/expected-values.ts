import { writing } from "../messages/languages/writing.ts";
import type { LocalDate, Role, Text } from "../terms.ts";
import { clause, listText, named, type ReasonWords, t, withCommand } from "./words.ts";

/** Days of an expectation: as the command line takes them, and on a page, whose inputs have calendars, as its language writes them. */
function dated(words: (zh: (day: LocalDate) => string, en: (day: LocalDate) => string) => Text): ReasonWords {
  const typed = words(
    (day) => day,
    (day) => day,
  );
  const { "zh-CN": zh, en } = writing;
  return { ...t(`${typed.zh}，YYYY-MM-DD`, `${typed.en}, YYYY-MM-DD`), page: words(zh.date, en.date) };
}

/** What is expected of a single value: a day, a number, a text, a choice. */
export const expectedValues = {
  day: () => dated(() => t("存在的日期", "a day that exists")),
  "day-from": ({ from }: { from: LocalDate }) =>
    dated((zh, en) => t(`${zh(from)}或以后的日期`, `a day from ${en(from)} on`)),
  "day-existing-from": ({ from }: { from: LocalDate }) =>
    dated((zh, en) => t(`存在的日期，${zh(from)}或以后`, `a day that exists, from ${en(from)} on`)),
  "day-within": ({ from, to }: { from: LocalDate; to: LocalDate }) =>
    dated((zh, en) => t(`${zh(from)}至${zh(to)}之间的日期`, `a day from ${en(from)} to ${en(to)}`)),
  "day-of-campaign": ({ from, to }: { from: LocalDate; to: LocalDate }) => ({
    ...t(`募捐开始日（${from}）至${to}之间的日期`, `a day from ${from}, when the campaign starts, to ${to}`),
    page: t(
      `募捐开始日（${writing["zh-CN"].date(from)}）至${writing["zh-CN"].date(to)}之间的日期`,
      `a day from ${writing.en.date(from)}, when the campaign starts, to ${writing.en.date(to)}`,
    ),
  }),
  "day-until-today": ({ today }: { today: LocalDate }) =>
    t(
      `今天（${today}）或以前的日期；改期请用 \`duban project move\``,
      `a day until today, ${today} (another last day: duban project move)`,
    ),
  "day-passed": ({ today }: { today: LocalDate }) =>
    dated((zh, en) => t(`今天（${zh(today)}）或以前的日期`, `a day until today, ${en(today)}`)),
  "day-to-come": () => t("存在且尚未过去的日期", "a day that exists and has not passed"),
  instant: () =>
    t(
      "存在的日期，YYYY-MM-DD，或带时间，YYYY-MM-DDTHH:MM",
      "a day that exists, YYYY-MM-DD, or with a time, YYYY-MM-DDTHH:MM",
    ),
  "instant-to-come": ({ after, zone }: { after: string; zone: string }) =>
    t(`${after}（${zone}）之后的时间`, `a time to come, after ${after} (${zone})`),
  count: () => t("不小于0的整数，例如12", "a whole number such as 12, not below 0"),
  "not-above": ({ field, most }: { field: string; most: number }) =>
    t(`不大于${field}（${most}）的整数`, `a whole number, at most that of ${field} (${most})`),
  "number-not-below-0": () => t("数字，例如12或3.5，不小于0", "a number such as 12 or 3.5, not below 0"),
  "whole-number": ({ from, to }: { from: number; to: number }) =>
    t(`${from}至${to}的整数`, `a whole number from ${from} to ${to}`),
  money: () => t("以元计的金额，最多两位小数，例如12345.60", "yuan with at most two decimals, such as 12345.60"),
  "money-not-below-0": () =>
    t(
      "以元计的金额，不小于0，最多两位小数，例如12345.60",
      "yuan, not below 0, with at most two decimals, such as 12345.60",
    ),
  "amount-above-0": () => t("大于0的金额，或填写物资及其价值", "more than 0, or goods with their value"),
  "amount-or-correction": () =>
    t(
      "大于0的金额；小于0的更正须在用途中写明更正什么",
      "more than 0; a correction below 0 says in its purpose what it corrects",
    ),
  answers: () =>
    t("on-time、never或者late:3d（逾期的天数）", "on-time, never or late:3d (so many days after the due day)"),
  "one-of": ({ options }: { options: readonly string[] }) => {
    const { zh, en } = listText(options);
    return t(`其中之一：${zh}`, `one of ${en}`);
  },
  "report-period": () =>
    t(
      "一个月、季度、半年或一年，例如2026-11、2026-Q4、2026-H2、2026",
      "a month, a quarter, a half or a year, such as 2026-11, 2026-Q4, 2026-H2 or 2026",
    ),
  "period-begun": ({ today }: { today: LocalDate }) =>
    t(`已经开始的期间（今天为${today}）`, `a period that has begun (today is ${today})`),
  "some-of": ({ options }: { options: readonly string[] }) =>
    clause(`须空着，或为以下若干项，以分号隔开：${options.join("；")}`, `nothing, or some of ${options.join("; ")}`),
  "sha-256": () => t("SHA-256校验值，64位十六进制数字", "a SHA-256, 64 hexadecimal digits"),
  "yes-or-no": () => t("yes或no（是或否）", "yes or no (是 or 否)"),
  language: () => t("zh-CN或en", "zh-CN or en"),
  "term-length": () => t("期限，例如3bd、10d、24h或30min", "a length such as 3bd, 10d, 24h or 30min"),
  "name-value": () => t("名称=内容", "name=value"),
  "step-term": () => t("步骤=期限，例如take-up=3bd", "step=term, such as take-up=3bd"),
  words: () => clause("须填写，不能为空", "some words"),
  "text-or-document": () => clause("没有附件的，须写明内容", "some words, because no document is attached"),
  text: ({ most }: { most: number }) => t(`不超过${most}字的文字`, `a text of at most ${most} characters`),
  "at-most-characters": ({ most, has }: { most: number; has: number }) =>
    clause(`须不超过${most}字（现有${has}字）`, `at most ${most} characters (it has ${has})`),
  "some-characters": ({ most }: { most: number }) => clause(`须为1至${most}字`, `1 to ${most} characters`),
  "plain-line": () =>
    t("一行普通文字，不含控制字符或不可见字符", "plain text in one line, without control or invisible characters"),
  "line-at-most": ({ most }: { most: number }) =>
    t(`一行文字，不超过${most}字`, `one line of at most ${most} characters`),
  "no-formula": () =>
    t(
      "不会被表格当作公式的文字：不以=、@、+、-开头",
      "text that no spreadsheet runs as a formula: not beginning with = @ + or -",
    ),
  entries: ({ most }: { most: number }) => t(`每行一条，最多${most}条`, `one entry a line, at most ${most}`),
  email: () => t("电子邮箱，例如office@example.org", "an e-mail address such as office@example.org"),
  phone: () =>
    t(
      "手机号码，例如+86 138 0013 8000（不写国家代码的视为中国号码）",
      "a telephone number such as +86 138 0013 8000 (without a country code it is read as China's)",
    ),
  "email-or-phone": () =>
    t(
      "电子邮箱，例如office@example.org；或手机号码，例如+86 138 0013 8000（不写国家代码的视为中国号码）",
      "an e-mail address such as office@example.org, or a telephone number such as +86 138 0013 8000 (without a country code it is read as China's)",
    ),
  "email-or-none": () =>
    t("电子邮箱，例如office@example.org；或none", "an e-mail address such as office@example.org, or none"),
  "phone-or-none": () =>
    t(
      "手机号码，例如+86 138 0013 8000（不写国家代码的视为中国号码）；或none",
      "a telephone number such as +86 138 0013 8000 (without a country code it is read as China's), or none",
    ),
  "campaign-title": () => t("募捐名称", "the name of the campaign"),
  "gathering-title": () => t("活动名称", "the name of the gathering"),
  "time-of-day": () => t("时刻，例如14:30", "a time of day such as 14:30"),
  "time-after": ({ from }: { from: string }) => t(`晚于${from}的时刻`, `a time of day after ${from}`),
  "gathering-place": () => t("举办地点", "where it is held"),
  "project-title": () => t("项目名称", "the name of the project"),
  "matter-title": () => t("拟办的事项", "what is planned"),
  "call-title": () => t("号召的内容，一行文字", "what is called for, in a line"),
  "call-issuer": () => t("发出号召者", "who calls"),
  "opinion-words": () => t("所提的内容，简要写明", "what is raised, in a few words"),
  "donation-duty": () => t("40a或40b", "40a or 40b"),
  "role-holder": ({ role }: { role: Role }) =>
    withCommand(
      t(
        `本机构的${named("role", role).zh}，写姓名、电子邮箱、手机号码或编号`,
        `a ${role} of the organization, by name, e-mail address, telephone number or id`,
      ),
      t(
        `（新人请先 \`duban person add --role ${role}\`）`,
        ` (a new one is added first: duban person add --role ${role})`,
      ),
    ),
  "on-register": () => t("项目志愿者名单上的人", "somebody on the project's register"),
  "one-of-namesakes": ({ number }: { number: number }) =>
    t(`其中一人的电子邮箱：同名者有${number}人`, `the e-mail address of one: ${number} are called so`),
} as const;
