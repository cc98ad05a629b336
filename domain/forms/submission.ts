import type { FieldType, FormField } from "../catalogue/duty.ts";
import { MoneyError, parseYuan } from "../donations/money.ts";
import { type Expectation, expected } from "../reasons/index.ts";
import type { Text } from "../terms.ts";
import { isLocalDate } from "../time/dates.ts";
import { type ItemAnswer, type ItemRef, itemKeys, rawAnswers, readChecklist } from "./checklist.ts";
import { cellKey, type RowAnswer, readMatrix, reasonKey } from "./matrix.ts";
import { type Problem, type RawSubmission, typed } from "./raw-submission.ts";
import { type Row, rowsAsked } from "./rows.ts";

/** A file that a submission carries. */
export interface SubmittedFile {
  name: string;
  mime: string;
  bytes: Uint8Array;
  /** The item of a checklist that it shows. */
  about?: ItemRef;
}

/** A submission as it is stored: text, dates and numbers; money in cents as text; lists, checklists and matrices as arrays. */
export type Result = Record<string, string | number | string[] | ItemAnswer[] | RowAnswer[]>;
const longest = 20_000;
const mostEntries = 2_000;
/** Keys that an error names. */
const mostNamed = 12;

/** A form with more wrong in it is looked at again anyway. */
const mostProblems = 200;

/**
 * Reads a submission by its form. Never throws: whatever is wrong is a problem that names the ask, the value and what was expected.
 * @param rows what a matrix asks about; none: it is answered as a whole
 */
export function readSubmission(
  asks: readonly FormField[],
  raw: RawSubmission,
  files: readonly SubmittedFile[] = [],
  rows: readonly Row[] = [],
): { result: Result; problems: Problem[] } {
  const result: Result = {};
  const problems = unknownKeys(asks, raw, rows);
  for (const ask of asks) {
    if (ask.type === "checklist" || ask.type === "matrix") {
      const read = ask.type === "checklist" ? readChecklist(ask, raw) : readMatrix(ask, raw, rows);
      problems.push(...read.problems);
      if (read.value) result[ask.name] = read.value;
      continue;
    }
    const value = typed(raw, ask.name);
    if (ask.type === "file") {
      if (isRequired(ask, { asks, raw, files }) && !isAnswered(ask, { raw, files }))
        problems.push({ ask: ask.name, value: "", expected: orElse(ask, expected("some-file")) });
      continue;
    }
    if (value === "") {
      if (isRequired(ask, { asks, raw, files }))
        problems.push({ ask: ask.name, value: "", expected: orElse(ask, expectedOf(ask)) });
      continue;
    }
    const read = value.length > longest ? undefined : readers[ask.type](value, ask);
    if (read === undefined) problems.push({ ask: ask.name, value, expected: expectedOf(ask) });
    else result[ask.name] = read;
  }
  return {
    result,
    problems: problems.slice(0, mostProblems).map((one) => ({ ...one, value: one.value.slice(0, 80) })),
  };
}

interface Sent {
  raw: RawSubmission;
  files: readonly SubmittedFile[];
}

/** Of itself, by what another was answered with, or because another that would do was left empty. */
function isRequired(
  { required, when, unless }: FormField,
  { asks, ...sent }: Sent & { asks: readonly FormField[] },
): boolean {
  if (required || (when !== undefined && typed(sent.raw, when.ask) === when.is)) return true;
  const other = unless === undefined ? undefined : asks.find(({ name }) => name === unless);
  return other !== undefined && !isAnswered(other, sent);
}

/** The photo of a checklist's item shows that item, and is not the file that a form asks for beside it. */
const isAnswered = ({ name, type }: FormField, { raw, files }: Sent): boolean =>
  type === "file" ? files.some(({ about }) => about === undefined) : typed(raw, name) !== "";

const orElse = ({ unless }: FormField, instead: Expectation): Expectation =>
  unless === undefined ? instead : ({ ...instead, values: { ...instead.values, unless } } as Expectation);

/** Whether an ask is needed, in the words of the command line. */
export function neededText({ required, when, unless }: FormField): Text {
  if (required) return { zh: "必填", en: "needed" };
  if (when) return { zh: `${when.ask}为${when.is}时必填`, en: `needed where ${when.ask} is ${when.is}` };
  if (unless === undefined) return { zh: "可空", en: "may be empty" };
  return { zh: `没有${unless}时必填`, en: `needed unless ${unless} is given` };
}

/** Keys that an ask takes. */
export function keysOf(ask: FormField, rows: readonly Row[] = []): string[] {
  const items = ask.items ?? [];
  if (ask.type === "checklist")
    return items.flatMap((item) => {
      const { answer, note, severity } = itemKeys(ask, item);
      return [answer, note, severity];
    });
  if (ask.type === "matrix")
    return rowsAsked(rows).flatMap((row) => [...items.map((item) => cellKey(ask, row, item)), reasonKey(ask, row)]);
  return [ask.name];
}

function unknownKeys(asks: readonly FormField[], raw: RawSubmission, rows: readonly Row[]): Problem[] {
  const known = new Set(asks.flatMap((ask) => keysOf(ask, rows)));
  const unknown = Object.keys(raw).filter((key) => !known.has(key));
  return unknown.slice(0, mostProblems).map((key) => {
    const parts = asks.find((ask) => (ask.type === "checklist" || ask.type === "matrix") && keyIsOf(key, ask));
    const names = parts ? keysOf(parts, rows).slice(0, mostNamed) : asks.map((ask) => ask.name);
    return { ask: key.slice(0, 120), value: typed(raw, key), expected: expected("one-of", { options: names }) };
  });
}

/** Whether a key is that of an ask or of a part of it. */
export const keyIsOf = (key: string, ask: FormField): boolean => key === ask.name || key.startsWith(`${ask.name}.`);

/** How each type reads what was typed; undefined: it cannot be taken. Files, checklists and matrices are read from several keys. */
const readers: Readonly<Record<FieldType, (value: string, ask: FormField) => Result[string] | undefined>> = {
  text: (value) => value,
  date: (value) => (isLocalDate(value) ? value : undefined),
  number: (value) => (/^-?\d{1,12}(\.\d{1,6})?$/.test(value) ? Number(value) : undefined),
  money: (value) => cents(value),
  choice: (value, ask) => (ask.options?.some((option) => option.value === value) ? value : undefined),
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
    return parseYuan(value).toString();
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}

const aList = (): Expectation => expected("entries", { most: mostEntries });
const expectations: Readonly<Record<FieldType, (ask: FormField) => Expectation>> = {
  text: () => expected("text", { most: longest }),
  date: () => expected("day"),
  number: () => expected("number"),
  money: () => expected("money"),
  choice: ({ options = [] }) => expected("one-of", { options: options.map((option) => option.value) }),
  list: aList,
  findings: aList,
  file: () => expected("file"),
  checklist: ({ name }) => expected("checklist", { field: name, answers: rawAnswers }),
  matrix: ({ name, counted }) => expected("matrix", { field: name, counted: counted === true }),
};

/** What is expected of an answer. */
export const expectedOf = (ask: FormField): Expectation => expectations[ask.type](ask);
