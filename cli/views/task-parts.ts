import type { FormField } from "../../domain/catalogue/duty.ts";
import { BadInputError } from "../../domain/errors.ts";
import { expected, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";

/**
 * Parses a checklist or a matrix given as JSON: `{"exits": "ok", "wiring": {"answer": "finding", "note": "…"}}`, `{"ROW": {"masks": true, "reason":
 * "…"}}`.
 * @throws {BadInputError} not such an object; says what was expected
 */
export function partsOf(formField: FormField, json: string): [string, string][] {
  const shape =
    formField.type === "checklist"
      ? `{"ITEM": "ok", "ITEM": {"answer": "finding", "note": "…"}}`
      : `{"ROW": {"COLUMN": ${formField.counted ? "12" : "true"}, "reason": "…"}}`;
  const wrong = (place: string, value: string): BadInputError =>
    new BadInputError(
      unusable(printable(place), printable(value), expected("parts", { field: formField.name, shape })),
    );
  const whole = parsed(json);
  if (!isRecord(whole)) throw wrong(formField.name, json);
  return Object.entries(whole).flatMap(([name, part]): [string, string][] => {
    const key = `${formField.name}.${name}`;
    if (!isRecord(part)) return [[key, textOf(part) ?? fail(wrong(key, JSON.stringify(part)))]];
    return Object.entries(part).map(([inner, value]) => {
      const innerKey = formField.type === "checklist" && inner === "answer" ? key : `${key}.${inner}`;
      return [innerKey, textOf(value) ?? fail(wrong(innerKey, JSON.stringify(value)))];
    });
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function textOf(value: unknown): string | undefined {
  if (typeof value === "boolean") return value ? "yes" : "";
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function fail(error: Error): never {
  throw error;
}
