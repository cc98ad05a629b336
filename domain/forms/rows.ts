import { writing } from "../messages/languages/writing.ts";
import type { LanguageCode, Text } from "../terms.ts";

/** A row of a matrix: a person, a site, a process, an item in stock. Stored in the task's facts as of its opening. */
export interface Row {
  /** Without white space; unique in its matrix. */
  id: string;
  /** A name, or words of the catalogue in each language. */
  label: string | Text;
  /** Minimum of a counted matrix. @default 0 */
  minimum?: number;
}

/** Maximum number of rows in a task; more rows are divided among several tasks. */
export const mostRows = 200;
const everything: Row = { id: "all", label: "" };
const usable = /^[^\s\p{Cc}]{1,100}$/u;

/** The rows in a task's facts, whose form is free; anything else is ignored. Never throws. */
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

/** Label of a row in a language. */
export const rowLabel = ({ label }: Pick<Row, "label">, language: LanguageCode): string =>
  typeof label === "string" ? label : writing[language].either(label.zh, label.en);

/** The rows of a form; a matrix without rows is answered as a whole. */
export const matrixRows = (rows: readonly Row[]): readonly Row[] =>
  rows.length > 0 ? rows.slice(0, mostRows) : [everything];
