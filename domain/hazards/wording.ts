import type { Facts } from "../catalogue/due-rule.ts";
import type { FormField, Item } from "../catalogue/duty.ts";
import type { Text } from "../terms.ts";
import { capital } from "../words/text.ts";
import type { HazardPack, PackList, PackPrompt } from "./hazard-pack.ts";
import { guidelineHazard } from "./index.ts";

/** The words of a hazard, as stored with a task: names, and the lists and prompts of its form. */
export interface HazardWords extends Pick<HazardPack, "name" | "title" | "measures"> {
  lists: Partial<Record<PackList, readonly Item[]>>;
  prompts: Partial<Record<PackPrompt, Text>>;
}

/** The catalogue's word for the measures against its own hazard. Quotes of the guideline are never changed. */
const ownWord = "防控";

/**
 * The words of a hazard that a task of a step stores.
 * @param title title of the step
 * @returns null: it is the catalogue's own hazard, or the step's texts do not depend on it
 */
export function wordsFor(pack: HazardPack, title: Text, fields: readonly FormField[]): HazardWords | null {
  if (pack === guidelineHazard) return null;
  const lists = fields.flatMap(({ pack: from }) => (from === undefined ? [] : [from]));
  const prompts = fields.flatMap(({ prompt }) => (prompt !== undefined && pack.prompts[prompt] ? [prompt] : []));
  const speaks = [title, ...fields.flatMap(textsOf)].some(({ zh }) => zh.includes(ownWord));
  // Counted items come from the pack; the rows are made when the task opens (domain/procedures/opening).
  const counts = fields.some(({ counted }) => counted);
  if (!speaks && !counts && lists.length === 0 && prompts.length === 0) return null;
  return {
    name: pack.name,
    title: pack.title,
    measures: pack.measures,
    lists: Object.fromEntries(lists.map((list) => [list, pack[list]])),
    prompts: Object.fromEntries(prompts.map((prompt) => [prompt, pack.prompts[prompt]])),
  };
}

const textsOf = ({ label, items = [], options = [] }: FormField): Text[] => [
  label,
  ...items.map((item) => item.label),
  ...options.map((option) => option.label),
];

/** The hazard stored with a task; undefined: the catalogue's own. */
export function hazardOf(facts: Facts): HazardWords | undefined {
  const { hazard } = facts as { hazard?: Partial<HazardWords> | null };
  return typeof hazard === "object" && hazard?.measures && hazard.title && hazard.lists && hazard.prompts
    ? (hazard as HazardWords)
    : undefined;
}

/** A text of the catalogue in the words of a hazard. */
export function textOfHazard(text: Text, { measures }: Pick<HazardWords, "measures">): Text {
  if (!text.zh.includes(ownWord)) return text;
  const en = text.en.replace(/\b(m)easures\b/i, (found) =>
    found.startsWith("M") ? `${capital(measures.en)} measures` : `${measures.en} measures`,
  );
  return { zh: text.zh.replaceAll(ownWord, measures.zh), en };
}

/** A form in the words of a hazard, with its lists. */
export const fieldsOfHazard = (fields: readonly FormField[], words: HazardWords): readonly FormField[] =>
  fields.map((field) => {
    const { pack, prompt, items, options } = field;
    const suggested = prompt && words.prompts[prompt];
    const label = textOfHazard(field.label, words);
    return {
      ...field,
      label: suggested ? withPrompt(label, suggested) : label,
      ...(items && { items: itemsOf(items, pack, words) }),
      ...(options && { options: options.map((one) => ({ ...one, label: textOfHazard(one.label, words) })) }),
    };
  });

/** The pack's columns replace those of the catalogue; its checklist items follow the guideline's own. */
function itemsOf(items: readonly Item[], from: PackList | undefined, words: HazardWords): readonly Item[] {
  const own = items.map((one) => ({ ...one, label: textOfHazard(one.label, words) }));
  const listed = from && words.lists[from];
  if (!listed) return own;
  return from === "weakLinks"
    ? [...own, ...listed.map((one) => ({ ...one, name: `${words.name}-${one.name}` }))]
    : listed;
}

const withPrompt = (label: Text, suggested: Text): Text => ({
  zh: `${label.zh}（如${suggested.zh}）`,
  en: `${label.en} (such as ${suggested.en})`,
});
