const words = new Intl.Segmenter("zh", { granularity: "word" });

/** Terms of two words that read as one. */
const terms: ReadonlySet<string> = new Set(["社会组织"]);

/** A tag, a character reference, or text. */
const pieces = /<[^>]*>|&[^;\s]*;|[^<&]+/g;

/**
 * Headings of a page in Chinese, marked where a line may break: between words, and not inside one such as 社会. Browsers know phrases of
 * Japanese alone (`word-break: auto-phrase`); the style sheet keeps all else together.
 */
export const withPhrases = (markup: string): string =>
  markup.replace(/(<h1[^>]*>)([\s\S]*?)(<\/h1>)/g, (_, begin: string, inside: string, end: string) => {
    return `${begin}${inside.replace(pieces, (piece) => (/^[<&]/.test(piece) ? piece : phrases(piece)))}${end}`;
  });

/**
 * A figure stays with what it counts, marks break as they do anyway, and single signs stay together: no dictionary
 * knows 履职. No line begins with 的. */
function phrases(text: string): string {
  let shown = "";
  /** Signs of the word before; 0: it was none. */
  let before = 0;
  let last = "";
  for (const { segment, isWordLike = false } of words.segment(text)) {
    const signs = isWordLike && /^\p{Script=Han}/u.test(segment) ? segment.length : 0;
    shown +=
      signs > 0 && before > 0 && signs + before > 2 && segment !== "的" && !terms.has(last + segment)
        ? `<wbr>${segment}`
        : segment;
    before = signs;
    last = segment;
  }
  return shown;
}
