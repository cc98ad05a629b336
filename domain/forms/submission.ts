import type { FieldType, FormField } from "../catalogue/duty.ts";
import { MoneyError, parseYuan } from "../donations/money.ts";
import { type Expectation, expected } from "../reasons/index.ts";
import type { LocalDate, Text } from "../terms.ts";
import { isLocalDate } from "../time/dates.ts";
import { type ItemAnswer, type ItemRef, itemKeys, rawAnswers, readChecklist } from "./checklist.ts";
import { cellKey, type RowAnswer, readMatrix, reasonKey } from "./matrix.ts";
import { type Problem, type RawSubmission, typed } from "./raw-submission.ts";
import { matrixRows, type Row } from "./rows.ts";

/** A file of a submission. */
export interface SubmittedFile {
  name: string;
  mime: string;
  bytes: Uint8Array;
  /** The checklist item that it shows. */
  about?: ItemRef;
}

/** A stored submission: texts, dates and numbers; money as text in fen; lists, checklists and matrices as arrays. */
export type Result = Record<string, string | number | string[] | ItemAnswer[] | RowAnswer[]>;
const longest = 20_000;
const mostEntries = 2_000;
/** Maximum number of keys named in an error. */
const mostNamed = 12;

/** Maximum number of problems reported. */
const mostProblems = 200;

/**
 * Parses a submission by its form. Never throws: every problem names the field, the value and what was expected.
 * @param rows the rows of a matrix; empty: it is answered as a whole
 */
export function readSubmission(
  fields: readonly FormField[],
  raw: RawSubmission,
  files: readonly SubmittedFile[] = [],
  rows: readonly Row[] = [],
): { result: Result; problems: Problem[] } {
  const result: Result = {};
  const problems = unknownKeys(fields, raw, rows);
  for (const field of fields) {
    if (field.type === "checklist" || field.type === "matrix") {
      const read = field.type === "checklist" ? readChecklist(field, raw) : readMatrix(field, raw, rows);
      problems.push(...read.problems);
      if (read.value) result[field.name] = read.value;
      continue;
    }
    const value = typed(raw, field.name);
    if (field.type === "file") {
      if (isRequired(field, { asks: fields, raw, files }) && !isAnswered(field, { raw, files }))
        problems.push({ field: field.name, value: "", expected: orElse(field, expected("some-file")) });
      continue;
    }
    if (value === "") {
      if (isRequired(field, { asks: fields, raw, files }))
        problems.push({ field: field.name, value: "", expected: orElse(field, expectedOf(field)) });
      continue;
    }
    const read = value.length > longest ? undefined : readers[field.type](value, field);
    if (read === undefined) problems.push({ field: field.name, value, expected: expectedOf(field) });
    else result[field.name] = read;
  }
  for (const field of fields) problems.push(...tooHigh(field, result));
  return {
    result,
    problems: problems.slice(0, mostProblems).map((one) => ({ ...one, value: one.value.slice(0, 80) })),
  };
}

/** More than the number of which it is a part. */
function tooHigh({ name, notAbove }: FormField, result: Result): Problem[] {
  const [value, most] = [result[name], notAbove === undefined ? undefined : result[notAbove]];
  if (notAbove === undefined || typeof value !== "number" || typeof most !== "number" || value <= most) return [];
  return [{ field: name, value: String(value), expected: expected("not-above", { field: notAbove, most }) }];
}

/** Dates that lie where they may not: after today what has happened, and outside the days of a task what it sets. Never throws. */
export function dayProblems(
  fields: readonly FormField[],
  result: Result,
  { today, latest }: { today: LocalDate; latest?: LocalDate },
): Problem[] {
  return fields.flatMap(({ name, type, past }) => {
    const value = result[name];
    if (type !== "date" || typeof value !== "string") return [];
    if (past) return value > today ? [{ field: name, value, expected: expected("day-passed", { today }) }] : [];
    return latest !== undefined && (value < today || value > latest)
      ? [{ field: name, value, expected: expected("day-within", { from: today, to: latest }) }]
      : [];
  });
}

interface Sent {
  raw: RawSubmission;
  files: readonly SubmittedFile[];
}

