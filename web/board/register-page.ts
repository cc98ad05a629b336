import type { Volunteer } from "../../client/kinds/project.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { attribute, type Html, html } from "../http/html.ts";

export interface RegisterView {
  language: LanguageCode;
  volunteers: readonly Volunteer[];
  /** Address to which the form is sent; null: the project has ended. */
  path: string | null;
  token: string;
  refused: RegisterRefusal | null;
}

/** A rejected form: who was selected, and everything that is missing. */
export interface RegisterRefusal {
  ticked: readonly string[];
  missing: readonly Text[];
}

const t = (zh: string, en: string): Text => ({ zh, en });
const said = {
  head: t("志愿者名单", "Volunteers"),
  none: t("名单上还没有人。", "Nobody is on the register yet."),
  trained: t("已培训", "trained"),
  untaught: t("无需岗前培训", "no training asked for"),
  untrained: t("未培训，不得上岗", "not trained, may not serve"),
  since: t("在岗，自", "on duty since"),
  left: t("已不是志愿者", "a volunteer no more"),
  refused: t("没有执行，还缺：", "Nothing was done; first there must be:"),
  nobody: t("请先勾选志愿者", "Please tick who it is"),
  on: t("安排上岗", "Put on duty"),
  off: t("撤离岗位", "Take off duty"),
};

/** Name of a volunteer's checkbox. */
export const tickOf = (id: string): string => `person-${id}`;
export const nothingSelected: Text = said.nobody;
export const gone = ({ name }: Volunteer): Text => t(`${name}：${said.left.zh}`, `${name}: ${said.left.en}`);

/** Register of a project: volunteers, who is trained and who is on duty. Selected ones can be put on duty or taken off it. */
export function registerSection({ language, volunteers, path, token, refused }: RegisterView): Html {
  const words = (name: keyof typeof said): string => textIn(said[name], language);
  const about = ({ trained, ready, onDutySince, left }: Volunteer): string =>
    writing[language].phrase([
      words(trained ? "trained" : ready ? "untaught" : "untrained"),
      ...(onDutySince ? [`${words("since")} ${onDutySince}`] : []),
      ...(left ? [words("left")] : []),
    ]);
  const line = (one: Volunteer): Html => html`<span>${one.name} <span class="hint">${about(one)}</span></span>`;
  const list =
    path === null
      ? html`<ul>${volunteers.map((one) => html`<li>${line(one)}</li>`)}</ul>`
      : html`<form method="post" action="${path}"><input type="hidden" name="token" value="${token}">
<div class="options">${volunteers.map((one) => html`<label class="option"><input type="checkbox" name="${tickOf(one.id)}" value="yes" ${attribute("checked", refused?.ticked.includes(one.id) ?? false)}> ${line(one)}</label>`)}</div>
<button class="plain" name="duty" value="on">${words("on")}</button> <button class="plain" name="duty" value="off">${words("off")}</button></form>`;
  return html`<section class="card act" aria-labelledby="register"><h2 id="register">${words("head")}</h2>
${refused ? html`<div class="refused" role="alert"><p>${words("refused")}</p><ul>${refused.missing.map((one) => html`<li>${textIn(one, language)}</li>`)}</ul></div>` : ""}
${volunteers.length === 0 ? html`<p class="quiet">${words("none")}</p>` : list}</section>`;
}
