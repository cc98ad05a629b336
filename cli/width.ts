/** Characters that take two columns in a terminal: East Asian wide characters and emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const none = /[\p{Mn}\p{Me}\p{Cf}]/u;
const colours = /\p{Cc}\[[\d;]*m/gu;

const widthOfSign = (sign: string): number => (none.test(sign) ? 0 : wide.test(sign) ? 2 : 1);

/** Columns that a text takes in a terminal; colour codes take none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const sign of text.replace(colours, "")) width += widthOfSign(sign);
  return width;
}

/** Shortens a text to a number of columns, with an ellipsis. */
export function fitted(text: string, most: number): string {
  if (widthOf(text) <= most) return text;
  let kept = "";
  let width = 0;
  for (const sign of text) {
    if (width + widthOfSign(sign) > most - 1) break;
    kept += sign;
    width += widthOfSign(sign);
  }
  return `${kept}…`;
}

/** Pads a text to a width. */
export const padded = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));
