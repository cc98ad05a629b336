import type { Facts } from "../../domain/catalogue/due-rule.ts";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { cut } from "../../domain/messages/languages/clean.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { titleOf } from "../../domain/procedures/steps.ts";
import type { Verb } from "../../domain/tasks/task-states.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import { type Child, type Html, html } from "../http/html.ts";

/** A task that waits for somebody's verdict. */
interface Waiting {
  organizationId: string;
  organization: string;
  duty: string;
  step: string;
  facts: Facts;
  subject: string;
}

/** How much of that waits for one person, and what comes first. */
export interface Awaited<One extends Waiting> {
  total: number;
  first: One | undefined;
}

/** Whether a verdict has just been given: whoever gave it goes on to the next. */
export const isVerdict = (verb: Verb | undefined): boolean => verb === "accept" || verb === "return";

/**
 * After a verdict: how much else waits for the reader's, and the way to the one that comes first.
 * @param here the organization whose task the verdict was about: another one is named
 * @param way to a task, with these words
 */
export function nextVerdict<One extends Waiting>(
  { total, first }: Awaited<One>,
  { here, language }: { here: string; language: LanguageCode },
  way: (first: One, words: string) => Child,
): Html {
  const { either, colon, brackets } = writing[language];
  if (!first) return html`<p>${either("没有等您核验的事项了。", "Nothing else waits for your verdict.")}</p>`;
  const title = textIn(titleOf(dutyOf(first.duty), first.step, first.facts), language);
  const about = first.subject ? `${title} · ${cut(first.subject, 40)}` : title;
  const where = first.organizationId === here ? "" : brackets(first.organization);
  return html`<p>${either(`还有${total}件等您核验。`, `${total} more ${total === 1 ? "waits" : "wait"} for your verdict.`)}</p>
${way(first, `${either("下一件", "Next one")}${colon}${about}${where} →`)}`;
}
