import { join } from "node:path";
import type { Text } from "../domain/terms.ts";

/** The demo's own folder inside the data folder. */
export const demoHome = (home: string): string => join(home, "demo");

/** Advice after an embedded server has ended for good. */
export const restartAdvice = (home: string, logFile: string, setting: string, instead: string): Text => ({
  zh: `最后的记录在${join(home, logFile)}；请按其中所示处理，再用“npm start”启动（数据都保留在${home}），或者用${setting}指定自己的${instead}。`,
  en: `Its last words are in ${join(home, logFile)}; mend what they name and start again with "npm start" (all data stays in ${home}), or set ${setting} to a ${instead} of your own.`,
});

export const demoAdvice = (home: string, logFile: string): Text => ({
  zh: `最后的记录在${join(home, logFile)}；请用“npm run demo”重新开始。`,
  en: `Its last words are in ${join(home, logFile)}; begin anew with "npm run demo".`,
});
