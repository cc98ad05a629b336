/** Control characters (also DEL, C1 and the Unicode line separators): each would end a header, or hide what stands in it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
const plain = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;
/** Words of atext (RFC 5322 3.2.3): needs neither quotes nor encoding. */
const atoms = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** RFC 2047: a line with an encoded word has at most 76 characters; `=?UTF-8?B?` and `?=` take 12 of them. */
const encodedLine = 76;
const overhead = 12;
/** RFC 5322: lines should have at most 78 characters. */
const plainLine = 78;

/** One line without control characters or space around it. */
export function headerText(value: string): string {
  return value.replace(control, " ").trim();
}

/** An unstructured header value, such as a subject, folded and encoded where necessary. @param column characters before it on the first line */
export function unstructured(value: string, column: number): string {
  const text = headerText(value);
  if (text === "") return "";
  if (plain.test(text) && !text.includes("=?")) {
    if (column + text.length <= plainLine) return text;
    const folded = fold(text, column);
    if (folded !== undefined) return folded;
  }
  return encodedWords(text, column);
}

/** A display name: atoms unchanged, anything else in encoded words. Quoted strings are never used, because mail programs parse them differently. */
export function phrase(value: string, column: number): string {
  const text = headerText(value);
  if (text === "") return "";
  if (column + text.length <= plainLine && atoms.test(text) && !text.includes("=?")) return text;
  return encodedWords(text, column);
}

/** Folds a text. @returns undefined: a word is too long for a line */
function fold(text: string, column: number): string | undefined {
  let folded = "";
  let used = column;
  for (const word of text.split(" ")) {
    if (word.length >= plainLine) return undefined;
    const first = folded === "";
    if (used + word.length + (first ? 0 : 1) > plainLine) {
      // A first line with only the header's name is avoided: some programs take it for an empty header.
      if (first) return undefined;
      folded += `\r\n ${word}`;
      used = word.length + 1;
    } else {
      folded += first ? word : ` ${word}`;
      used += word.length + (first ? 0 : 1);
    }
  }
  return folded;
}

/** Base64 encoded words (RFC 2047); no character is split between two. */
function encodedWords(text: string, column: number): string {
  const bytes = Buffer.from(text, "utf8");
  let words = "";
  let used = column;
  for (let at = 0; at < bytes.length; ) {
    const room = Math.floor((encodedLine - used - overhead) / 4) * 3;
    let end = Math.min(at + room, bytes.length);
    while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
    words += `${words === "" ? "" : "\r\n "}=?UTF-8?B?${bytes.toString("base64", at, end)}?=`;
    used = 1;
    at = end;
  }
  return words;
}
