import { escapeHtml } from "../messages/languages/clean.ts";

/** Markup that was made by {@link html}: what it was given is escaped already. */
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

/** Characters that change what a reader sees around them: direction overrides and controls. Line ends and tabs stay. */
const deceiving = /(?![\t\n\r])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A template of markup: every value in it is escaped, but for markup that another template made. */
export function html(strings: TemplateStringsArray, ...values: readonly Child[]): Html {
  let text = strings[0] ?? "";
  values.forEach((value, i) => {
    text += rendered(value) + (strings[i + 1] ?? "");
  });
  return new Html(text);
}

/** An attribute that is there or not: `html\`<input ${attribute("required", ask.required)}>\``; a value `true` has none of its own. */
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
