import type { Context } from "hono";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { type Html, html } from "../http/html.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

export const myTitle = t("我的事项", "My tasks");
const taken = t("已提交{n}项，谢谢！", "Submitted: {n}. Thank you!");

/** Link back to a person's own page. */
export const toMine = (language: LanguageCode): Html =>
  html`<p class="crumbs"><a href="/my">← ${textIn(myTitle, language)}</a></p>`;

/** Number of tasks that a sheet has just submitted, from the address. @param most larger numbers are ignored */
export const takenIn = (c: Context, most: number): number =>
  Math.min(most, Math.max(0, Number.parseInt(c.req.query("taken") ?? "0", 10) || 0));

export const takenNotice = (n: number, language: LanguageCode): Html =>
  n > 0 ? html`<p class="notice" role="status">${textIn(taken, language).replace("{n}", String(n))}</p>` : html``;
