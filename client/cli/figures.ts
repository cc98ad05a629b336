import { figuresIn, valueIn } from "../../domain/figures.ts";
import { safe } from "./shown.ts";

/** Figures that were drawn up for a reader, one a line. @param stored as facts and evidence hold them */
export const figureLines = (stored: unknown): string[] =>
  figuresIn(stored).map((figure) => `${safe(figure.label.en)}: ${safe(valueIn(figure, "en"))}`);
