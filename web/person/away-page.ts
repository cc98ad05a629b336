import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { dateIn, dayEndingAt } from "../../domain/time/zones.ts";
import { textIn } from "../../domain/words.ts";
import type { AbsenceRow } from "../../records/roster/absences.ts";
import type { HeldIn } from "../../records/views/handed-in.ts";
import type { Colleague } from "../../records/views/pages.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { rolesText, say } from "../words.ts";
import { toMine } from "./my-title.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  title: t("请假和代办", "Absence"),
  lead: t(
    "请假期间，应由您办理、核验的工作由代办人办理，提醒也发给代办人；您已经着手的仍可自行办结。须本人确认、签署的，代办人不能代办。假期结束当天，您会收到一封邮件：期间办了什么，还有什么待办。",
    "While you are away, what is yours to do or to verify is asked of your delegate, and reminders go there; what you have begun you may still finish. Nobody confirms or signs in your place. On the day you are back one mail says what was done and what waits.",
  ),
  delegate: t("代办人（担任核验您工作的职务的人不在此列）", "Delegate (nobody who verifies what you do)"),
  from: t("第一天", "First day"),
  until: t("最后一天", "Last day"),
  go: t("登记请假", "Say that I am away"),
  back: t("销假", "I am back"),
  standsIn: t("由{name}代办", "{name} stands in"),
  nobody: t(
    "本机构没有可以代办的人：须有另一位不核验您工作的人员任职。请联系管理员。",
    "Nobody in this organization may stand in: it takes somebody who verifies nothing of yours. Please ask the administrator.",
  ),
  done: t("已记下。", "Noted."),
  wrong: t("没有登记，请看下面标出的地方。", "It was not taken; please see what is marked below."),
  wrongPerson: t("请选择一位人员", "Please choose a person"),
} as const;

export const awayTitle = says.title;

/** A rejected form, with what was typed. */
export interface AwayAttempt {
  organization: string;
  delegate: string;
  from: string;
  until: string;
  /** Why each rejected field was. */
  problems: Readonly<Partial<Record<AwayField, Text>>>;
}

export type AwayField = "delegate" | "from" | "until";
/** What a delegate is asked for. */
export const wrongPerson = says.wrongPerson;

export interface AwayIn extends HeldIn {
  absences: readonly (AbsenceRow & { delegate: string })[];
  candidates: readonly Colleague[];
}

export interface AwayPage {
  language: LanguageCode;
  now: Date;
  token: string;
  organizations: readonly AwayIn[];
  attempt: AwayAttempt | null;
  done: boolean;
}

export function awayPage(page: AwayPage): Html {
  const { language, organizations, attempt, done } = page;
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  return html`${toMine(language)}
${done ? html`<p class="notice" role="status">${words("done")}</p>` : ""}
${attempt ? html`<p class="card refused" role="alert">${words("wrong")}</p>` : ""}
<section class="card head"><h1>${words("title")}</h1><p>${words("lead")}</p></section>
${organizations.map((one) => organizationSection(page, one))}`;
}

function organizationSection(page: AwayPage, one: AwayIn): Html {
  const { language, token } = page;
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const { day } = writing[language];
  return html`<section class="card" aria-labelledby="o-${one.id}"><h2 id="o-${one.id}">${one.name}</h2>
<p class="hint">${rolesText(one.roles, language)}</p>
${one.absences.map(
  ({ id, from, until, delegate }) =>
    html`<form method="post" action="/my/back" class="said"><input type="hidden" name="token" value="${token}"><input type="hidden" name="absence" value="${id}"><p><strong>${day(dateIn(from, one.zone))}${writing[language].either("至", " to ")}${day(dayEndingAt(until, one.zone))}</strong>${writing[language].either("，", ", ")}${words("standsIn").replace("{name}", () => delegate)}</p><button class="plain small">${words("back")}</button></form>`,
)}
${one.candidates.length > 0 ? awayForm(page, one) : html`<p class="quiet">${words("nobody")}</p>`}</section>`;
}

function awayForm({ language, token, now, attempt: all }: AwayPage, one: AwayIn): Html {
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const attempt = all?.organization === one.id ? all : null;
  const id = (name: string): string => `${name}-${one.id}`;
  const today = dateIn(now, one.zone);
  const about = (name: AwayField): { below: Html; attributes: Html } => {
    const wrong = attempt?.problems[name];
    return {
      below: wrong ? html`<p class="problem" id="${id(name)}-problem">${textIn(wrong, language)}</p>` : html``,
      attributes: html`id="${id(name)}" name="${name}" required ${attribute("aria-invalid", wrong ? "true" : null)} ${attribute("aria-describedby", wrong ? `${id(name)}-problem` : null)}`,
    };
  };
  const dayField = (name: "from" | "until"): Html =>
    html`<div class="field"><label for="${id(name)}">${words(name)}</label>${about(name).below}<input type="date" min="${today}" value="${attempt?.[name] ?? ""}" ${about(name).attributes}></div>`;
  return html`<details${attempt ? html` open` : ""}><summary>${words("go")}</summary><form method="post" action="/my/away"><input type="hidden" name="token" value="${token}"><input type="hidden" name="organization" value="${one.id}">
${dayField("from")}${dayField("until")}
<div class="field"><label for="${id("delegate")}">${words("delegate")}</label>${about("delegate").below}<select ${about("delegate").attributes}><option value="">${say("choose", language)}</option>
${one.candidates.map((other) => html`<option value="${other.id}" ${attribute("selected", other.id === attempt?.delegate)}>${other.name}（${rolesText(other.roles, language)}）</option>`)}</select></div>
<button class="main">${words("go")}</button></form></details>`;
}
