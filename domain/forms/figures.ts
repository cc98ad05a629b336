import type { LanguageCode, Text } from "../terms.ts";
import { textIn } from "../words.ts";

/** A figure for a reader: `Received: ¥12,000.00`. */
export interface Figure {
  label: Text;
  value: string | Text;
  /** Task that it concerns. */
  taskId?: string;
}

const isText = (one: unknown): one is Text =>
  typeof one === "object" &&
  one !== null &&
  typeof (one as Partial<Text>).zh === "string" &&
  typeof (one as Partial<Text>).en === "string";

/** The figures in stored facts or evidence, whose form is free; anything else is ignored. */
export function figuresIn(stored: unknown): Figure[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((one: Partial<Figure> | null) => {
    if (!isText(one?.label)) return [];
    const { label, value, taskId } = one;
    return [
      { label, value: isText(value) ? value : String(value ?? ""), ...(typeof taskId === "string" && { taskId }) },
    ];
  });
}

export const valueIn = ({ value }: Figure, language: LanguageCode): string =>
  typeof value === "string" ? value : textIn(value, language);
