import { figuresIn, valueIn } from "../../domain/forms/figures.ts";
import { currentLanguage, labelled, localized } from "../language.ts";
import { safe } from "./format.ts";

/** Figures computed for a reader, one in each line. @param stored as stored in facts and evidence */
export const figureLines = (stored: unknown): string[] =>
  figuresIn(stored).map((figure) => labelled(safe(localized(figure.label)), safe(valueIn(figure, currentLanguage()))));
