import { findDuty } from "../../../domain/catalogue/packs/index.ts";
import { writing } from "../../../domain/messages/languages/writing.ts";
import { taskTitle } from "../../../domain/messages/task-title.ts";
import { causeText } from "../../../domain/reasons/index.ts";
import { csvLine } from "../../../domain/roster/csv.ts";
import { isLate, latenessOf, lateWords } from "../../../domain/tasks/lateness.ts";
import { termBegan } from "../../../domain/tasks/term.ts";
import type { LanguageCode } from "../../../domain/terms.ts";
import type { Calendar } from "../../../domain/time/calendar.ts";
import { textIn, word } from "../../../domain/words.ts";
import type { BatchLine } from "../../../records/batches.ts";
import { instantWords } from "../../http/format-date.ts";
import { outcomeWords } from "./batch-words.ts";

const header: Readonly<Record<LanguageCode, readonly string[]>> = {
  "zh-CN": [
    "机构",
    "代码",
    "地区",
    "事项编号",
    "事项",
    "事由",
    "状态",
    "截止时间",
    "逾期",
    "办理人",
    "结果",
    "未办理的原因",
    "编号",
  ],
  en: [
    "organization",
    "code",
    "district",
    "duty",
    "what",
    "about",
    "state",
    "due",
    "late",
    "who",
    "outcome",
    "why not",
    "task",
  ],
};

/** The tasks of a batch as CSV. */
export function batchCsv(
  lines: readonly BatchLine[],
  doers: ReadonlyMap<string, readonly string[]>,
  { language, now, calendar }: { language: LanguageCode; now: Date; calendar: Calendar },
): string {
  const rows = lines.map((line) => {
    const { zone, dueAt, byClock } = line;
    const late = isLate(line, now);
    return [
      line.organization,
      line.code,
      line.district,
      line.duty,
      findDuty(line.duty) ? taskTitle({ ...line, subject: "" }, language) : "",
      line.subject,
      word("taskState", line.state, language),
      termBegan(line) ? instantWords(dueAt, zone, language) : "",
      late ? textIn(lateWords(latenessOf({ due: dueAt, zone, calendar, byClock }, now)), language) : "",
      writing[language].list(doers.get(line.id) ?? []),
      line.outcome ? textIn(outcomeWords[line.outcome], language) : "",
      line.cause ? textIn(causeText(line.cause, "page"), language) : "",
      line.id,
    ];
  });
  // The byte order mark makes spreadsheets read the file as UTF-8.
  return `\ufeff${[header[language], ...rows].map(csvLine).join("")}`;
}
