import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { rowLabel, rowsOf } from "../../domain/forms/rows.ts";
import { drawOf } from "../../domain/forms/sample.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import type { Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import type { Tx } from "../../prisma/client.ts";
import { circularFile, evidenceFile, type StoredFile } from "../../records/files.ts";
import { coverageWords } from "../board/case-page.ts";
import { instantWords } from "../http/format-date.ts";
import { type Html, html } from "../http/html.ts";
import { handedIn, recordOf } from "./task-record.ts";
import type { TaskView } from "./task-view.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const said = {
  plan: t("本组织的工作方案和应急预案", "Our plan and contingency plan"),
  contacts: t("联系人名单", "List of contacts"),
  rules: t("要求要点", "Rules in brief"),
  agreement: t("协议", "Agreement"),
  number: t("第{n}版", "Version {n}"),
  writer: t("编制", "written by"),
  approver: t("批准", "approved by"),
  receipts: t("已阅{read}/{asked}人", "read by {read} of {asked}"),
  coverage: t("完成情况", "How far everyone has come"),
  draw: t("随机抽取", "How they were drawn at random"),
  drawn: t(
    "从{among}人中抽取{n}人，种子为{seed}，任何人均可据此复核。",
    "{n} of {among} were drawn by the seed {seed}: anybody can draw again and check.",
  ),
};

/** The version that the task asks to read: authors, approval, text and files. */
export function readingSection(view: TaskView): Html {
  const { reading, access, organization } = view;
  if (!reading) return html``;
  const { language } = access;
  const comma = writing[language].comma;
  const colon = writing[language].either("：", " ");
  const by = (label: Text, name: string | null): string[] =>
    name ? [`${textIn(label, language)}${colon}${name}`] : [];
  const about = [
    textIn(said.number, language).replace("{n}", String(reading.number)),
    instantWords(reading.at, organization.zone, language),
    ...by(said.writer, reading.writer),
    ...by(said.approver, reading.approver),
    ...(view.standing.some((one) => one !== "doer") || view.coverage
      ? [
          textIn(said.receipts, language)
            .replace("{read}", String(reading.read))
            .replace("{asked}", String(reading.asked)),
        ]
      : []),
  ];
  const record = { ...recordOf(view), duty: dutyOf(reading.duty), evidence: reading.lines };
  return html`<section class="card" aria-labelledby="reading"><h2 id="reading">${textIn(said[reading.artefact], language)}</h2>
<p class="hint">${about.join(comma)}</p>${handedIn(record, reading.lines)}</section>`;
}

/** For a step of many people: how many have finished, and who has not; for a random sample: how it was drawn. */
export function coverageSection(view: TaskView): Html {
  const { coverage, access, task } = view;
  const { language } = access;
  const draw = drawOf(task.facts);
  const drawn = rowsOf(task.facts).map((row) => rowLabel(row, language));
  const lot = textIn(said.drawn, language)
    .replace("{among}", String(draw?.among.length))
    .replace("{n}", String(drawn.length))
    .replace("{seed}", draw?.seed ?? "");
  return html`${coverage ? html`<section class="card" aria-labelledby="coverage"><h2 id="coverage">${textIn(said.coverage, language)}</h2><p>${coverageWords(coverage, language)}</p></section>` : ""}
${draw && drawn.length > 0 && view.standing.length > 0 ? html`<section class="card" aria-labelledby="draw"><h2 id="draw">${textIn(said.draw, language)}</h2><p>${writing[language].list(drawn)}</p><p class="hint">${lot}</p></section>` : ""}`;
}

/** A file that the page links to and this reader may see: of a submission, of the version to be read, or of the circular (`circular`). */
export async function fileSeen(
  tx: Tx,
  { evidence, reading, task, circular, sees }: TaskView,
  id: string,
): Promise<StoredFile | null> {
  if (id === "circular") return circular && sees.evidence ? circularFile(tx, circular.id) : null;
  if (evidence.some((line) => line.id === id)) return evidenceFile(tx, task.caseId, id);
  return reading?.lines.some((line) => line.id === id) ? evidenceFile(tx, reading.caseId, id) : null;
}
