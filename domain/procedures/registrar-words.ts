import type { Facts } from "../catalogue/due-rule.ts";
import type { FormField } from "../catalogue/duty.ts";
import type { Text } from "../terms.ts";

const authority = "业务主管单位";

/**
 * Facts of a task whose organization has no supervising authority (directly registered, or 脱钩) and whose step mentions one: the registrar is named
 * instead.
 */
export function registrarFacts(supervised: boolean | undefined, title: Text, fields: readonly FormField[]): Facts {
  const speaks =
    (supervised ?? true) === false && [title, ...fields.flatMap(textsOf)].some(({ zh }) => zh.includes(authority));
  return speaks ? { unsupervised: true } : {};
}

const textsOf = ({ label, items = [], options = [] }: FormField): Text[] =>
  [{ label }, ...items, ...options].map((one) => one.label);

/** Whether a task has these facts. */
export const isUnsupervised = ({ unsupervised }: Facts): boolean => unsupervised === true;

/** A text of the catalogue that names the registrar instead of the authority. */
export const textOfRegistrar = ({ zh, en }: Text): Text => ({
  zh: zh.replaceAll(authority, "登记管理机关"),
  en: en
    .replace("supervising and industry authorities", "registrar and the industry authority")
    .replaceAll("supervising authority", "registrar"),
});

/** A form that does. */
export const fieldsOfRegistrar = (fields: readonly FormField[]): readonly FormField[] =>
  fields.map((field) => ({
    ...field,
    label: textOfRegistrar(field.label),
    ...(field.items && { items: field.items.map((one) => ({ ...one, label: textOfRegistrar(one.label) })) }),
    ...(field.options && { options: field.options.map((one) => ({ ...one, label: textOfRegistrar(one.label) })) }),
  }));
