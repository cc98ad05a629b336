import { RefusedError } from "../../domain/errors.ts";
import { callDuties, callKind } from "../../domain/procedures/kinds/call.ts";
import { cause, expected } from "../../domain/reasons/index.ts";
import type { LocalDate, Zone } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { type IssuedCircular, issueCircular, type NewCircular } from "../cases/circulars.ts";
import { changeFacts } from "../cases/facts.ts";
import { raiseEvent } from "../cases/start.ts";
import type { ActContext, Actor } from "../context.ts";
import { caseOfKind, dayProblem, lineProblem, rejectProblems } from "../lookup.ts";
import { organizationOf } from "../registry/organizations.ts";

/** A call by an authority · participation on one's own initiative (row 32) · planned service (row 9). */
export const occasions = ["call-issued", "participation-planned", "service-planned"] as const;

export interface NewCall {
  organizationId: string;
  /** @default "call-issued" */
  event?: (typeof occasions)[number];
  /** What is called for, in one line. */
  title: string;
  /** Issuer of the call. */
  issuedBy?: string;
  /** Day by which a response is requested. @default the policy's term */
  replyBy?: LocalDate;
  /** The caller's idempotency key. @default a new one */
  key: string;
  actor: Actor;
}

const answering: readonly string[] = Object.values(callDuties);

/**
 * Starts the case of a call in one organization. @throws {NotFoundError} no such organization · {RefusedError} closed, or the duty is paused there ·
 * {BadInputError} invalid title or day
 */
export async function startCall(context: ActContext, input: NewCall): Promise<{ caseId: string; created: boolean }> {
  const { organizationId, event = "call-issued", issuedBy, replyBy, key, actor } = input;
  const organization = await organizationOf(context.db, organizationId);
  const today = dateIn(context.now(), organization.zone);
  rejectProblems(
    lineProblem("title", input.title, expected("call-title")),
    issuedBy === undefined ? undefined : lineProblem("issued by", issuedBy, expected("call-issuer")),
    dayProblem("reply by", replyBy, today),
  );
  const facts = { ...(issuedBy && { issuedBy: issuedBy.trim() }), ...(replyBy && { replyBy }) };
  const subject = input.title.trim();
  const started = await raiseEvent(context, { organizationId: organization.id, event, key, subject, facts, actor });
  const mine = started.find(({ duty }) => answering.includes(duty));
  if (!mine) throw new RefusedError(cause("no-duty-for-event", { event, organization: organization.code }));
  return mine;
}

export interface IssuedCall extends Omit<NewCircular, "event" | "facts"> {
  /** Issuer of the call. */
  issuedBy?: string;
  replyBy?: LocalDate;
}

/**
 * Issues a call to many organizations: each that it concerns has a case of its own (`issueCircular`).
 * @param zone zone of the day of the response
 * @throws {BadInputError} invalid title or day, or neither text nor document · {NotFoundError} no organization of a code · {RefusedError} it concerns nobody
 */
export function issueCall(
  context: ActContext,
  { issuedBy, replyBy, ...input }: IssuedCall,
  zone: Zone,
): Promise<IssuedCircular> {
  rejectProblems(
    lineProblem("title", input.title, expected("call-title")),
    issuedBy === undefined ? undefined : lineProblem("from", issuedBy, expected("call-issuer")),
    dayProblem("reply by", replyBy, dateIn(context.now(), zone)),
  );
  const facts = { ...(issuedBy && { issuedBy: issuedBy.trim() }), ...(replyBy && { replyBy }) };
  return issueCircular(context, { ...input, event: "call-issued", facts });
}

/** Changes the day by which a response is requested. @throws {NotFoundError} · {RefusedError} settled · {BadInputError} the day has passed */
export async function moveCall(
  context: ActContext,
  { caseId, replyBy, actor }: { caseId: string; replyBy: LocalDate; actor: Actor },
): Promise<{ changed: boolean }> {
  const { organization } = await caseOfKind(context.db, caseId, callKind, "call");
  rejectProblems(dayProblem("reply by", replyBy, dateIn(context.now(), organization.zone)));
  return changeFacts(context, { caseId, facts: { replyBy }, verb: "moved", actor });
}
