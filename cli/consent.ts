import { NeedsConsent } from "../client/registry/importing.ts";
import type { CliDeps } from "./deps.ts";
import { say } from "./language.ts";

/** What a pause stops. */
export interface Stopped {
  what: string;
  open: number;
  late: number;
}

/**
 * To pause stops whatever is open: how much that is, is said first, and asked.
 * @throws {NeedsConsent} nobody sits at the terminal, or they said no
 */
export async function pauseAgreed({ what, open, late }: Stopped, { ask }: Pick<CliDeps, "ask">): Promise<void> {
  if (open === 0) return;
  const told = say(
    `暂停${what}将使${open}项在办工作不再提醒、不再上报，其中${late}项已逾期`,
    `pausing ${what} stops the reminders and escalation of ${open} open ${open === 1 ? "task" : "tasks"}, ${late} of them late`,
  );
  if (await ask?.(say(`${told}。是否暂停？`, `${told}. Pause it?`))) return;
  throw new NeedsConsent(say(`${told}；未作更改，加--yes即暂停`, `${told}; nothing was changed, --yes does it`));
}
