import { escapeHtml as e } from "./clean.ts";
import type { Chapter } from "./digest.ts";
import type { Said } from "./said.ts";
import type { Group, Vocabulary } from "./vocabulary.ts";

/**
 * How a mail stands on the page, the same for every language. Neither text nor page has a colour of its own: the reader's
 * light or dark scheme decides, and what is coloured carries its own background with white on it, at 4.5:1 or better.
 */
const colours: Readonly<Record<Group, string>> = {
  late: "#b3261e",
  returned: "#8a5300",
  open: "#1a56a8",
  call: "#1a56a8",
  settled: "#1b6e3c",
  test: "#595959",
};
const faint = "opacity:.75;font-size:14px";
const small = "margin:16px 0 0;opacity:.75;font-size:13px;line-height:1.5";
const rule = "1px solid #aaa";

export interface Letter {
  subject: string;
  greeting: string;
  sender: string;
}

export function singleHtml(said: Said, letter: Letter, vocabulary: Vocabulary): string {
  const colour = colours[said.group];
  let html = `${open(letter, vocabulary, colour)}${badge(said.badge, colour)}<h1 style="margin:12px 0 0;font-size:23px;line-height:1.35">${e(said.what)}</h1>`;
  if (said.organization) html += `<p style="margin:2px 0 0;${faint}">${e(said.organization)}</p>`;
  if (said.instant)
    html += `<p style="margin:16px 0 0"><span style="${faint}">${said.words.dueLabel}</span><br><b style="font-size:17px">${e(said.instant)}</b> <span style="display:inline-block;${faint}">${e(said.zone)}</span>${said.basis && `<br><span style="${faint}">${basisHtml(said, vocabulary)}</span>`}</p>`;
  html += `<p style="margin:16px 0 0">${e(letter.greeting)}<br>${said.lead}</p>`;
  for (const note of said.notes) html += box("#8a5300", e(note));
  if (said.reason) html += box(colour, reasonHtml(said.reason));
  if (said.figures.length > 0) html += figuresHtml(said, vocabulary);
  if (said.link) html += button(said.link, said.button, colour);
  if (said.otherwise) html += `<p style="margin:14px 0 0;${faint}">${said.otherwise}</p>`;
  if (said.story.length > 0)
    html += `${heading(vocabulary.story)}<ol style="margin:6px 0 0;padding:0 0 0 20px;font-size:14px"><li>${said.story.map(e).join("</li><li>")}</li></ol>`;
  if (said.quote) html += heading(e(vocabulary.clause(said.clause))) + quoteHtml(said.quote);
  return html + close([said.why], said.link !== undefined, letter, vocabulary);
}

export function digestHtml(
  chapters: readonly Chapter[],
  title: string,
  whys: readonly string[],
  letter: Letter,
  vocabulary: Vocabulary,
): string {
  const colour = colours[chapters[0]?.sections[0]?.group ?? "open"];
  let html = `${open(letter, vocabulary, colour)}<h1 style="margin:0;font-size:23px;line-height:1.35">${title}</h1><p style="margin:8px 0 0">${e(letter.greeting)}<br>${vocabulary.digest.lead}</p>`;
  let links = false;
  for (const { organization, sections } of chapters) {
    if (organization)
      html += `<h2 style="margin:28px 0 0;padding:0 0 6px;border-bottom:${rule};font-size:18px">${e(organization)}</h2>`;
    for (const { group, items } of sections) {
      html += `<h3 style="margin:14px 0 0;font-size:14px">${badge(`${vocabulary.digest.groups[group]} ${items.length}`, colours[group])}</h3>`;
      for (const said of items) {
        links ||= said.link !== undefined;
        html += entryHtml(said, vocabulary);
      }
    }
  }
  return html + close(whys, links, letter, vocabulary);
}

