import { escapeHtml } from "../messages/languages/clean.ts";

/** Markup made by {@link html}, in which values are escaped. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Part = Html | string | number | false | null | undefined;
export type Child = Part | readonly Child[];

/** Characters that change how the text around them is displayed: direction overrides and control characters. Line ends and tabs are kept. */
const deceiving = /(?![\t\n\r])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A markup template; values are escaped, except markup from other templates. */
export function html(strings: TemplateStringsArray, ...values: readonly Child[]): Html {
  let text = strings[0] ?? "";
  values.forEach((value, i) => {
    text += rendered(value) + (strings[i + 1] ?? "");
  });
  return new Html(text);
}

/** An attribute that may be absent: `html\`<input ${attribute("required", ask.required)}>\``; `true` makes an attribute without a value. */
export function attribute(name: string, value: string | number | boolean | null | undefined): Html {
  if (value === false || value === null || value === undefined) return new Html("");
  return new Html(value === true ? name : `${name}="${rendered(value)}"`);
}

function rendered(value: Child): string {
  if (value instanceof Html) return value.text;
  if (value === null || value === undefined || value === false) return "";
  if (typeof value === "object") return value.map(rendered).join("");
  return escapeHtml(String(value).replace(deceiving, ""));
}
