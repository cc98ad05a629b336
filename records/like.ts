/** What somebody typed as a pattern of LIKE finds it: its own signs are no wildcards. */
export const literal = (typed: string): string => typed.replace(/[\\%_]/g, "\\$&");
