import type { Facts } from "../../domain/catalogue/due-rule.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { cut } from "../../domain/messages/languages/clean.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { dutyBeside } from "../../domain/messages/task-title.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import type { Verb } from "../../domain/tasks/task-states.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { type Child, type Html, html } from "../http/html.ts";

/** A task that waits for a verdict. */
interface Waiting {
  organizationId: string;
  organization: string;
  duty: string;
  step: string;
  facts: Facts;
  subject: string;
}

/** Number of tasks that wait for a person's verdict, and the first of them. */
export interface Awaited<One extends Waiting> {
  total: number;
  first: One | undefined;
}

/** Whether a verb is a verdict, after which the verifier continues with the next task. */
export const isVerdict = (verb: Verb | undefined): boolean => verb === "accept" || verb === "return";

/**
 * After a verdict: number of further tasks to verify, with a link to the first.
 * @param here organization of the verified task; another one is named
 * @param way renders the link to a task with these words
 */
export function nextVerdict<One extends Waiting>(
  { total, first }: Awaited<One>,
  { here, language }: { here: string; language: LanguageCode },
  way: (first: One, words: string) => Child,
): Html {
  const { either, colon, brackets } = writing[language];
  if (!first) return html`<p>${either("没有等您核验的事项了。", "Nothing else waits for your verdict.")}</p>`;
  const title = textIn(titleOf(dutyOf(first.duty), first.step, first.facts), language);
  const about = [title, cut(first.subject, 40) || dutyBeside(first, language)].filter((one) => one !== "").join(" · ");
  const where = first.organizationId === here ? "" : brackets(first.organization);
  return html`<p>${either(`还有${total}件等您核验。`, `${total} more ${total === 1 ? "waits" : "wait"} for your verdict.`)}</p>
${way(first, `${either("下一件", "Next one")}${colon}${about}${where} →`)}`;
}
