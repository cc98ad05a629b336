import { applies, typesOf } from "../catalogue/applies.ts";
import type { EventName } from "../catalogue/duty.ts";
import { allDuties } from "../catalogue/packs/index.ts";
import type { NamedHolder } from "../forms/row-facts.ts";
import { mostRows } from "../forms/rows.ts";
import { monthOf } from "../planning/start.ts";
import { procedureOf } from "../procedures/kinds.ts";
import { type Channel, kinds } from "../terms.ts";
import { addDays } from "../time/dates.ts";
import { dateIn, instantAt } from "../time/zones.ts";
import { leadDays, type SimulatedOrganization, type SimulationRules, type Span } from "./scenario.ts";

/** A group of organizations with the same course, person by person: one of them is simulated for all. */
export interface Kind {
  /** Its people are named by their positions; those with roles in other organizations are in `elsewhere`. */
  organization: SimulatedOrganization;
  elsewhere: readonly string[];
  /** Key shared by groups that differ only in their months; undefined: no other group has it. */
  family?: string;
}

/** One organization with its group. */
export interface Member {
  organizationId: string;
  kind: Kind;
  /** The people for whom each position of its group stands: one, or several in the same situation. */
  people: ReadonlyMap<string, readonly string[]>;
}

/** Every organization with its group; the first of a group is simulated. Groups with the same people and duties are adjacent. */
export function membersOf(
  organizations: readonly SimulatedOrganization[],
  rules: SimulationRules,
  span: Span,
): { kinds: Kind[]; members: Member[] } {
  const shared = sharedPeople(organizations);
  const found = new Map<string, { kind: Kind; family: string }>();
  const families = new Map<string, Kind[]>();
  const members = organizations.map((one): Member => {
    const { holders, reach, elsewhere, people } = placesOf(one, shared);
    const begun = beginning(one, span);
    const structure = JSON.stringify([holders, [...(reach ?? [])], elsewhere]);
    const near = `${structure}|${profile(one)}`;
    const family = [
      ...[near, rules.alike(one), one.zone, begun.joined, begun.since?.getTime(), one.gentle],
      ...[one.paused, one.sites?.length ?? 0, [...one.onFile].sort()],
    ].join("|");
    const key = [family, ...ownMonths(one)].join("|");
    const known = found.get(key);
    if (known) return { organizationId: one.id, kind: known.kind, people };
    const kind = { organization: { ...one, ...begun, holders, ...(reach && { reach }) }, elsewhere };
    found.set(key, { kind, family });
    const relatives = families.get(family) ?? [];
    families.set(family, [...relatives, kind]);
    return { organizationId: one.id, kind, people };
  });
  for (const [family, relatives] of families)
    if (relatives.length > 1) for (const one of relatives) one.family = family;
  const inOrder = [...found.values()].sort((a, b) => (a.family < b.family ? -1 : Number(a.family > b.family)));
  return { kinds: inOrder.map(({ kind }) => kind), members };
}

/** People with roles in several organizations, whose notices are bundled into one mail. */
function sharedPeople(organizations: readonly SimulatedOrganization[]): ReadonlySet<string> {
  const seen = new Map<string, string>();
  const shared = new Set<string>();
  for (const { id, holders } of organizations)
    for (const { personId } of holders) {
      const first = seen.get(personId);
      if (first === undefined) seen.set(personId, id);
      else if (first !== id) shared.add(personId);
    }
  return shared;
}

/**
 * Number of holders of the same roles whose order may matter: the first answers, another verifies. Further holders do and are sent the same as the
 * fourth.
 */
const distinct = 4;

/** The people of an organization by position. */
function placesOf(
  { holders, reach }: SimulatedOrganization,
  shared: ReadonlySet<string>,
): {
  holders: NamedHolder[];
  reach: ReadonlyMap<string, readonly Channel[]> | undefined;
  elsewhere: string[];
  people: ReadonlyMap<string, readonly string[]>;
} {
  const roles = new Map<string, string[]>();
  const away = new Set<string>();
  for (const one of holders) {
    roles.set(one.personId, [...(roles.get(one.personId) ?? []), one.role]);
    if (one.away !== undefined) away.add(one.personId).add(one.away);
  }
  // Beyond a page of a matrix their number matters.
  const many = roles.size > distinct && roles.size <= mostRows;
  const alike = new Map<string, string[]>();
  const places = new Map<string, string>();
  const people = new Map<string, string[]>();
  const elsewhere: string[] = [];
  for (const [personId, held] of roles) {
    const place = `person-${people.size}`;
    if (shared.has(personId)) elsewhere.push(place);
    else if (many && !away.has(personId)) {
      const likeness = [held.join(), reach?.get(personId)?.join() ?? "-"].join("/");
      const same = alike.get(likeness) ?? [];
      alike.set(likeness, same);
      const last = same[distinct - 1];
      if (last !== undefined) {
        people.get(last)?.push(personId);
        continue;
      }
      same.push(place);
    }
    places.set(personId, place);
    people.set(place, [personId]);
  }
  const placed = holders.flatMap(({ personId, role, away: delegate }): NamedHolder[] => {
    const place = places.get(personId);
    if (place === undefined) return [];
    return [{ personId: place, role, ...(delegate !== undefined && { away: places.get(delegate) ?? "nobody" }) }];
  });
  const reached =
    reach && new Map([...places].flatMap(([id, place]) => (reach.has(id) ? [[place, reach.get(id) ?? []]] : [])));
  return { holders: placed, reach: reached, elsewhere, people };
}

const steps = kinds.flatMap((kind) => Object.values(procedureOf(kind).steps));
const raised: readonly EventName[] = steps.flatMap(({ raises, version }): EventName[] => [
  ...(typeof raises === "string" ? [raises] : []),
  ...(version ? (["version-approved"] as const) : []),
]);
/** Rows that a simulation can reach: recurring ones, and those that submissions start. */
const reached = allDuties.filter(
  ({ number, cadence, events }) =>
    cadence !== undefined ||
    events.some((one) => raised.includes(one)) ||
    steps.some(({ duty = [], unless }) => [duty, unless ?? []].flat().includes(number)),
);
const profiles = new Map<string, string>();

/** Which rows of the catalogue apply to an organization; nothing else depends on its types and marks. */
export function profile(one: SimulatedOrganization): string {
  const { party, qualified, registration, marks, charity, supervised } = one;
  const said = [typesOf(one), party, qualified, registration, [...marks].sort(), charity, supervised].join("/");
  const known = profiles.get(said) ?? reached.map((duty) => Number(applies(duty, one))).join("");
  profiles.set(said, known);
  return known;
}

/** In days: longer than the longest period, its term and the weeks of a gentle start. */
const longest = 800;

/** When it was added, as far as that matters: all dates long ago are equal. */
function beginning(
  { joined, since, zone, gentle }: SimulatedOrganization,
  { from, answers }: Span,
): Pick<SimulatedOrganization, "joined" | "since"> {
  const lead = addDays(from, -leadDays(answers, gentle));
  const longAgo = addDays(lead, -longest);
  return {
    joined: joined < longAgo ? longAgo : joined,
    ...(since && { since: dateIn(since, zone) < lead ? instantAt(addDays(lead, -1), "00:00", zone) : since }),
  };
}

/** Its own months for half-yearly and yearly duties. */
const ownMonths = (one: SimulatedOrganization): (number | null)[] => [
  monthOf(one, {}, "half-yearly"),
  monthOf(one, {}, "yearly"),
];
