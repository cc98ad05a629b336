import type { CaseLine } from "../../domain/messages/case-line.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn, words } from "../../domain/words.ts";
import type { EvidenceLine } from "../../records/views/pages.ts";
import { pictureAddress } from "../http/download.ts";
import { instantWords, type ToCome } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";
import { pageIn, pager } from "../http/pager.ts";
import { isShown } from "../http/picture.ts";
import { loading, type RecordView, storyLine } from "../task/task-record.ts";

/** A future event of a case. */
export interface Coming extends ToCome {
  at: Date;
  /** `期限：提交办结材料` */
  what: string;
  /** Null: it belongs to no task. */
  taskId: string | null;
  /** True: a due day; false: a message. */
  due: boolean;
}

export interface TimeLine {
  record: RecordView;
  coming: readonly Coming[];
  /** Number of further open tasks that are not listed. */
  more: number;
  open: boolean;
  /** The page that was asked for; absent: the last. */
  page: string | undefined;
  address(page: number): string;
}

/** Number of lines of a page. What comes next stands on the last page. */
const perPage = 40;

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  title: t("时间线", "Time line"),
  now: t("现在", "Now"),
  nothing: t("没有安排下一步。", "Nothing is to come."),
  opened: t("此后打开链接", "link opened since"),
  unopened: t("此后链接未打开", "link not opened since"),
};

/**
 * Timeline of a case: everything that happened, with the outcome of each message and the pictures of each submission; the current state; and future
 * events with their dates.
 */
export function timeLine({ record, coming, more, open, page, address }: TimeLine): Html {
  const { language, zone, now } = record;
  const shown = pictured(record);
  const pages = Math.ceil(record.story.length / perPage);
  const number = pageIn(page ?? String(pages), pages);
  const lines = record.story.slice((number - 1) * perPage, number * perPage);
  const ahead =
    number >= pages && (open || coming.length > 0)
      ? html`<li class="now"><strong>${textIn(says.now, language)}</strong> <time datetime="${now.toISOString()}">${instantWords(now, zone, language)}</time>${coming.length === 0 ? html`<p class="hint">${textIn(says.nothing, language)}</p>` : ""}</li>
${coming.map((one) => comingLine(one))}`
      : "";
  return html`<section class="card" aria-labelledby="story"><h2 id="story">${textIn(says.title, language)}</h2>
<ol class="story time-line">${lines.map((line) => storyLine(record, line, html`${fate(line, record)}${thumbnails(shown.get(line) ?? [], record)}`))}
${ahead}</ol>
${pager({ label: textIn(says.title, language), page: number, pages, address: (one) => `${address(one)}#story` }, language)}
${more > 0 ? html`<p class="hint">${writing[language].either(`另有${more}项待办，见“进展”。`, `${more} more open tasks: see where it stands.`)}</p>` : ""}</section>`;
}

function comingLine({ at, what, when, distance, taskId, due }: Coming): Html {
  return html`<li class="${due ? "to-come due" : "to-come"}"><time datetime="${at.toISOString()}">${when}</time>
<p>${taskId === null ? what : html`<a href="/board/task/${taskId}">${what}</a>`}${distance === null ? "" : html` <span class="hint whole">${distance}</span>`}</p></li>`;
}

/** Maximum number of names of people who opened a message's link. */
const mostNames = 8;

/** Whether the link of a sent message was opened. */
function fate({ verb, opened = [] }: CaseLine, { language, zone, now }: RecordView): Html | string {
  if (!Object.hasOwn(words.sending, verb) || !/^(sent|delivered)-/.test(verb)) return "";
  const { colon, list } = writing[language];
  const who = opened.slice(0, mostNames).map((one) => `${one.who} ${instantWords(one.at, zone, language, now)}`);
  return html`<p class="hint">${who.length > 0 ? `${textIn(says.opened, language)}${colon}${list(who)}` : textIn(says.unopened, language)}</p>`;
}

/** Files by the log line of their submission; files that existed from the beginning stand at the first line. */
function pictured({ story, evidence }: RecordView): ReadonlyMap<CaseLine, EvidenceLine[]> {
  const found = new Map<CaseLine, EvidenceLine[]>();
  for (const file of evidence) {
    if (file.type !== "file") continue;
    const told = story.filter((line) => line.taskId === file.taskId && line.at.getTime() === file.at.getTime());
    const line = told.find(({ verb }) => verb === "submit") ?? told[0];
    if (line) found.set(line, [...(found.get(line) ?? []), file]);
  }
  return found;
}

function thumbnails(files: readonly EvidenceLine[], record: RecordView): Html | string {
  if (files.length === 0) return "";
  const { language } = record;
  const pictures = files.filter(({ mime }) => isShown(mime));
  const others = files.length - pictures.length;
  const address = (line: EvidenceLine): string => `${record.path(line)}/file/${line.id}`;
  return html`${pictures.length > 0 ? html`<p class="thumbnails">${pictures.map((one) => html`<a href="${pictureAddress(address(one), "large")}"><img src="${pictureAddress(address(one), "small")}" alt="${one.name}" ${loading(record, one)}></a>`)}</p>` : ""}${others > 0 ? html`<p class="hint">${filesWords(others, language)}</p>` : ""}`;
}

const filesWords = (count: number, language: LanguageCode): string =>
  writing[language].either(`${count}个文件`, count === 1 ? "1 file" : `${count} files`);
