import { join } from "node:path";

/** The demo's own folder in the data folder. */
export const demoHome = (home: string): string => join(home, "demo");

/** What to do where a server of ours has ended for good. */
export const restartAdvice = (home: string, logFile: string, setting: string, instead: string): string =>
  `Its last words are in ${join(home, logFile)}; mend what they name and start again with "npm start" (all data stays in ${home}), or set ${setting} to ${instead} of your own.`;

export const demoAdvice = (home: string, logFile: string): string =>
  `Its last words are in ${join(home, logFile)}; begin anew with "npm run demo".`;
