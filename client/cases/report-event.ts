import type { EventName } from "../../domain/catalogue/duty.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { BadInputError } from "../../domain/errors.ts";
import { procedureOf } from "../../domain/procedures/kinds.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { isLocalDate } from "../../domain/time/dates.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { RaisedCase } from "../../records/cases/starts.ts";
import type { ActContext, Actor } from "../context.ts";
import { organizationOf } from "../registry/organizations.ts";
import { raiseEvent } from "./cases.ts";

/** An event that a person reports. */
export interface ReportedEvent {
  event: EventName;
  /** Code or id of the organization. */
  organization: string;
  /** What happened, in one line. */
  about: string;
  /** Day on which it happened. @default today in the organization's zone */
  on?: string;
  /** Name of the input that contained `on`, for errors. */
  onPlace: string;
  key: string;
  actor: Actor;
}

/**
 * Records an event: each duty that names it starts, once for a key.
 * @throws {NotFoundError} no such organization · {BadInputError} an event that only running cases react to, or an invalid day
 */
export async function reportEvent(
  context: ActContext,
  { event, organization: named, about, on, onPlace, key, actor }: ReportedEvent,
): Promise<RaisedCase[]> {
  const starting = allDuties.filter(({ events }) => events.includes(event));
  const [heard] = starting;
  if (heard && starting.every(({ kind }) => procedureOf(kind).listens))
    throw new BadInputError(cause("event-of-running-cases", { event, duty: heard.number }));
  const organization = await organizationOf(context.db, named);
  if (on !== undefined && !isLocalDate(on))
    throw new BadInputError(unusable(onPlace, on.slice(0, 40), expected("day")));
  const today = dateIn(context.now(), organization.zone);
  // What is only planned may carry the day for which it is.
  if (on !== undefined && on > today && !event.endsWith("-planned"))
    throw new BadInputError(unusable(onPlace, on, expected("day-passed", { today })));
  const facts = { on: on ?? today };
  return raiseEvent(context, { organizationId: organization.id, event, key, subject: about, facts, actor });
}
