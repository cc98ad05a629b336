/** English terms of the program that have a Chinese name: states, policies, roles, acts, shapes. Excludes names of files, codes and addresses. */
const program =
  /\b(?:ordinary|filing|receipt|emergency|hazard|rectification|disclosure|verdict|drill|personal|open(?:ed)?|acknowledged?|submit(?:ted)?|returned?|accept(?:ed)?|closed|waived?|cancel(?:led)?|overdue|reminder|due|settled|escalated|doer|verifier|supervisor|secretariat|legal-representative|head|deputy|board|authority|registrar|regulator|staff|member|volunteer|critical|major|minor|queued|sending|sent|delivered|bounced|refused|unknown|failed|dropped|routine|prompt|urgent|undefined|null|NaN)\b/i;

/** Half-width punctuation where Chinese uses full-width: between Chinese characters, or between one and a figure or bracket. */
const halfWidth = /\p{Script=Han}\s?[,;:!?()]|[,;!?()]\s?\p{Script=Han}/u;
/** A space between a figure and its measure word, or a dash with spaces around it. */
const spaced = /\d (?:项|件|天|个|人(?!员)|次|条|家|小时|分钟|页|份|元)|\p{Script=Han} [—–-] |[—–] \p{Script=Han}/u;

/** Finds what must not occur in a Chinese text, each with its context. */
export const unChinese = (text: string): string[] => found(text, [halfWidth, spaced, program]);

/** For output of the command line, which contains names as they are typed: checks punctuation only. */
export const unChinesePunctuation = (text: string): string[] => found(text, [halfWidth]);

function found(text: string, rules: readonly RegExp[]): string[] {
  // Ignores addresses and codes.
  const prose = text.replace(/https?:\/\/\S+|[\w.+-]+@[\w.-]+|\b[A-Z]{2}-[\w-]+/g, "");
  return rules.flatMap((rule) =>
    [...prose.matchAll(new RegExp(rule.source, `${rule.flags.replace("g", "")}g`))].map(({ index }) =>
      prose.slice(Math.max(0, index - 12), index + 16).replaceAll("\n", "⏎"),
    ),
  );
}
