import { figuresIn, valueIn } from "../../domain/forms/figures.ts";
import { currentLanguage, labelled, localized } from "../language.ts";
import { safe } from "./format.ts";

/** Figures that were drawn up for a reader, one a line. @param stored as facts and evidence hold them */
export const figureLines = (stored: unknown): string[] =>
  figuresIn(stored).map((figure) => labelled(safe(localized(figure.label)), safe(valueIn(figure, currentLanguage()))));
