export type Environment = Readonly<Record<string, string | undefined>>;

/** Locale of the terminal, such as `zh_CN.UTF-8`: LC_ALL, otherwise LC_MESSAGES, otherwise LANG. Not a setting of the program. */
export const localeOf = (env: Environment): string => env.LC_ALL || env.LC_MESSAGES || env.LANG || "en";
