import { applies } from "../../domain/catalogue/applies.ts";
import { findDuty } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import type { Kind, Text } from "../../domain/terms.ts";
import { profileOf } from "../../records/cases/starts.ts";
import { type TaskRow, tasksOfCase } from "../../records/tasks/tasks.ts";
import type { ActContext, Actor } from "../context.ts";
import { futureOf } from "../instants.ts";
import { organizationOf } from "../registry/organizations.ts";
import { startCase } from "./cases.ts";

/** A case of any duty that somebody starts. */
export interface AnyStart {
  /** Code or id. */
  organization: string;
  duty: string;
  /** What happened, in one line. */
  about: string;
  /** A day or an instant in the organization's zone. @default the term of the duty's policy */
  due?: string;
  /** Name of the input that contained `due`, for errors. */
  duePlace: string;
  key?: string;
  actor: Actor;
}

/** Kinds whose cases need days of their own, with the command that starts them. */
const ownStart: Partial<Record<Kind, { what: Text; command: string }>> = {
  DD: { what: { zh: "募捐的职责", en: "a campaign's" }, command: "duban campaign start" },
  FG: { what: { zh: "已筹划募捐的职责", en: "a planned campaign's" }, command: "duban campaign plan" },
  MM: { what: { zh: "重大事项的职责", en: "a major matter's" }, command: "duban matter plan" },
};

/**
 * Starts a case of any duty for an event: a circular arrived, a hazard was seen, an opinion was submitted.
 * @throws {NotFoundError} no such organization or duty · {BadInputError} the kind has a command of its own, or the day is past · {RefusedError} the
 * duty does not apply there
 */
export async function startAny(
  context: ActContext,
  { organization: named, duty: number, about, due, duePlace, key, actor }: AnyStart,
): Promise<{
  caseId: string;
  created: boolean;
  organization: Awaited<ReturnType<typeof organizationOf>>;
  task: TaskRow | undefined;
}> {
  const duty = findDuty(number);
  if (!duty) throw new NotFoundError(cause("no-duty", { value: printable(number) }));
  const own = ownStart[duty.kind];
  if (own) throw new BadInputError(cause("own-command", { duty: duty.number, ...own }));
  const organization = await organizationOf(context.db, named);
  if (!applies(duty, profileOf(organization)))
    throw new RefusedError(
      cause("duty-does-not-apply", { duty: duty.number, organization: organization.code, type: organization.type }),
    );
  const dueAt = due === undefined ? undefined : futureOf(due, duePlace, organization.zone, context.now());
  const started = await startCase(context, {
    ...{ duty: duty.number, organizationId: organization.id, subject: about, actor },
    ...(key !== undefined && { key }),
    ...(dueAt && { dueAt }),
  });
  const [task] = await tasksOfCase(context.db, started.caseId);
  return { ...started, organization, task };
}
