import type { Form } from "../http/multipart.ts";

/** Before the names of all inputs of a task on a sheet. */
export const sheetPrefix = (taskId: string): string => `t-${taskId}-`;

/** The input by which a task without a form is said to be done. */
export const confirmation = "confirm";

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

/** Whether anything of it was filled in. The severity of a finding has a value from the beginning, and says nothing alone. */
export const isTouched = ({ fields, files, refused }: Form): boolean =>
  files.length + refused.length > 0 ||
  [...fields].some(([name, value]) => value.trim() !== "" && !name.endsWith(".severity"));
