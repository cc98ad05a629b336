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

/** Before the names of all inputs of a task on a sheet. */
export const sheetPrefix = (taskId: string): string => `t-${taskId}-`;

/** The input by which a task without a form is said to be done, and one that comes filled in to be right. */
export const confirmation = "confirm";
/** The input by which there is nothing to report. */
export const nothing = "nothing";
/** The photo of the sheet as it was filled in on paper, once for all, and the tick by which a task's answer stands there. */
export const paper = "paper";
/** A part that was on the page says so, whatever is ticked in it. */
export const shown = "shown";

/** Of the form of a sheet what belongs to one task, by the names that the task's own form has. */
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

/** Whether the answer of a task may stand on the photo: there is a place for it, and something that it saves typing. */
export const takesPaper = (asks: readonly FormField[]): boolean =>
  asks.some(({ type }) => type === "file") && asks.some(({ type, required }) => type === "text" && required);

/**
 * A part whose answer is on paper: the photo is among its files, and says what is asked for in words and was not typed. Figures, days,
 * choices and lists count for something, and are typed.
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

/** What was chosen as the photo of the sheet on paper. */
export const paperOf = ({ files, refused }: Form): Pick<Form, "files" | "refused"> => ({
  files: files.filter(({ field }) => field === paper),
  refused: refused.filter(({ field }) => field === paper),
});

/** What a part of a sheet says of its task. */
export interface Part {
  /** As the task's own form would have sent it. */
  form: Form;
  /** It is to be handed in: something was typed or chosen, or what came filled in was confirmed. */
  handsIn: boolean;
  /** Its answer is said to be on paper, and no photo was chosen. */
  lacksPhoto?: boolean;
  /** What was typed, to be kept until it is handed in; null: nothing that was not there before. */
  draft: Record<string, string> | null;
}

/** Reads a part. What came filled in and was neither changed nor confirmed was not looked at, and hands nothing in. */
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
