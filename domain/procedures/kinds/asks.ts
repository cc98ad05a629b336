import type { FormField } from "../../catalogue/duty.ts";

/** What the forms of many steps ask for. */
export const note: FormField = {
  name: "note",
  type: "text",
  label: { zh: "情况说明", en: "What was done" },
  required: true,
};
export const files: FormField = {
  name: "files",
  type: "file",
  label: { zh: "照片或文件", en: "Photos or files" },
  required: false,
};
