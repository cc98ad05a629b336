import { type ColourName, faces, colours as tokens } from "../../design/tokens.ts";
import type { Group } from "../counts.ts";
import { escapeHtml as e } from "./clean.ts";
import type { Digest } from "./digest.ts";
import type { MailHeading } from "./mail-heading.ts";
import type { RenderedNote } from "./note-words.ts";
import type { RenderedItem } from "./rendered-item.ts";
import { allWords, leadOf, linesUnder, sheetWords, sourcesLine } from "./text.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * The layout of a mail, the same for every language. Text and page have no colours of their own, so that the reader's light or dark scheme applies;
 * coloured elements have their own background with white text, at a contrast of 4.5:1 or better.
 */
const light = (name: ColourName): string => tokens[name].light;
const colours: Readonly<Record<Group, string>> = {
  late: light("late"),
  escalated: light("soon"),
  verify: light("brand"),
  copy: light("soft"),
  returned: light("soon"),
  open: light("brand"),
  call: light("brand"),
  settled: light("done"),
  test: light("soft"),
};
const faint = "opacity:.75;font-size:14px";
const small = "margin:16px 0 0;opacity:.75;font-size:13px;line-height:1.5";
const rule = "1px solid #aaa";

export function singleHtml(said: RenderedItem, heading: MailHeading, vocabulary: Vocabulary): string {
  const colour = colourOf(said);
  let html = `${open(heading, vocabulary, colour)}${badge(said.badge, colour)}<h1 style="margin:12px 0 0;font-size:23px;line-height:1.35">${e(said.title)}</h1>`;
  if (said.organization) html += `<p style="margin:2px 0 0;${faint}">${e(said.organization)}</p>`;
  if (said.alarm) html += box(colours.late, `<b>${e(said.alarm.line)}</b>`);
  if (said.instant)
    html += `<p style="margin:16px 0 0"><span style="${faint}">${said.dueLabel}</span><br><b style="font-size:17px">${e(said.instant)}</b> <span style="display:inline-block;${faint}">${e(said.zone)}</span>${said.basis && `<br><span style="${faint}">${basisHtml(said, vocabulary)}</span>`}</p>`;
  html += `<p style="margin:16px 0 0">${e(heading.greeting)}<br>${e(said.lead)}</p>`;
  for (const note of said.notes) html += box(colours.returned, e(note));
  if (said.reason) html += box(colour, reasonHtml(said.reason));
  if (said.issued) html += issuedHtml(said.issued, vocabulary);
  if (said.figures.length > 0) html += figuresHtml(said, vocabulary);
  if (said.link) html += button(said.link, said.button, colour);
  if (said.otherwise) html += `<p style="margin:14px 0 0;${faint}">${said.otherwise}</p>`;
  if (said.story.length > 0)
    html += `${subheading(vocabulary.story)}<ol style="margin:6px 0 0;padding:0 0 0 20px;font-size:14px"><li>${said.story.map(e).join("</li><li>")}</li></ol>`;
  if (said.quote) html += subheading(e(vocabulary.clause(said.clause))) + quoteHtml(said);
  return html + close([said.why], said.link !== undefined, heading, vocabulary);
}

export function digestHtml(
  digest: Digest,
  title: string,
  whys: readonly string[],
  heading: MailHeading,
  vocabulary: Vocabulary,
): string {
  const { organizations, entries } = digest;
  const [first] = entries;
  const one = organizations.length === 1;
  let html = `${open(heading, vocabulary, first ? colourOf(first) : colours.open)}<h1 style="margin:0;font-size:23px;line-height:1.35">${title}</h1>`;
  if (one && organizations[0]) html += `<p style="margin:2px 0 0;${faint}">${e(organizations[0])}</p>`;
  html += `<p style="margin:12px 0 0">${e(heading.greeting)}<br>${leadOf(digest, vocabulary)}</p>`;
  for (const said of entries) html += entryHtml(said, !one, vocabulary);
  for (const issued of digest.issued) html += issuedHtml(issued, vocabulary);
  for (const sheet of digest.sheets) html += button(sheet.link, e(sheetWords(sheet, digest, vocabulary)), colours.open);
  const lines = linesUnder(digest, vocabulary);
  if (lines.length > 0)
    html += `<p style="margin:20px 0 0;padding:12px 0 0;border-top:${rule}">${lines.join("<br>")}</p>`;
  if (digest.sources.length > 0)
    html += `<p style="margin:16px 0 0;${faint}">${e(sourcesLine(digest, vocabulary))}</p>`;
  if (digest.all && (digest.rest > 0 || digest.handedOver))
    html += button(digest.all, allWords(digest, vocabulary), colours.open);
  return html + close(whys, digest.all !== undefined, heading, vocabulary);
}

/** A direct message: one large figure, and at most one button. */
export function noteHtml(said: RenderedNote, heading: MailHeading, vocabulary: Vocabulary): string {
  let html = `${open(heading, vocabulary, colours.open)}${badge(said.badge, colours.open)}<h1 style="margin:12px 0 0;font-size:${said.lists.length > 0 ? "23px;line-height:1.35" : "30px;line-height:1.35;letter-spacing:.12em"}">${e(said.figure)}</h1>`;
  html += `<p style="margin:16px 0 0">${heading.greeting && `${e(heading.greeting)}<br>`}${e(said.lead)}</p>`;
  for (const { heading, lines } of said.lists)
    html += `${subheading(e(heading))}<ul style="margin:6px 0 0;padding:0 0 0 20px;font-size:15px"><li>${lines.map(e).join("</li><li>")}</li></ul>`;
  html += box(colours.returned, e(said.warning));
  if (said.link) html += button(said.link, said.button ?? "", colours.open);
  if (said.end)
    html += `<p style="margin:20px 0 0;${faint}"><a href="${e(said.end.link)}">${e(said.end.words)}</a></p>`;
  return html + close([], false, heading, vocabulary);
}