function entryHtml(said: Said, vocabulary: Vocabulary): string {
  const colour = colours[said.group];
  let html = `<div style="margin:12px 0 0;padding:0 0 0 12px;border-left:4px solid ${colour}"><b>${e(said.what)}</b>`;
  const due = said.instant && `${said.words.dueLabel}${vocabulary.colon}${said.instant} ${said.zone}`;
  // The group says already what all in it are.
  const state = said.group === "late" || said.shape === "escalated" ? said.badge : "";
  if (due || state) html += `<div style="font-size:14px">${e(state && due ? `${state} · ${due}` : state || due)}</div>`;
  if (said.basis) html += `<div style="${faint}">${basisHtml(said, vocabulary)}</div>`;
  for (const note of said.notes) html += `<div style="font-size:14px">${e(note)}</div>`;
  if (said.part === "copy") html += `<div style="font-size:14px">${vocabulary.copied}</div>`;
  if (said.reason) html += `<div style="font-size:14px">${reasonHtml(said.reason)}</div>`;
  for (const { label, value } of said.figures)
    html += `<div style="font-size:14px">${e(label)}${vocabulary.colon}<b>${e(value)}</b></div>`;
  for (const one of said.story.slice(-3)) html += `<div style="${faint}">${e(one)}</div>`;
  if (said.quote)
    html += `<div style="${faint}">${e(vocabulary.clause(said.clause))} <span lang="zh-CN">“${e(said.quote)}”</span></div>`;
  if (said.link)
    html += `<a href="${e(said.link)}" aria-label="${e(said.button)}${vocabulary.colon}${e(said.what)}" style="display:inline-block;margin:8px 0 4px;padding:9px 22px;border-radius:6px;background:${colour};color:#fff;font-weight:700;text-decoration:none">${said.button}</a>`;
  return `${html}</div>`;
}

const open = (letter: Letter, vocabulary: Vocabulary, colour: string): string =>
  `<!doctype html><html lang="${vocabulary.code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${e(letter.subject)}</title></head><body style="margin:0"><div role="main" style="max-width:560px;margin:0 auto;padding:20px 18px 28px;border-top:6px solid ${colour};font:16px/1.6 system-ui,-apple-system,'PingFang SC','Microsoft YaHei',sans-serif;overflow-wrap:anywhere">`;

const badge = (text: string, colour: string): string =>
  `<span style="display:inline-block;padding:2px 10px;border-radius:4px;background:${colour};color:#fff;font-size:14px;font-weight:700">${text}</span>`;

const heading = (text: string): string => `<h2 style="margin:22px 0 0;font-size:15px">${text}</h2>`;

const box = (colour: string, html: string): string =>
  `<p style="margin:16px 0 0;padding:2px 0 2px 12px;border-left:4px solid ${colour}">${html}</p>`;

const reasonHtml = ({ label, text }: { label: string; text: string }): string =>
  `<b>${e(label)}</b>${text && `<br>${e(text).replaceAll("\n", "<br>")}`}`;

const basisHtml = ({ basis }: Said, vocabulary: Vocabulary): string =>
  `${vocabulary.basis}${vocabulary.colon}${e(basis)}`;

const quoteHtml = (quote: string): string =>
  `<blockquote lang="zh-CN" style="margin:4px 0 0;${faint}">“${e(quote)}”</blockquote>`;

const button = (link: string, text: string, colour: string): string =>
  `<a href="${e(link)}" style="display:block;margin:20px 0 0;padding:13px;border-radius:8px;background:${colour};color:#fff;font-size:18px;font-weight:700;text-align:center;text-decoration:none">${text}</a>`;

function figuresHtml(said: Said, vocabulary: Vocabulary): string {
  let rows = "";
  for (const { label, value } of said.figures)
    rows += `<tr><th scope="row" style="padding:6px 8px 6px 0;border-bottom:${rule};font-weight:400;text-align:left">${e(label)}</th><td style="padding:6px 0;border-bottom:${rule};font-weight:700;text-align:right">${e(value)}</td></tr>`;
  return `${heading(vocabulary.figures)}<table style="width:100%;border-collapse:collapse;font-size:15px">${rows}</table>`;
}

function close(whys: readonly string[], links: boolean, letter: Letter, vocabulary: Vocabulary): string {
  let html = `<div style="${small};margin-top:26px;padding-top:12px;border-top:${rule}">`;
  for (const why of whys) if (why) html += `${vocabulary.why}${vocabulary.colon}${e(why)}<br>`;
  html += `${vocabulary.sender}${vocabulary.colon}${e(letter.sender)}`;
  if (links) html += `<br>${vocabulary.noForward}`;
  return `${html}</div></div></body></html>`;
}
