import {
  dailyHourOf,
  dailyHours,
  hourText,
  routineChannelOf,
  routineChannels,
  usualChannel,
  usualHour,
} from "../../domain/messages/preferences.ts";
import { type LanguageCode, languageCodes, type Text } from "../../domain/terms.ts";
import { textIn, word } from "../../domain/words.ts";
import type { PersonRow } from "../../records/roster/people.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { toMine } from "./my-title.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  title: t("消息和日历", "Messages and calendar"),
  lead: t(
    "时间和渠道只影响每日的常规消息。紧急消息、及时消息以及督办规则要求的短信照发；已逾期的事项不会因此少告知一次。",
    "Time and channel apply to the day's routine message only. Urgent and prompt messages, and each SMS that a ladder requires, are sent as before; reminders of what is late become no fewer.",
  ),
  language: t("语言", "Language"),
  hour: t("每日常规消息的时间", "When the day's routine message is sent"),
  hourHint: t(
    "当日内容在09:00确定，因此最早09:00；截止时间一般是18:00，因此最晚15:00。赶不上截止时间的，不等到这个时间。",
    "The day's message is put together at 09:00, so it cannot go earlier. Most tasks are due at 18:00, so it goes by 15:00 at the latest; a message that would come too late does not wait.",
  ),
  channel: t("常规消息的渠道", "How the day's routine message is sent"),
  channelHint: t(
    "选短信的，常规消息只发短信，附件和文件正文请打开链接查看。",
    "An SMS carries neither attachments nor the text of a circular: open its link to read them.",
  ),
  save: t("保存", "Save"),
  done: t("已保存。", "Saved."),
  calendar: t("日历订阅", "Calendar feed"),
  calendarLead: t(
    "把下面的网址添加到手机或电脑的日历（“订阅日历”），到期日、演练、活动和会议会自动出现，改期和取消随之更新。日历里没有他人的信息。网址只供您本人使用，请勿转发；可能被他人看到的，请更换。",
    "Add this address to the calendar of your phone or computer (“subscribe”). Due days, drills, gatherings and meetings appear in it, and are updated when they move or are cancelled. It contains nothing about other people. The address is for you alone: do not pass it on, and change it if somebody may have seen it.",
  ),
  none: t("还没有开通。", "You have no calendar feed yet."),
  address: t("订阅网址", "Address"),
  begin: t("开通日历订阅", "Create a calendar feed"),
  renew: t("更换网址", "Change the address"),
  end: t("停用", "Delete it"),
} as const;
const languageNames: Readonly<Record<LanguageCode, string>> = { "zh-CN": "中文", en: "English" };

export const preferencesTitle = says.title;

export interface PreferencesPage {
  language: LanguageCode;
  token: string;
  person: PersonRow;
  done: boolean;
  /** Address of their calendar feed; null: none. */
  feed: string | null;
}

export function preferencesPage({ language, token, person, done, feed }: PreferencesPage): Html {
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const hour = dailyHourOf(person.dailyHour) ?? usualHour;
  const channel = routineChannelOf(person.routineChannel) ?? usualChannel;
  const reached = routineChannels.filter((one) => person.addresses[one] !== undefined);
  const radios = (name: string, label: string, options: readonly { value: string; label: string }[], chosen: string) =>
    html`<fieldset class="field"><legend>${label}</legend><div class="options">${options.map((one) => html`<label class="option"><input type="radio" name="${name}" value="${one.value}" ${attribute("checked", one.value === chosen)}> ${one.label}</label>`)}</div></fieldset>`;
  return html`${toMine(language)}
${done ? html`<p class="notice" role="status">${words("done")}</p>` : ""}
<section class="card head"><h1>${words("title")}</h1><p>${words("lead")}</p></section>
<section class="card"><form method="post" action="/my/preferences"><input type="hidden" name="token" value="${token}">
${radios(
  "language",
  words("language"),
  languageCodes.map((value) => ({ value, label: languageNames[value] })),
  person.language,
)}
<div class="field"><label for="hour">${words("hour")}</label><p class="hint" id="hour-hint">${words("hourHint")}</p><select id="hour" name="hour" aria-describedby="hour-hint">${dailyHours.map((one) => html`<option value="${one}" ${attribute("selected", one === hour)}>${hourText(one)}</option>`)}</select></div>
${
  reached.length > 1
    ? html`${radios(
        "channel",
        words("channel"),
        reached.map((value) => ({ value, label: word("channel", value, language) })),
        channel,
      )}<p class="hint">${words("channelHint")}</p>`
    : ""
}
<button class="main">${words("save")}</button></form></section>
${calendarSection(language, token, feed)}`;
}

function calendarSection(language: LanguageCode, token: string, feed: string | null): Html {
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const button = (act: "renew" | "end", name: "begin" | "renew" | "end", kind: string): Html =>
    html`<button class="${kind} small" name="do" value="${act}">${words(name)}</button>`;
  return html`<section class="card" aria-labelledby="calendar"><h2 id="calendar">${words("calendar")}</h2><p>${words("calendarLead")}</p>
<form method="post" action="/my/calendar"><input type="hidden" name="token" value="${token}">
${
  feed === null
    ? html`<p class="quiet">${words("none")}</p>${button("renew", "begin", "plain")}`
    : html`<div class="field"><label for="feed">${words("address")}</label><input id="feed" readonly value="${feed}"></div><p class="buttons">${button("renew", "renew", "plain")} ${button("end", "end", "careful")}</p>`
}</form></section>`;
}
