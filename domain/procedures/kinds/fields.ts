import type { FormField } from "../../catalogue/duty.ts";
import { file, line, must, text, unless } from "../../catalogue/packs/fields.ts";

/** Fields of many steps' forms. */
export const note: FormField = {
  name: "note",
  type: "text",
  label: { zh: "情况说明", en: "What was done" },
  required: true,
};
/** An incident is reported within hours, by telephone: the receipt is who took the call, and when. */
export const incidentReport: readonly FormField[] = [
  must(text("report", "向谁报告、报告内容", "To whom, and what was reported")),
  unless(
    "receipt",
    line("received-by", "接报人和接报时间（电话报告的）", "Who took the report, and when (of a telephone call)"),
  ),
  file("receipt", "签收回执", "Receipt"),
];
export const files: FormField = {
  name: "files",
  type: "file",
  label: { zh: "照片或文件", en: "Photos or files" },
  required: false,
};
