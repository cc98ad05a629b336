import { channelRules } from "../../domain/channels/index.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { Channel, LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { attribute, type Html, html } from "../http/html.ts";

/** What the form that sends an access code to a link's owner contains. */
export interface Proof {
  /** Path of the page that asks for the code. */
  path: string;
  /** Idempotency key: a form that is sent twice sends one code. */
  key: string;
  token: string;
  /** Page below the link to return to; "": the task's page. */
  back: string;
}

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  title: t("确认是您本人", "Confirm that it is you"),
  why: t(
    "这个链接可能已被转发给别人，所以核验、免除、改派等操作和您的全部事项，要先用验证码确认是您本人。确认后，这台设备30天内不再询问。",
    "This link may have been forwarded. So verdicts, waivers and assignments, and the list of all that is yours, need a code first. This device is not asked again for 30 days.",
  ),
  sendTo: t("验证码将发送到", "The code is sent to"),
  send: t("发送验证码", "Send me a code"),
  sent: t("验证码已发送到", "A code was sent to"),
  within: t("10分钟内有效，可以试5次。", "It works for 10 minutes and may be tried 5 times."),
  code: t("6位验证码", "The six digits"),
  check: t("确认", "Confirm"),
  again: t("没有收到？", "Nothing has come?"),
  resend: t("重新发送", "Send another"),
  email: t("改发到邮箱", "Send it by e-mail"),
  sms: t("改发到手机", "Send it by SMS"),
  wrong: t("验证码不对，还可以试{n}次。", "That is not the code. {n} more may be tried."),
  over: t(
    "这个验证码已失效（超过10分钟、用过或试错太多）。请重新发送。",
    "This code works no longer (older than 10 minutes, used, or tried too often). Please have another one sent.",
  ),
  often: t("发送次数太多，请在{at}之后再试。", "Too many codes were sent. Please try again after {at}."),
  nowhere: t(
    "没有可以接收验证码的手机或邮箱。请联系本机构秘书处或管理员登记您本人的手机或邮箱；也可以向管理员索取督办台的登录链接。",
    "There is no mobile or e-mail address to which a code could be sent. Please ask your organization's secretariat or the administrator to enter yours; the administrator can also give you a link to the board.",
  ),
  back: t("返回", "Back"),
} as const;

export const proofTitle = says.title;
export type CodeProblem = { wrong: number } | "over" | { often: string };

/** A button that sends an access code. */
export function sendForm(
  proof: Proof,
  language: LanguageCode,
  { channel, quiet, other }: { channel?: Channel; quiet?: boolean; other?: boolean } = {},
): Html {
  const label = channel && other ? says[channel] : quiet ? says.resend : says.send;
  return html`<form method="post" action="${proof.path}"><input type="hidden" name="key" value="${proof.key}"><input type="hidden" name="token" value="${proof.token}"><input type="hidden" name="back" value="${proof.back}">${channel ? html`<input type="hidden" name="channel" value="${channel}">` : ""}<button class="${quiet ? "plain small" : "main"}">${textIn(label, language)}</button></form>`;
}

export interface CodePage {
  language: LanguageCode;
  proof: Proof;
  /** The person's channels with masked addresses; the first is the default. */
  ways: readonly { channel: Channel; masked: string }[];
  /** The code that was sent: its id, the token of the form that checks it, and the channel. */
  sent: { of: string; token: string; channel: Channel; masked: string } | null;
  problem: CodeProblem | null;
}

export function codePage({ language, proof, ways, sent, problem }: CodePage): Html {
  const words = (name: keyof typeof says): string => textIn(says[name], language);
  const [first] = ways;
  const task = proof.path.replace(/\/code$/, "");
  if (!first)
    return html`<section class="card plain"><h1>${words("title")}</h1><p>${words("nowhere")}</p><p><a href="${task}">${words("back")}</a></p></section>`;
  const said =
    problem === null
      ? null
      : problem === "over"
        ? words("over")
        : "wrong" in problem
          ? words("wrong").replace("{n}", String(problem.wrong))
          : words("often").replace("{at}", problem.often);
  const alert = said ? html`<p class="card refused" role="alert" id="code-problem">${said}</p>` : "";
  const colon = writing[language].colon;
  if (!sent || problem === "over")
    return html`${alert}<section class="card act"><h1>${words("title")}</h1><p>${words("why")}</p><p>${words("sendTo")}${colon}<strong>${first.masked}</strong></p>${sendForm(proof, language)}<p><a href="${task}">${words("back")}</a></p></section>`;
  return html`${alert}<section class="card act"><h1>${words("title")}</h1>
<p>${words("sent")}${colon}<strong>${sent.masked}</strong><br><span class="hint">${words("within")}</span></p>
<form method="post" action="${task}/device"><input type="hidden" name="of" value="${sent.of}"><input type="hidden" name="token" value="${sent.token}"><input type="hidden" name="back" value="${proof.back}">
<div class="field"><label for="code">${words("code")}</label><input id="code" name="code" class="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9０-９ ]{6,11}" maxlength="11" required autofocus ${attribute("aria-describedby", said ? "code-problem" : null)} ${attribute("aria-invalid", said ? "true" : null)}></div>
<button class="main">${words("check")}</button></form></section>
<section class="card"><h2>${words("again")}</h2>${sendForm(proof, language, { channel: sent.channel, quiet: true })}${ways.filter(({ channel }) => channel !== sent.channel).map(({ channel }) => sendForm(proof, language, { channel, quiet: true, other: true }))}</section>`;
}

/** An address, masked so that only its owner recognizes it. */
export function masked({ channel, address }: { channel: Channel; address: string }): string {
  return channelRules[channel].masked(address);
}
