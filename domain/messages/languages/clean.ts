/** Characters that no reader sees but that change what they see, or where a header ends: control characters, direction
 * overrides, zero-width ones, line and paragraph separators, halves of a character. Joiners stay: emoji and names need them. */
const unseen = /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;
const everyUnseen = new RegExp(unseen, "gu");
const trailing = /[\s，、。；：,.;:]+$/;
const special = /[&<>"']/;

/** One line without invisible characters, at most `most` UTF-16 units long. Called for every value, so the common case is a single test. */
export function line(text: string, most: number): string {
  // Cut first, so that the cost does not depend on the length.
  const short = text.length > most * 2 ? text.slice(0, most * 2) : text;
  const clean = unseen.test(short) ? short.replace(everyUnseen, (one) => (breaks(one) ? " " : "")) : short;
  return cut(clean.trim(), most);
}

/** Several clean lines; blank ones are dropped. */
export function block(text: string, most: number): string {
  if (!text.includes("\n")) return line(text, most);
  const short = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return short
    .split("\n")
    .map((one) => line(one, most))
    .filter((one) => one !== "")
    .join("\n");
}

/** Shortens a text to `most` units with an ellipsis; never inside a character or after a comma. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 2);
  const halved = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, halved ? most - 2 : most - 1).replace(trailing, "")}…`;
}

/** Escapes a text for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  if (!special.test(text)) return text;
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

const breaks = (one: string): boolean =>
  one === "\n" || one === "\r" || one === "\t" || one === "\u2028" || one === "\u2029" || one === "\u0085";
