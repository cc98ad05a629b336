import type { FormField } from "../../domain/catalogue/duty.ts";
import { draftOf, isSameDraft, nothingToReport } from "../../domain/forms/draft.ts";
import { rowsOf } from "../../domain/forms/rows.ts";
import { keysOf } from "../../domain/forms/submission.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { inputName } from "../http/form-fields.ts";
import type { Form } from "../http/multipart.ts";
import type { FormView } from "../task/form-view.ts";

/** Prefix of all input names of a task on a sheet. */
export const sheetPrefix = (taskId: string): string => `t-${taskId}-`;

/** Input that confirms that a task without a form is done, or that prefilled answers are right. */
export const confirmation = "confirm";
/** Input that says that there is nothing to report. */
export const nothing = "nothing";
/** Input with the photo of the sheet filled in on paper, and the checkbox that says that a task's answers are on it. */
export const paper = "paper";
/** Input that marks a part as shown on the page, whatever else was sent. */
export const shown = "shown";

/** The part of a sheet's form that belongs to one task, with the names that the task's own form uses. */
export function partOf({ fields, files, refused }: Form, taskId: string): Form {
  const prefix = sheetPrefix(taskId);
  const own = <Named extends { field: string }>(all: readonly Named[]): Named[] =>
    all.flatMap((one) => (one.field.startsWith(prefix) ? [{ ...one, field: one.field.slice(prefix.length) }] : []));
  return {
    fields: new Map(
      [...fields].flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
      ),
    ),
    files: own(files),
    refused: own(refused),
  };
}

const onPaper: Text = { zh: "见纸质清单照片", en: "See the photo of the paper sheet" };

/** Whether a task's answers may be given on the photo: the form takes files and has fields that the photo can answer. */
export const takesPaper = (asks: readonly FormField[]): boolean =>
  asks.some(({ type }) => type === "file") && asks.some(({ type, required }) => type === "text" && required);

/**
 * Answers of a task whose answers are on paper: the photo is attached and answers the text fields that were not typed. Figures, days, choices and
 * lists are evaluated by the program and must be typed.
 */
function withPaper(
  form: Form,
  photo: Pick<Form, "files" | "refused">,
  asks: readonly FormField[],
  language: LanguageCode,
): Form {
  const place = asks.find(({ type }) => type === "file");
  if (!place || !takesPaper(asks)) return form;
  const here = <One extends { field: string }>(all: readonly One[]): One[] =>
    all.map((one) => ({ ...one, field: inputName(place.name) }));
  const words = asks.filter(
    ({ name, type, required }) => type === "text" && required && !form.fields.get(inputName(name))?.trim(),
  );
  const said = words.map(({ name }) => [inputName(name), textIn(onPaper, language)] as const);
  return {
    fields: new Map([...form.fields, ...said]),
    files: [...form.files, ...here(photo.files)],
    refused: [...form.refused, ...here(photo.refused)],
  };
}

/** The chosen photo of the paper sheet. */
export const paperOf = ({ files, refused }: Form): Pick<Form, "files" | "refused"> => ({
  files: files.filter(({ field }) => field === paper),
  refused: refused.filter(({ field }) => field === paper),
});

/** The part of a sheet that belongs to a task. */
export interface Part {
  /** In the format of the task's own form. */
  form: Form;
  /** The part is to be submitted: something was typed or chosen, or prefilled answers were confirmed. */
  handsIn: boolean;
  /** Its answers are said to be on paper, and no photo was chosen. */
  lacksPhoto?: boolean;
  /** What was typed, to be stored until it is submitted; null: nothing new. */
  draft: Record<string, string> | null;
}

/** Reads a part. Prefilled answers that were neither changed nor confirmed are not submitted. */
export function readPart(
  { duty, task, access, filledIn }: FormView,
  form: Form,
  photo: Pick<Form, "files" | "refused">,
): Part {
  if (!form.fields.has(shown)) return { form, handsIn: false, draft: null };
  const asks = fieldsOf(duty, task.step, task.facts);
  const rows = rowsOf(task.facts);
  const raw = Object.fromEntries(
    asks
      .flatMap((ask) => keysOf(ask, rows))
      .flatMap((key) => {
        const value = form.fields.get(inputName(key));
        return value === undefined ? [] : [[key, value]];
      }),
  );
  const typed = draftOf(asks, rows, raw);
  const changed = !isSameDraft(typed, filledIn.values);
  const draft =
    !isSameDraft(typed, filledIn.draft?.values ?? filledIn.values) || filledIn.draft?.earlier ? typed : null;
  if (form.fields.get(paper) === "yes") {
    if (photo.files.length + photo.refused.length === 0) return { form, handsIn: false, lacksPhoto: true, draft };
    return { form: withPaper(form, photo, asks, access.language), handsIn: true, draft };
  }
  const files = form.files.length + form.refused.length > 0;
  const answer = form.fields.get(nothing) === "yes" && !files ? nothingToReport(asks, access.language) : null;
  if (answer && (!changed || Object.keys(typed).length === 0)) {
    const fields = new Map([
      ...form.fields,
      ...Object.entries(answer).map(([key, value]) => [inputName(key), value] as const),
    ]);
    return { form: { ...form, fields }, handsIn: true, draft };
  }
  const confirmed = form.fields.get(confirmation) === "yes";
  const filled = Object.keys(typed).length > 0;
  return { form, handsIn: files || confirmed || (filled && changed), draft };
}
