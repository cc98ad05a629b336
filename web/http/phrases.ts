const words = new Intl.Segmenter("zh", { granularity: "word" });

/** Terms of two words that are kept together. */
const terms: ReadonlySet<string> = new Set(["社会组织"]);

/** A tag, a character reference, or text. */
const pieces = /<[^>]*>|&[^;\s]*;|[^<&]+/g;

/**
 * Marks where lines of Chinese headings may break: between words, not inside a word such as 社会. Browsers segment phrases only in Japanese
 * (`word-break: auto-phrase`); the style sheet keeps everything else together.
 */
export const withPhrases = (markup: string): string =>
  markup.replace(/(<h1[^>]*>)([\s\S]*?)(<\/h1>)/g, (_, begin: string, inside: string, end: string) => {
    return `${begin}${inside.replace(pieces, (piece) => (/^[<&]/.test(piece) ? piece : phrases(piece)))}${end}`;
  });

/**
 * Groups the words of a text: a figure stays with what it counts, punctuation breaks as usual, and single characters stay together, because the
 * dictionary lacks words such as 履职. No line begins with 的.
 */
function phrases(text: string): string {
  let shown = "";
  /** Length of the previous word in characters; 0: it was not a word. */
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
