import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { colours, tokenRules } from "../../domain/design/tokens.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { languageCodes } from "../../domain/terms.ts";
import { cityZone } from "../../domain/time/zones.ts";
import { say } from "../words.ts";
import { instantWords } from "./format-date.ts";
import { type Child, Html, html } from "./html.ts";
import { withPhrases } from "./phrases.ts";

/** Style sheet of every page: design tokens, and the rules that use them. */
export const stylesheet = tokenRules() + readFileSync(new URL("style.css", import.meta.url), "utf8");
/** Scripts that improve a page where JavaScript runs: a sheet, and the search field. A page has one script at most. */
export const scripts = {
  sheet: readFileSync(new URL("../person/sheet-script.js", import.meta.url), "utf8"),
  suggest: readFileSync(new URL("../board/desk/suggest-script.js", import.meta.url), "utf8"),
} as const;
export type ScriptName = keyof typeof scripts;
const version = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 10);
export const stylesheetPath = `/style.css?v=${version(stylesheet)}`;
const scriptPath = (name: ScriptName): string => `/${name}.js?v=${version(scripts[name])}`;

/** What the frame of a page depends on. */
export interface Frame {
  language: LanguageCode;
  /** Path and query of this page, for the language switch and for the way back from the clock. */
  here: string;
  /** The installation is a trial that others can reach. */
  sandbox?: boolean;
  /** Only in the demo. */
  clock?: { now: Date; token: string };
  /** Links beside the product name. */
  places?: readonly { href: string; label: string; current?: boolean }[];
}

export interface Page {
  title: string;
  body: Child;
  foot?: Child;
  /** A wide layout, for the board. */
  wide?: boolean;
  /** Machine-readable elements for `head`. */
  head?: Child;
  /** The page is read outside the portal (printed): the style sheet is embedded. */
  alone?: boolean;
  /** The page's script; requires `scriptPolicy`. */
  script?: ScriptName;
}

const icon = `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='${encodeURIComponent(colours.brand.light)}'/%3E%3Cpath d='M8 17l5 5 11-12' fill='none' stroke='%23fff' stroke-width='3.5' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E`;

const asItIs = (body: Child): Child => body;
const phrased = (body: Child): Html => new Html(withPhrases(html`${body}`.text));

/** A complete page. */
export function layout(frame: Frame, { title, body, foot, wide, head, alone, script }: Page): string {
  const { language } = frame;
  const other = languageCodes.find((code) => code !== language) ?? language;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="${colours.paper.light}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="${colours.paper.dark}" media="(prefers-color-scheme: dark)">
<title>${title} · ${say("brand", language)}</title>
<link rel="icon" href="${icon}">
${alone ? new Html(`<style>${stylesheet}</style>`) : html`<link rel="stylesheet" href="${stylesheetPath}">`}
${head ?? ""}
${script ? html`<script src="${scriptPath(script)}" defer></script>` : ""}
</head>
<body${wide ? html` class="wide"` : ""}>
<a class="skip" href="#main">${say("skip", language)}</a>
${frame.sandbox ? html`<p class="stripe">${say("sandbox", language)}</p>` : ""}
${frame.clock ? clockBar(frame, frame.clock) : ""}
<header class="top">
<a class="brand" href="/"><span class="mark" aria-hidden="true">督</span> ${writing[language].either("督办", "Duban")}</a>
<nav aria-label="${writing[language].either("页面", "Pages")}">
${(frame.places ?? []).map(({ href, label, current }) => html`<a href="${href}"${current ? html` aria-current="page"` : ""}>${label}</a>`)}
<a href="${withLanguage(frame.here, other)}" lang="${other}" hreflang="${other}">${say("other", language)}</a>
</nav>
</header>
<main id="main">
${writing[language].either(phrased, asItIs)(body)}
</main>
${foot ? html`<footer>${foot}</footer>` : ""}
</body>
</html>
`.text;
}

/** A text in both languages, Chinese first, for readers whose language is unknown. */
export function both(text: Text): Html {
  return html`<span lang="zh-CN">${text.zh}</span> <span class="beside" lang="en">${text.en}</span>`;
}

/** A page with one message in both languages. */
export function plainPage(frame: Frame, title: Text, lines: readonly Text[], more?: Child): string {
  return layout(frame, {
    title: title.zh,
    body: html`<section class="card plain"><h1>${both(title)}</h1>${lines.map((line) => html`<p>${both(line)}</p>`)}${more}</section>`,
  });
}

function clockBar(frame: Frame, { now, token }: NonNullable<Frame["clock"]>): Html {
  const { language } = frame;
  const buttons = [
    ["+1h", "plusHour"],
    ["+1d", "plusDay"],
    ["next", "toNext"],
  ] as const;
  return html`<form class="clock" method="post" action="/clock" aria-label="${say("demo", language)}">
<input type="hidden" name="token" value="${token}"><input type="hidden" name="back" value="${frame.here}">
<span>${say("demo", language)} <time datetime="${now.toISOString()}">${instantWords(now, cityZone, language)}</time></span>
<span class="buttons">${buttons.map(([to, key]) => html`<button name="to" value="${to}">${say(key, language)}</button>`)}</span>
</form>`;
}

function withLanguage(here: string, language: LanguageCode): string {
  const [path = "/", query = ""] = here.split("?");
  const parameters = new URLSearchParams(query);
  parameters.delete("done");
  parameters.set("lang", language);
  return `${path}?${parameters}`;
}