/** Whether a field is required: by itself, by the answer to another field, or because its alternative was left empty. */
function isRequired(
  { required, when, unless }: FormField,
  { asks: fields, ...sent }: Sent & { asks: readonly FormField[] },
): boolean {
  if (required || (when !== undefined && typed(sent.raw, when.field) === when.is)) return true;
  const other = unless === undefined ? undefined : fields.find(({ name }) => name === unless);
  return other !== undefined && !isAnswered(other, sent);
}

/** Whether a field was answered. The photo of a checklist item does not count as the file that the form asks for. */
const isAnswered = ({ name, type }: FormField, { raw, files }: Sent): boolean =>
  type === "file" ? files.some(({ about }) => about === undefined) : typed(raw, name) !== "";

const orElse = ({ unless }: FormField, instead: Expectation): Expectation =>
  unless === undefined ? instead : ({ ...instead, values: { ...instead.values, unless } } as Expectation);

/** Whether a field is required, in the words of the command line. */
export function neededText({ required, when, unless }: FormField): Text {
  if (required) return { zh: "必填", en: "needed" };
  if (when) return { zh: `${when.field}为${when.is}时必填`, en: `needed where ${when.field} is ${when.is}` };
  if (unless === undefined) return { zh: "可空", en: "may be empty" };
  return { zh: `没有${unless}时必填`, en: `needed unless ${unless} is given` };
}

/** Keys of a field. */
export function keysOf(field: FormField, rows: readonly Row[] = []): string[] {
  const items = field.items ?? [];
  if (field.type === "checklist")
    return items.flatMap((item) => {
      const { answer, note, severity } = itemKeys(field, item);
      return [answer, note, severity];
    });
  if (field.type === "matrix")
    return matrixRows(rows).flatMap((row) => [
      ...items.map((item) => cellKey(field, row, item)),
      reasonKey(field, row),
    ]);
  return [field.name];
}

function unknownKeys(fields: readonly FormField[], raw: RawSubmission, rows: readonly Row[]): Problem[] {
  const known = new Set(fields.flatMap((field) => keysOf(field, rows)));
  const unknown = Object.keys(raw).filter((key) => !known.has(key));
  return unknown.slice(0, mostProblems).map((key) => {
    const parts = fields.find(
      (field) => (field.type === "checklist" || field.type === "matrix") && keyIsOf(key, field),
    );
    const names = parts ? keysOf(parts, rows).slice(0, mostNamed) : fields.map((field) => field.name);
    return { field: key.slice(0, 120), value: typed(raw, key), expected: expected("one-of", { options: names }) };
  });
}

/** Whether a key belongs to a field or a part of it. */
export const keyIsOf = (key: string, field: FormField): boolean =>
  key === field.name || key.startsWith(`${field.name}.`);

/** Parser of each type; undefined: invalid. Files, checklists and matrices are parsed from several keys. */
const readers: Readonly<Record<FieldType, (value: string, field: FormField) => Result[string] | undefined>> = {
  text: (value) => value,
  date: (value) => (isLocalDate(value) ? value : undefined),
  number: (value) => (/^\d{1,9}$/.test(value) ? Number(value) : undefined),
  money: (value) => cents(value),
  choice: (value, field) => (field.options?.some((option) => option.value === value) ? value : undefined),
  list: (value) => entriesOf(value),
  findings: (value) => entriesOf(value),
  file: () => undefined,
  checklist: () => undefined,
  matrix: () => undefined,
};

function entriesOf(value: string): string[] | undefined {
  const entries = value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  return entries.length <= mostEntries ? entries : undefined;
}

function cents(value: string): string | undefined {
  try {
    const amount = parseYuan(value);
    return amount < 0n ? undefined : amount.toString();
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}

const aList = (): Expectation => expected("entries", { most: mostEntries });
const expectations: Readonly<Record<FieldType, (field: FormField) => Expectation>> = {
  text: () => expected("text", { most: longest }),
  date: () => expected("day"),
  number: () => expected("count"),
  money: () => expected("money-not-below-0"),
  choice: ({ options = [] }) => expected("one-of", { options: options.map((option) => option.value) }),
  list: aList,
  findings: aList,
  file: () => expected("file"),
  checklist: ({ name }) => expected("checklist", { field: name, answers: rawAnswers }),
  matrix: ({ name, counted }) => expected("matrix", { field: name, counted: counted === true }),
};

/** What is expected of an answer. */
export const expectedOf = (field: FormField): Expectation => expectations[field.type](field);
