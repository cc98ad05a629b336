import { ConsentError } from "../domain/errors.ts";
import { cause } from "../domain/reasons/index.ts";
import { pauseText } from "../domain/reasons/registry.ts";
import type { CliDeps } from "./deps.ts";
import { localized, say } from "./language.ts";

/** What a pause stops. */
export interface Stopped {
  what: string;
  open: number;
  late: number;
}

/**
 * To pause stops whatever is open: how much that is, is said first, and asked.
 * @throws {ConsentError} nobody sits at the terminal, or they said no
 */
export async function pauseAgreed(stopped: Stopped, { ask }: Pick<CliDeps, "ask">): Promise<void> {
  if (stopped.open === 0) return;
  const told = localized(pauseText(stopped));
  if (await ask?.(say(`${told}。是否暂停？`, `${told}. Pause it?`))) return;
  throw new ConsentError(cause("pause-unagreed", stopped));
}
