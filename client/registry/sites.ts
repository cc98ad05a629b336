import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { cellProblem, printable } from "../../domain/roster/cell.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { type RaisedCase, raise } from "../../records/cases/starts.ts";
import type { OrganizationRecord } from "../../records/roster/organizations.ts";
import { lockRoster } from "../../records/roster/roster.ts";
import { endSite, insertSite, namedSites } from "../../records/roster/sites.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";
import { organizationOf } from "./organizations.ts";

const longest = { name: 60, address: 200 };

export interface SiteChange {
  /** Code or id of the organization. */
  organization: string;
  name: string;
  address?: string;
  actor: Actor;
}

export interface SiteChanged {
  id: string;
  changed: boolean;
  /** Cases that the change started. */
  cases: readonly RaisedCase[];
}

/**
 * Adds a site to an organization; the review of its sites is started, at most once a day. Idempotent.
 * @throws {BadInputError} invalid name · {NotFoundError} no such organization · {RefusedError} it is closed
 */
export function addSite(context: ActContext, input: SiteChange): Promise<SiteChanged> {
  const name = lineOf("name", input.name);
  const address = input.address ? lineOf("address", input.address) : "";
  return change(context, input, async (tx, organization, now) => {
    const { id, created } = await insertSite(tx, { organizationId: organization.id, name, address }, now);
    return { id, changed: created, subject: `+${name}` };
  });
}

/**
 * Closes a site. Closing it again is refused, because there is no such site any more.
 * @param input.name the site's name or id
 * @throws {NotFoundError} no such organization or site · {RefusedError} it is closed
 */
export function closeSite(context: ActContext, input: SiteChange): Promise<SiteChanged> {
  return change(context, input, async (tx, organization, now) => {
    const sites = await namedSites(tx, organization.id, now);
    const site = sites.find(({ id, name }) => id === input.name.trim() || name === input.name.trim());
    if (!site)
      throw new NotFoundError(cause("no-site", { value: printable(input.name), sites: sites.map(({ name }) => name) }));
    await endSite(tx, site.id, now);
    return { id: site.id, changed: true, subject: `−${site.name}` };
  });
}

async function change(
  context: ActContext,
  { organization: named, actor }: SiteChange,
  write: (
    tx: Tx,
    organization: OrganizationRecord,
    now: Date,
  ) => Promise<{ id: string; changed: boolean; subject: string }>,
): Promise<SiteChanged> {
  const now = context.now();
  const done = await context.db.$transaction(async (tx) => {
    await lockRoster(tx);
    const organization = await organizationOf(tx, named);
    if (organization.closedAt) throw new RefusedError(cause("organization-closed", { code: organization.code }));
    const { id, changed, subject } = await write(tx, organization, now);
    const event = {
      event: "site-changed" as const,
      key: dateIn(now, organization.zone),
      subject,
      actor: actorId(actor),
    };
    const cases = changed ? await raise(tx, organization, event, null, context.calendar, now) : [];
    return { id, changed, cases };
  });
  await context.flush();
  return done;
}

/** Checks a text of one line. @throws {BadInputError} */
function lineOf(field: "name" | "address", value: string): string {
  const line = value.trim();
  const problem = line === "" ? expected("words") : cellProblem(line, longest[field]);
  if (problem !== undefined) throw new BadInputError(unusable(field, printable(value), problem));
  return line;
}
