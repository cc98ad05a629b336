/** Words of the program that have a Chinese name: states, policies, roles, verbs, shapes. Names of files, codes and addresses are none. */
const program =
  /\b(?:ordinary|filing|receipt|emergency|hazard|rectification|disclosure|verdict|drill|personal|open(?:ed)?|acknowledged?|submit(?:ted)?|returned?|accept(?:ed)?|closed|waived?|cancel(?:led)?|overdue|reminder|due|settled|escalated|doer|verifier|supervisor|secretariat|legal-representative|head|deputy|board|authority|registrar|regulator|staff|member|volunteer|critical|major|minor|queued|sending|sent|delivered|bounced|refused|unknown|failed|dropped|routine|prompt|urgent|undefined|null|NaN)\b/i;

/** Half-width punctuation where Chinese sets full-width: between Chinese characters, or beside one and a figure or bracket. */
const halfWidth = /\p{Script=Han}\s?[,;:!?()]|[,;!?()]\s?\p{Script=Han}/u;
/** A space between a figure and its measure word, or a dash set off by spaces. */
const spaced = /\d (?:项|件|天|个|人(?!员)|次|条|家|小时|分钟|页|份|元)|\p{Script=Han} [—–-] |[—–] \p{Script=Han}/u;

/** What no office would write in a Chinese text, each with what stands around it. */
export const unChinese = (text: string): string[] => found(text, [halfWidth, spaced, program]);

/** Of what the command line prints, where names that are typed stand as they are: punctuation alone. */
export const unChinesePunctuation = (text: string): string[] => found(text, [halfWidth]);

function found(text: string, rules: readonly RegExp[]): string[] {
  // Addresses and codes are no prose.
  const prose = text.replace(/https?:\/\/\S+|[\w.+-]+@[\w.-]+|\b[A-Z]{2}-[\w-]+/g, "");
  return rules.flatMap((rule) =>
    [...prose.matchAll(new RegExp(rule.source, `${rule.flags.replace("g", "")}g`))].map(({ index }) =>
      prose.slice(Math.max(0, index - 12), index + 16).replaceAll("\n", "⏎"),
    ),
  );
}
