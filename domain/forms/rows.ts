import { writing } from "../messages/languages/writing.ts";
import type { LanguageCode, Text } from "../terms.ts";

/** A row of a matrix: a person, a site, a process, a thing in stock. It stands in the task's facts, as it was when the task opened. */
export interface Row {
  /** No white space; once in its matrix. */
  id: string;
  /** A name, or words of the catalogue in each language. */
  label: string | Text;
  /** Of a counted matrix: what there must be at least. @default 0 */
  minimum?: number;
}

/** More would fill no telephone's page; who opens a task for more opens several. */
export const mostRows = 200;
const everything: Row = { id: "all", label: "" };
const usable = /^[^\s\p{Cc}]{1,100}$/u;

/** Rows that a task's facts name. Facts are free in form, so what is no row is passed over; never throws. */
export function rowsOf(facts: Readonly<Record<string, unknown>>): Row[] {
  const rows = new Map<string, Row>();
  for (const one of Array.isArray(facts.rows) ? (facts.rows as unknown[]) : []) {
    const { id, label, minimum } = (typeof one === "object" && one !== null ? one : {}) as Record<string, unknown>;
    if (typeof id !== "string" || !usable.test(id) || rows.has(id)) continue;
    rows.set(id, {
      id,
      label: isLabel(label) ? label : id,
      ...(typeof minimum === "number" && Number.isFinite(minimum) && { minimum }),
    });
    if (rows.size === mostRows) break;
  }
  return [...rows.values()];
}

const isLabel = (value: unknown): value is Row["label"] => {
  const { zh, en } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  return typeof value === "string" || (typeof zh === "string" && typeof en === "string");
};

/** What a row is called in a language. */
export const rowLabel = ({ label }: Pick<Row, "label">, language: LanguageCode): string =>
  typeof label === "string" ? label : writing[language].either(label.zh, label.en);

/** The rows that a form has: a matrix without any is answered as a whole. */
export const matrixRows = (rows: readonly Row[]): readonly Row[] =>
  rows.length > 0 ? rows.slice(0, mostRows) : [everything];
