/** Escapes the wildcards of LIKE in what a person typed. */
export const literal = (typed: string): string => typed.replace(/[\\%_]/g, "\\$&");
