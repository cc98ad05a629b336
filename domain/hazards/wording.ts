import type { Facts } from "../catalogue/due-rule.ts";
import type { FormField, Item } from "../catalogue/duty.ts";
import type { Text } from "../terms.ts";
import type { HazardPack, PackList, PackPrompt } from "./hazard-pack.ts";
import { guidelineHazard } from "./index.ts";

/** What a task keeps of the hazard with which it was asked: its words, and the lists and prompts that its form takes. */
export interface HazardWords extends Pick<HazardPack, "name" | "title" | "measures"> {
  lists: Partial<Record<PackList, readonly Item[]>>;
  prompts: Partial<Record<PackPrompt, Text>>;
}

/** How the catalogue names what is done against its own hazard. Quotes of the guideline go through nothing here. */
const ownWord = "防控";

/**
 * What a task of a step is to keep of a hazard.
 * @param texts of the step: its title, and what its form says
 * @returns null: it is the catalogue's own, or the step speaks of none
 */
export function wordsFor(pack: HazardPack, title: Text, fields: readonly FormField[]): HazardWords | null {
  if (pack === guidelineHazard) return null;
  const lists = fields.flatMap(({ pack: from }) => (from === undefined ? [] : [from]));
  const prompts = fields.flatMap(({ prompt }) => (prompt !== undefined && pack.prompts[prompt] ? [prompt] : []));
  const speaks = [title, ...fields.flatMap(textsOf)].some(({ zh }) => zh.includes(ownWord));
  // What is counted is the pack's: its rows are taken when the task opens (domain/procedures/opening).
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

/** The hazard with which a task was asked, as its facts keep it; undefined: the catalogue's own. */
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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

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

/** Its columns in place of the catalogue's; what it adds to a checklist stands after the guideline's own items. */
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
