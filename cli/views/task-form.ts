import type { FormField } from "../../domain/catalogue/duty.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { BadInputError } from "../../domain/errors.ts";
import { type ItemRef, itemsShown, photoOf } from "../../domain/forms/checklist.ts";
import type { RawSubmission } from "../../domain/forms/raw-submission.ts";
import { matrixRows, type Row, rowLabel, rowsOf } from "../../domain/forms/rows.ts";
import { expectedOf, keyIsOf, neededText, readSubmission, type SubmittedFile } from "../../domain/forms/submission.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import { cause, expected, expectedText, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { isSettled } from "../../domain/tasks/task-states.ts";
import type { TaskRow } from "../../records/tasks/tasks.ts";
import { currentLanguage, labelled, localized, say } from "../language.ts";
import { bytesOf, filesAt } from "./file.ts";
import { partsOf } from "./task-parts.ts";

export interface FormOptions {
  set?: readonly string[];
  file?: readonly string[];
  photo?: readonly string[];
  note?: string;
}

/**
 * Parses the fields of a submission.
 * @throws {BadInputError} lists each invalid field with what was expected
 */
export async function submissionOf(
  task: TaskRow,
  { set = [], file = [], photo = [], note }: FormOptions,
): Promise<{ values: RawSubmission; files: SubmittedFile[] }> {
  const fields = fieldsOf(dutyOf(task.duty), task.step, task.facts);
  const given = new Map<string, string[]>();
  for (const one of set) {
    const at = one.indexOf("=");
    if (at < 1) throw new BadInputError(unusable("--set", printable(one), expected("name-value")));
    const name = one.slice(0, at);
    given.set(name, [...(given.get(name) ?? []), await answerOf(one.slice(at + 1))]);
  }
  if (note !== undefined) {
    const text = fields.find((field) => field.type === "text");
    if (!text) throw new BadInputError(cause("form-takes-no-text", { fields: namesOf(fields) }));
    given.set(text.name, [...(given.get(text.name) ?? []), note]);
  }
  const values = Object.fromEntries(
    [...given].flatMap(([name, all]) => entriesOf(fields, name, joined(fields, name, all))),
  );
  const files = await filesOf(file, photo, fields);
  // Checked here as well, so that errors of the form are reported before those of the task's state.
  const { problems } = isSettled(task.state)
    ? { problems: [] }
    : readSubmission(fields, values, files, rowsOf(task.facts));
  if (problems.length > 0)
    throw new BadInputError(...problems.map((one) => unusable(one.field, printable(one.value), one.expected)));
  return { values, files };
}

/** A field as `task show` lists it, followed by the items of a checklist, or the rows and columns of a matrix. */
export function fieldLines(field: FormField, rows: readonly Row[]): string[] {
  const [needed, instead] = [neededText(field), expectedText(expectedOf(field))];
  const line = say(
    `${field.name}（${needed.zh}）：${field.label.zh || field.label.en}；${instead.zh}`,
    `${field.name} (${needed.en}): ${field.label.en || field.label.zh}; ${instead.en}`,
  );
  const items = (field.items ?? []).map((item) => `  ${labelled(item.name, localized(item.label))}`);
  if (field.type !== "matrix") return [line, ...items];
  const asked = matrixRows(rows).map(
    ({ id, minimum, ...row }) =>
      `  ${say("行", "row")} ${id}${named(rowLabel(row, currentLanguage()), id)}${minimum === undefined ? "" : say(`（至少${minimum}）`, ` (at least ${minimum})`)}`,
  );
  return [line, ...items.map((item) => item.replace("  ", `  ${say("列", "column")} `)), ...asked];
}

const named = (label: string, id: string): string => (label && label !== id ? say(`：${label}`, `: ${label}`) : "");

const namesOf = (fields: readonly FormField[]): string[] => fields.map((field) => field.name);

function joined(fields: readonly FormField[], name: string, all: readonly string[]): string {
  const field = fields.find((one) => keyIsOf(name, one));
  if (all.length > 1 && field && field.type !== "list" && field.type !== "findings")
    throw new BadInputError(cause("set-once", { field: printable(name), times: all.length }));
  return all.join("\n");
}

/** A checklist or a matrix may be given as JSON; other answers are taken as typed. */
function entriesOf(fields: readonly FormField[], name: string, value: string): [string, string][] {
  const field = fields.find((one) => one.name === name);
  return field?.type === "checklist" || field?.type === "matrix" ? partsOf(field, value) : [[name, value]];
}

async function answerOf(value: string): Promise<string> {
  return value.startsWith("@") ? (await bytesOf(value.slice(1), "--set")).toString("utf8") : value;
}

/** Files, and photos of checklist items, together limited to what the form accepts. */
async function filesOf(
  paths: readonly string[],
  photos: readonly string[],
  fields: readonly FormField[],
): Promise<SubmittedFile[]> {
  const place = paths.length > 0 ? "--file" : "--photo";
  if (paths.length + photos.length > 0 && !fields.some((field) => field.type === "file"))
    throw new BadInputError(cause("form-takes-no-file", { option: place, fields: namesOf(fields) }));
  const shown = photos.map((one) => itemShown(one, fields));
  const files = await filesAt([...paths, ...shown.map(({ path }) => path)], place);
  return files.map((file, index) => {
    const about = shown[index - paths.length]?.about;
    return about ? photoOf(about, file) : file;
  });
}

/** Parses `items.exits=exits.jpg`. */
function itemShown(given: string, fields: readonly FormField[]): { about: ItemRef; path: string } {
  const at = given.indexOf("=");
  const items = itemsShown(fields);
  const about = items.find(({ field, item }) => `${field}.${item}` === given.slice(0, at));
  if (at > 0 && about) return { about, path: given.slice(at + 1) };
  const names = items.map(({ field, item }) => `${field}.${item}`);
  throw new BadInputError(unusable("--photo", printable(given), expected("item-photo", { items: names })));
}