function entryHtml(said: RenderedItem, named: boolean, vocabulary: Vocabulary): string {
  const colour = colourOf(said);
  let html = `<div style="margin:18px 0 0;padding:0 0 0 12px;border-left:4px solid ${colour}">${badge(said.badge, colour)}<br><b>${e(said.title)}</b>`;
  if (named && said.organization) html += `<div style="${faint}">${e(said.organization)}</div>`;
  if (said.alarm) html += `<div style="font-size:14px"><b>${e(said.alarm.line)}</b></div>`;
  if (said.instant)
    html += `<div style="font-size:14px">${e(`${said.dueLabel}${vocabulary.colon}${said.instant}`)}</div>`;
  if (said.basis) html += `<div style="${faint}">${basisHtml(said, vocabulary)}</div>`;
  for (const note of said.notes) html += `<div style="font-size:14px">${e(note)}</div>`;
  if (said.reason) html += `<div style="font-size:14px">${reasonHtml(said.reason)}</div>`;
  // The first figure is the total; the page has all of them.
  for (const { label, value } of said.figures.slice(0, 1))
    html += `<div style="font-size:14px">${e(label)}${vocabulary.colon}<b>${e(value)}</b></div>`;
  for (const one of said.story.slice(-2)) html += `<div style="${faint}">${e(one)}</div>`;
  if (said.link)
    html += `<a href="${e(said.link)}" aria-label="${e(said.button)}${vocabulary.colon}${e(said.what)}" style="display:inline-block;margin:8px 0 4px;padding:9px 22px;border-radius:6px;background:${colour};color:#fff;font-weight:700;text-decoration:none">${said.button}</a>`;
  return `${html}</div>`;
}

const open = (heading: MailHeading, vocabulary: Vocabulary, colour: string): string =>
  `<!doctype html><html lang="${vocabulary.code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${e(heading.subject)}</title></head><body style="margin:0"><div role="main" style="max-width:560px;margin:0 auto;padding:20px 18px 28px;border-top:6px solid ${colour};font:16px/1.6 ${faces};overflow-wrap:anywhere">`;

const badge = (text: string, colour: string): string =>
  `<span style="display:inline-block;padding:2px 10px;border-radius:4px;background:${colour};color:#fff;font-size:14px;font-weight:700">${text}</span>`;

const subheading = (text: string): string => `<h2 style="margin:22px 0 0;font-size:15px">${text}</h2>`;

const box = (colour: string, html: string): string =>
  `<p style="margin:16px 0 0;padding:2px 0 2px 12px;border-left:4px solid ${colour}">${html}</p>`;

const reasonHtml = ({ label, text }: { label: string; text: string }): string =>
  `<b>${e(label)}</b>${text && `<br>${e(text).replaceAll("\n", "<br>")}`}`;

const basisHtml = ({ basis }: RenderedItem, vocabulary: Vocabulary): string =>
  `${vocabulary.basis}${vocabulary.colon}${e(basis)}`;

const quoteHtml = ({ quote, gloss }: RenderedItem): string =>
  `<blockquote lang="zh-CN" style="margin:4px 0 0;${faint}">“${e(quote)}”</blockquote>${gloss && `<p style="margin:4px 0 0;${faint}">${e(gloss)}</p>`}`;

function issuedHtml({ title, about, text, more }: NonNullable<RenderedItem["issued"]>, vocabulary: Vocabulary): string {
  const body = text && `<br>${e(text).replaceAll("\n", "<br>")}`;
  const rest = more.map((one) => `<br><span style="${faint}">${one}</span>`).join("");
  return `${subheading(vocabulary.issued.heading)}<p style="margin:6px 0 0;padding:2px 0 2px 12px;border-left:4px solid ${colours.copy}"><b>${e(title)}</b><br><span style="${faint}">${about.map(e).join("<br>")}</span>${body}${rest}</p>`;
}

/** Dangers and late items are red, escalated ones too; copies never are. */
const colourOf = ({ group, late, alarm }: RenderedItem): string =>
  alarm || (late && (group === "escalated" || group === "verify")) ? colours.late : colours[group];

const button = (link: string, text: string, colour: string): string =>
  `<a href="${e(link)}" style="display:block;margin:20px 0 0;padding:13px;border-radius:8px;background:${colour};color:#fff;font-size:18px;font-weight:700;text-align:center;text-decoration:none">${text}</a>`;

function figuresHtml(said: RenderedItem, vocabulary: Vocabulary): string {
  let rows = "";
  for (const { label, value } of said.figures)
    rows += `<tr><th scope="row" style="padding:6px 8px 6px 0;border-bottom:${rule};font-weight:400;text-align:left">${e(label)}</th><td style="padding:6px 0;border-bottom:${rule};font-weight:700;text-align:right">${e(value)}</td></tr>`;
  return `${subheading(vocabulary.figures)}<table style="width:100%;border-collapse:collapse;font-size:15px">${rows}</table>`;
}

function close(whys: readonly string[], links: boolean, heading: MailHeading, vocabulary: Vocabulary): string {
  let html = `<div style="${small};margin-top:26px;padding-top:12px;border-top:${rule}">`;
  for (const why of whys) if (why) html += `${vocabulary.why}${vocabulary.colon}${e(why)}<br>`;
  if (heading.whyLink) html += `<a href="${e(heading.whyLink)}" style="color:inherit">${vocabulary.whyLink}</a><br>`;
  html += `${vocabulary.sender}${vocabulary.colon}${e(heading.sender)}`;
  if (links) html += `<br>${vocabulary.noForward}`;
  return `${html}</div></div></body></html>`;
}
