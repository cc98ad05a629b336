import type { Text } from "../terms.ts";
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

/** Where a reason is read: on a page nothing is typed. */
export type Surface = "command-line" | "page";

/**
 * Why something is refused: the closed list. A reason has its values and its words in every language, made here and nowhere else; the
 * page, the command line and `--json` word it from these. A reason without words in a language does not compile.
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

/** A value that cannot be used: the reason says what was expected in its place. */
const expectations = { ...expectedValues, ...expectedForms } satisfies Readonly<
  Record<string, (values: never) => ReasonWords>
>;

type Sentences = typeof sentences;
type Expectations = typeof expectations;
type Values<Say> = Say extends (values: infer Given extends object) => Text ? Given : Record<never, never>;

/** Where a value stood that cannot be used, and the value, so cut that it may be printed. */
export interface Unusable {
  /** A column, a field, an option, or a key of a form. */
  place: string;
  value: string;
  /** Of a sheet; its header is row 1. */
  row?: number;
  /** Another field that would do in its place. */
  unless?: string;
}

/** What a value was expected to be; its values have other names than those of {@link Unusable}, beside which they stand. */
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

/** A refusal's reason, with its values. */
export const cause = <Name extends keyof Sentences>(reason: Name, ...[values]: Rest<Values<Sentences[Name]>>): Cause =>
  ({ reason, values: values ?? {} }) as unknown as Cause;

/** What a value was expected to be. */
export const expected = <Name extends keyof Expectations>(
  reason: Name,
  ...[values]: Rest<Values<Expectations[Name]>>
): Expectation => ({ reason, values: values ?? {} }) as unknown as Expectation;

/** The reason for which a value at a place cannot be used. @param value so cut that it may be printed */
export const unusable = (place: string, value: string, { reason, values }: Expectation, row?: number): Cause =>
  ({ reason, values: { place, value, ...(row !== undefined && { row }), ...values } }) as unknown as Cause;

const isExpectation = (reason: Reason): reason is keyof Expectations => Object.hasOwn(expectations, reason);

const on = (surface: Surface, words: ReasonWords): Text => (surface === "page" ? (words.page ?? words) : words);

/** What was expected, in every language. */
export function expectedText({ reason, values }: Expectation, surface: Surface = "command-line"): Text {
  const { zh, en } = on(surface, (expectations[reason] as (values: unknown) => ReasonWords)(values));
  return values.unless === undefined ? t(zh, en) : t(`${zh}，或${values.unless}`, `${en}, or ${values.unless}`);
}

/** What is expected may be a clause of its own in Chinese. */
const clause = /^(应|须|不得)/;

/** A reason in words, in every language. */
export function causeText(given: Cause, surface: Surface = "command-line"): Text {
  if (!isExpectation(given.reason))
    return on(surface, (sentences[given.reason] as (values: unknown) => ReasonWords)(given.values));
  const { place, value, row } = given.values as Unusable;
  const { zh: instead, en } = expectedText(given as Expectation, surface);
  const where = placeText(place);
  const zh = `${value === "" ? "没有填写" : `“${value}”无法使用`}；${clause.test(instead) ? "" : "应为"}${instead}`;
  return row === undefined
    ? t(`${where.zh}：${zh}`, `${where.en}: "${value}"; expected ${en}`)
    : t(`第${row}行“${where.zh}”列：${zh}`, `row ${row}, column ${where.en}: "${value}"; expected ${en}`);
}

/** The field, option or column at which something is wrong; undefined: no single one. */
export const placeOf = ({ values }: Cause): string | undefined =>
  "place" in values && typeof values.place === "string" ? values.place : undefined;

/** Reasons that only head others, or count them. */
export const isHeading = ({ reason }: Pick<Cause, "reason">): boolean =>
  reason === "cells-unusable" || reason === "policy-cannot-work";

/** Every reason there is. */
export const allReasons = [...Object.keys(sentences), ...Object.keys(expectations)] as readonly Reason[];
/** The tables that the list is made of: none may hold a name of another. */
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
