import { writing } from "../messages/languages/writing.ts";
import type { Text } from "../terms.ts";
import { isLocalDate } from "../time/dates.ts";
import { capital } from "../words/text.ts";
import { apiReasons } from "./api.ts";
import { caseReasons } from "./cases.ts";
import { commandLineReasons } from "./command-line.ts";
import { expectedForms } from "./expected-forms.ts";
import { expectedValues } from "./expected-values.ts";
import { kindReasons } from "./kinds.ts";
import { notFoundReasons } from "./not-found.ts";
import { policyReasons } from "./policies.ts";
import { registryReasons } from "./registry.ts";
import { runningReasons } from "./running.ts";
import { taskReasons } from "./tasks.ts";
import { placeText, type ReasonWords, t } from "./words.ts";

/** Where a reason is read; on a page no commands are typed. */
export type Surface = "command-line" | "page";

/**
 * Why something is refused: the closed list of reasons. A reason's values and its words in every language are defined here only; page, command line
 * and `--json` use them. A reason without words in a language does not compile.
 */
const sentences = {
  ...taskReasons,
  ...caseReasons,
  ...kindReasons,
  ...notFoundReasons,
  ...registryReasons,
  ...policyReasons,
  ...commandLineReasons,
  ...runningReasons,
  ...apiReasons,
} satisfies Readonly<Record<string, (values: never) => ReasonWords>>;

/** Expectations of a value, used as the reason of an invalid one. */
const expectations = { ...expectedValues, ...expectedForms } satisfies Readonly<
  Record<string, (values: never) => ReasonWords>
>;

type Sentences = typeof sentences;
type Expectations = typeof expectations;
type Values<Say> = Say extends (values: infer Given extends object) => Text ? Given : Record<never, never>;

/** The place of an invalid value, and the value, shortened for printing. */
export interface Unusable {
  /** A column, a field, an option, or a key of a form. */
  place: string;
  value: string;
  /** Row of a sheet; the header is row 1. */
  row?: number;
  /** Another field that may be given instead. */
  unless?: string;
}

/** What is expected of a value. Its values must not share names with those of {@link Unusable}, with which they are merged. */
export type Expectation = {
  [Name in keyof Expectations]: {
    readonly reason: Name;
    readonly values: Values<Expectations[Name]> & { unless?: string };
  };
}[keyof Expectations];

/** A reason with its values. */
export type Cause =
  | { [Name in keyof Sentences]: { readonly reason: Name; readonly values: Values<Sentences[Name]> } }[keyof Sentences]
  | {
      [Name in keyof Expectations]: { readonly reason: Name; readonly values: Values<Expectations[Name]> & Unusable };
    }[keyof Expectations];
export type Reason = Cause["reason"];

type Rest<Given> = keyof Given extends never ? [] : [values: Given];

/** Makes the reason of a refusal. */
export const cause = <Name extends keyof Sentences>(reason: Name, ...[values]: Rest<Values<Sentences[Name]>>): Cause =>
  ({ reason, values: values ?? {} }) as unknown as Cause;

/** Makes the expectation of a value. */
export const expected = <Name extends keyof Expectations>(
  reason: Name,
  ...[values]: Rest<Values<Expectations[Name]>>
): Expectation => ({ reason, values: values ?? {} }) as unknown as Expectation;

/** Makes the reason of an invalid value at a place. @param value shortened for printing */
export const unusable = (place: string, value: string, { reason, values }: Expectation, row?: number): Cause =>
  ({ reason, values: { place, value, ...(row !== undefined && { row }), ...values } }) as unknown as Cause;

const isExpectation = (reason: Reason): reason is keyof Expectations => Object.hasOwn(expectations, reason);

/** A page has the sentence alone, as a heading; on the command line what was refused stands before it. */
const reasonText = ({ zh, en, verb, page }: ReasonWords, surface: Surface): Text =>
  surface === "page" ? t(page?.zh ?? zh, capital(page?.en ?? en)) : t(zh, verb === undefined ? en : `${verb}: ${en}`);

const expectationWords = ({ reason, values }: Expectation): ReasonWords =>
  (expectations[reason] as (values: unknown) => ReasonWords)(values);

/** An expectation in words, in every language. */
export function expectedText(given: Expectation, surface: Surface = "command-line"): Text {
  const words = expectationWords(given);
  const { zh, en } = surface === "page" ? (words.page ?? words) : words;
  const { unless } = given.values;
  return unless === undefined ? t(zh, en) : t(`${zh}，或${unless}`, `${en}, or ${unless}`);
}

/** A reason in words, in every language. */
export function causeText(given: Cause, surface: Surface = "command-line"): Text {
  if (!isExpectation(given.reason))
    return reasonText((sentences[given.reason] as (values: unknown) => ReasonWords)(given.values), surface);
  const { place, value, row } = given.values as Unusable;
  const instead = expectedText(given as Expectation, surface);
  const ought = expectationWords(given as Expectation).clause ? "" : "应为";
  const where = placeText(place);
  const [said, read] =
    surface === "page" && isLocalDate(value) ? [writing["zh-CN"].date(value), writing.en.date(value)] : [value, value];
  const zh = `${value === "" ? "没有填写" : `“${said}”无法使用`}；${ought}${instead.zh}`;
  const en = `"${read}"; expected ${instead.en}`;
  return row === undefined
    ? t(`${where.zh}：${zh}`, `${surface === "page" ? capital(where.en) : where.en}: ${en}`)
    : t(`第${row}行“${where.zh}”列：${zh}`, `row ${row}, column ${where.en}: ${en}`);
}

/** The field, option or column of a reason; undefined: not a single one. */
export const placeOf = ({ values }: Cause): string | undefined =>
  "place" in values && typeof values.place === "string" ? values.place : undefined;

/** Reasons that only introduce or count others. */
export const isHeading = ({ reason }: Pick<Cause, "reason">): boolean =>
  reason === "cells-unusable" || reason === "policy-cannot-work";

/** Every reason. */
export const allReasons = [...Object.keys(sentences), ...Object.keys(expectations)] as readonly Reason[];
/** The tables of which the list consists; their names must not overlap. */
export const reasonTables = [
  taskReasons,
  caseReasons,
  kindReasons,
  notFoundReasons,
  registryReasons,
  policyReasons,
  commandLineReasons,
  runningReasons,
  apiReasons,
  expectedValues,
  expectedForms,
] as const;
