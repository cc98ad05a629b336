import type { EventName } from "../../domain/catalogue/duty.ts";
import type { Role } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { type RaisedIn, raiseMany } from "../../records/cases/starts.ts";
import { newestOf } from "../../records/cases/versions.ts";
import { namesOf } from "../../records/messages/stories.ts";
import { type OrganizationRow, organizationsById } from "../../records/roster/holders.ts";
import { formerlyHeld } from "../../records/roster/people.ts";
import type { RoleChange, RosterChanges } from "../../records/roster/roster.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";

/** Roles whose holders form the organization's roster. */
const listed: readonly Role[] = ["staff", "member", "volunteer"];
const changed: Readonly<Partial<Record<Role, EventName>>> = {
  "legal-representative": "legal-representative-changed",
  head: "head-changed",
};
/** Maximum number of names in the description of a change. */
const mostNames = 10;

/**
 * Raises the events of people who joined or left and of changed registrations, which start the duties that name them; set-wise for any number of
 * organizations. The first holder of a role is no successor, and people who were added on the same day as their organization are no change.
 */
export async function raiseRosterEvents(
  tx: Tx,
  { calendar }: Pick<ActContext, "calendar">,
  { roles, registered }: RosterChanges,
  actor: Actor,
  now: Date,
): Promise<void> {
  if (roles.length + registered.length === 0) return;
  const ids = [...new Set([...roles.map((one) => one.organizationId), ...registered])];
  const organizations = await organizationsById(tx, ids);
  const followsOthers = await formerlyHeld(
    tx,
    roles.filter(({ held }) => held),
  );
  const names = await namesOf(tx, [...new Set(roles.map(({ personId }) => personId))]);
  const plans = await newestOf(tx, ids, "plan");
  const raised: RaisedIn[] = [];
  const raise = (
    organization: OrganizationRow,
    event: EventName,
    more: Pick<RaisedIn, "key" | "subject"> & Partial<RaisedIn>,
  ) => raised.push({ organization, event, source: null, actor: actorId(actor), ...more });
  const rosters = new Map<OrganizationRow, RoleChange[]>();

  for (const change of roles) {
    const { organizationId, personId, role, held } = change;
    const organization = organizations.get(organizationId);
    if (!organization) continue;
    const day = dateIn(now, organization.zone);
    const about = { key: `${personId}:${day}`, subject: names.get(personId) ?? "", personId, again: true as const };
    const first = held && !followsOthers(change);
    if (first && (changed[role] !== undefined || joinedOn(organization) === day)) continue;
    if (held && changed[role]) raise(organization, changed[role], { ...about, facts: { on: day } });
    const version = plans.get(organizationId);
    const reads = version === undefined ? {} : { artefact: "plan", version };
    if (role === "staff" && held) raise(organization, "staff-joined", { ...about, facts: { on: day, ...reads } });
    if (role === "staff" && !held) raise(organization, "staff-left", { key: about.key, subject: about.subject });
    if (!listed.includes(role)) continue;
    const known = rosters.get(organization);
    if (known) known.push(change);
    else rosters.set(organization, [change]);
  }
  for (const [organization, changes] of rosters) {
    const all = [...new Set(changes.map(({ personId, held }) => `${held ? "+" : "−"}${names.get(personId) ?? ""}`))];
    const subject = `${all.slice(0, mostNames).join(" ")}${all.length > mostNames ? " …" : ""}`;
    raise(organization, "roster-changed", { key: dateIn(now, organization.zone), subject });
  }
  for (const id of registered) {
    const organization = organizations.get(id);
    if (organization) raise(organization, "registration-changed", { key: dateIn(now, organization.zone), subject: "" });
  }
  await raiseMany(tx, raised, calendar, now);
}

const joinedOn = ({ joinedOn }: OrganizationRow): string => joinedOn.toISOString().slice(0, 10);
