export type Environment = Readonly<Record<string, string | undefined>>;

/** The terminal's language, such as `zh_CN.UTF-8`: LC_ALL, else LC_MESSAGES, else LANG. It is no setting of the program's own. */
export const localeOf = (env: Environment): string => env.LC_ALL || env.LC_MESSAGES || env.LANG || "en";
