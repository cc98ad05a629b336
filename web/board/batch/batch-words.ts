import type { BatchAct, BatchInput, BatchOutcome } from "../../../domain/desk/batch.ts";
import type { Text } from "../../../domain/terms.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Name of each act, on its button and as the title of its page. */
export const actWords: Readonly<Record<BatchAct, Text>> = {
  press: t("催办", "Remind"),
  "grant-extension": t("延期", "Give more time"),
  reassign: t("改派", "Assign"),
  waive: t("免除", "Waive"),
  export: t("导出清单", "Export"),
};

export const outcomeWords: Readonly<Record<BatchOutcome, Text>> = {
  done: t("已办理", "Done"),
  unchanged: t("无须变动", "Nothing to change"),
  refused: t("未能办理", "Could not be done"),
  failed: t("系统异常，未办理", "Something failed: not done"),
};

/** Labels and error messages of the fields. A message to the doer and a reason are the same field under two names. */
export const fieldWords = {
  word: t("附言", "A word to them"),
  reason: t("理由", "Why"),
  until: t("新的截止日", "New due day"),
  role: t("今后由谁办理", "Who does it from now on"),
} as const;

export const missingWords: Readonly<Record<keyof BatchInput, Text>> = {
  reason: t("请写明理由", "Please say why"),
  until: t("请选择一个日期", "Please choose a day"),
  role: t("请选择一项", "Please choose one"),
};
