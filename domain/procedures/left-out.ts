import { applies, type Profile } from "../catalogue/applies.ts";
import type { Facts } from "../catalogue/due-rule.ts";
import type { FormField } from "../catalogue/duty.ts";
import { dutyOf } from "../catalogue/packs/index.ts";

/** Facts of a task whose checklist has items about rows that do not apply to its organization: the names of these items. */
export function leftOutFacts(organization: Profile, fields: readonly FormField[]): Facts {
  const leftOut = fields.flatMap(({ items = [] }) =>
    items.flatMap(({ name, row }) => (row !== undefined && !applies(dutyOf(row), organization) ? [name] : [])),
  );
  return leftOut.length > 0 ? { leftOut } : {};
}

/** A form without the items that were left out of a task. */
export function withoutLeftOut(fields: readonly FormField[], { leftOut }: Facts): readonly FormField[] {
  if (!Array.isArray(leftOut)) return fields;
  return fields.map((field) =>
    field.items
      ? { ...field, items: field.items.filter(({ name, row }) => row === undefined || !leftOut.includes(name)) }
      : field,
  );
}
