import { ConsentError } from "../domain/errors.ts";
import { cause } from "../domain/reasons/index.ts";
import { pauseText } from "../domain/reasons/registry.ts";
import type { CliDeps } from "./deps.ts";
import { localized, say } from "./language.ts";

/** What a pause stops: its name, and the numbers of open and late tasks. */
export interface Stopped {
  what: string;
  open: number;
  late: number;
}

/** Up to this many tasks no question is asked. */
const fewTasks = 10;
/** Number of tasks that the question names. */
const namedTasks = 5;

/**
 * Asks for consent to an act on many tasks, stating how many they are and naming the first.
 * @throws {ConsentError} there is no terminal, or the answer was no
 */
export async function manyAgreed(
  titles: readonly string[],
  yes: boolean,
  { ask }: Pick<CliDeps, "ask">,
): Promise<void> {
  if (yes || titles.length <= fewTasks) return;
  const more = titles.length - namedTasks;
  const listed = titles.slice(0, namedTasks).map((one) => `  ${one}\n`);
  const rest = say(`  ……另有${more}项\n`, `  … and ${more} more\n`);
  const question = say(
    `共${titles.length}项工作：\n${listed.join("")}${rest}是否全部办理？`,
    `${titles.length} tasks:\n${listed.join("")}${rest}Do it to all of them?`,
  );
  if (await ask?.(question)) return;
  throw new ConsentError(cause("many-unagreed", { tasks: titles.length, most: fewTasks }));
}

/**
 * Asks for consent to a pause, stating how much open work it stops.
 * @throws {ConsentError} there is no terminal, or the answer was no
 */
export async function pauseAgreed(stopped: Stopped, { ask }: Pick<CliDeps, "ask">): Promise<void> {
  if (stopped.open === 0) return;
  const told = localized(pauseText(stopped));
  if (await ask?.(say(`${told}。是否暂停？`, `${told}. Pause it?`))) return;
  throw new ConsentError(cause("pause-unagreed", stopped));
}
