import { type Html, html } from "../http/html.ts";

/** A segment of a bar, with the class that gives its colour. */
export interface BarPart {
  tone: "late" | "soon" | "done" | "brand" | "rest";
  value: number;
}

/** A segmented bar, rendered by the server. Its figures stand beside it as text for screen readers. */
export function bar(parts: readonly BarPart[], most: number): Html {
  let at = 0;
  const rects = parts.map(({ tone, value }) => {
    // However little it is beside the most, something is seen of it.
    const width = value > 0 && most > 0 ? Math.max(1, (value / most) * 100) : 0;
    const rect = html`<rect class="${tone}" x="${at.toFixed(1)}" width="${width.toFixed(1)}" height="10"></rect>`;
    at += width;
    return value > 0 ? rect : "";
  });
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${rects}</svg>`;
}
