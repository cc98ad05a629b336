import type { Facts } from "../catalogue/due-rule.ts";
import type { FormField } from "../catalogue/duty.ts";
import type { Text } from "../terms.ts";

const authority = "业务主管单位";

/**
 * What a task keeps where its organization has no supervising authority (directly registered, or 脱钩) and its step speaks of one: the
 * registrar hears in its place.
 */
export function registrarFacts(supervised: boolean | undefined, title: Text, fields: readonly FormField[]): Facts {
  const speaks =
    (supervised ?? true) === false && [title, ...fields.flatMap(textsOf)].some(({ zh }) => zh.includes(authority));
  return speaks ? { unsupervised: true } : {};
}

const textsOf = ({ label, items = [], options = [] }: FormField): Text[] =>
  [{ label }, ...items, ...options].map((one) => one.label);

/** Whether a task was asked so. */
export const isUnsupervised = ({ unsupervised }: Facts): boolean => unsupervised === true;

/** A text of the catalogue that names the registrar in the authority's place. */
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
