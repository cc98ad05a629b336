import { readCampaign } from "../../domain/donations/disclosure.ts";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import { requesterFacts } from "../../domain/procedures/requester.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { parseEmail } from "../../domain/roster/address.ts";
import { cellProblem, printable } from "../../domain/roster/cell.ts";
import type { LanguageCode, LocalDate, Text } from "../../domain/terms.ts";
import { isLocalDate } from "../../domain/time/dates.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { ActContext, Actor } from "../context.ts";
import { sendReceipt } from "../registry/confirm-requester.ts";
import { requestStepIn } from "../tasks/request-step.ts";
import { campaignOf } from "./campaign.ts";

/** Matters besides the regular disclosures of a campaign, each with a term of its own. */
export const donorMatters = {
  query: { step: "answer-query", day: "askedOn", label: { zh: "捐赠人的问题", en: "The donor's question" } },
  "change-use": { step: "file-changed-use", day: "decidedOn", label: { zh: "用途变更为", en: "The new use" } },
  related: { step: "disclose-related", day: "dealtOn", label: { zh: "关联交易", en: "The dealings" } },
} as const satisfies Readonly<Record<string, { step: string; day: string; label: Text }>>;
export type DonorMatter = keyof typeof donorMatters;

const longest = 2_000;

export interface NewDonorMatter {
  caseId: string;
  matter: DonorMatter;
  /** The question, the changed use, or the transaction. */
  what: string;
  /** Day of the question, decision or transaction. @default today in the organization's zone */
  on?: LocalDate;
  /** The caller's idempotency key. */
  key: string;
  /** For a question from the public page: address to which the answer is sent once it is confirmed. */
  contact?: { email: string; language: LanguageCode };
  /** Further facts of the task. */
  facts?: Readonly<Record<string, unknown>>;
  actor: Actor;
}

/**
 * Requests a task in a campaign's case: a donor's question (answered within 20 days), a changed use (filed within 10 days of the decision), or a
 * transaction with a related party (published within 30 days).
 * @throws {NotFoundError} no such campaign · {RefusedError} it is settled · {BadInputError} invalid text or day
 */
export async function raiseDonorMatter(
  context: ActContext,
  { caseId, matter, what: given, on, key, contact, facts = {}, actor }: NewDonorMatter,
): Promise<{ taskId: string; dueAt: Date; created: boolean }> {
  const now = context.now();
  const { step, day, label } = donorMatters[matter];
  const asked = await context.db.$transaction(async (tx) => {
    const campaign = await campaignOf(tx, caseId);
    const today = dateIn(now, campaign.zone);
    const { startsOn } = readCampaign(campaign.facts);
    const what = given.trim();
    const email = contact && contact.email.trim() !== "" ? parseEmail(contact.email) : undefined;
    if (contact && contact.email.trim() !== "" && !email)
      throw new BadInputError(unusable("contact", printable(contact.email), expected("email")));
    const problem = what === "" ? expected("words") : cellProblem(what.replace(/\s+/g, " "), longest);
    if (problem) throw new BadInputError(unusable(matter, printable(what), problem));
    const [from = today] = [startsOn, today].sort();
    if (on !== undefined && (!isLocalDate(on) || on > today || on < from))
      throw new BadInputError(unusable("on", printable(on), expected("day-within", { from, to: today })));
    if (campaign.state !== "open") throw new RefusedError(cause("disclosure-over", { matter, state: campaign.state }));
    const figures = [{ label, value: what }];
    const requester = email && requesterFacts({ words: what, name: "", contact: email, personId: null });
    const known = { ...facts, ...requester, [day]: on ?? today, figures };
    const made = await requestStepIn(tx, context, { caseId, step, key: `${step}:${key}`, facts: known, actor }, now);
    if (made.created && email && contact) {
      const { organizationId } = made.task;
      await sendReceipt(tx, { id: made.task.id, address: email, language: contact.language, organizationId }, now);
    }
    return made;
  });
  await context.flush();
  return { taskId: asked.task.id, dueAt: asked.task.dueAt, created: asked.created };
}
