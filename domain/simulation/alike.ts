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

/** Organizations of which the same comes, person by person: one of them, simulated, stands for all. */
export interface Kind {
  /** Its people are called by their places; those who hold roles elsewhere too are named in `elsewhere`. */
  organization: SimulatedOrganization;
  elsewhere: readonly string[];
  /** What kinds have in common that differ in their months alone; undefined: no other has it. */
  family?: string;
}

/** One organization, with the kind that it is of. */
export interface Member {
  organizationId: string;
  kind: Kind;
  /** Whom each place of its kind stands for: one person, or several who are alike. */
  people: ReadonlyMap<string, readonly string[]>;
}

/** Every organization with its kind; of those that are alike the first is simulated. Kinds with the same people and the same duties follow one another. */
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

/** People who hold roles in several organizations: what they are sent is one mail of all. */
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
 * Who is the first, the second, the third or the fourth of those who hold the same roles may matter: the first answers, another verifies.
 * Whoever comes behind them does and is sent what the fourth does and is sent.
 */
const told = 4;

/** The people of an organization by their places. */
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
  const many = roles.size > told && roles.size <= mostRows;
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
      const last = same[told - 1];
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
/** Rows that a simulation can come to: those that recur, and those that what is done gives rise to. */
const reached = allDuties.filter(
  ({ number, cadence, events }) =>
    cadence !== undefined ||
    events.some((one) => raised.includes(one)) ||
    steps.some(({ duty = [], unless }) => [duty, unless ?? []].flat().includes(number)),
);
const profiles = new Map<string, string>();

/** Which rows of the catalogue are an organization's: nothing else of its types and marks is looked at. */
export function profile(one: SimulatedOrganization): string {
  const { party, qualified, registration, marks, charity, supervised } = one;
  const said = [typesOf(one), party, qualified, registration, [...marks].sort(), charity, supervised].join("/");
  const known = profiles.get(said) ?? reached.map((duty) => Number(applies(duty, one))).join("");
  profiles.set(said, known);
  return known;
}

/** The longest period, what is due behind it, and the weeks of a start. */
const longest = 800;

/** When it began, as far as that is looked at: what is long ago is alike. */
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

/** The months that it alone has for what is half-yearly or yearly. */
const ownMonths = (one: SimulatedOrganization): (number | null)[] => [
  monthOf(one, {}, "half-yearly"),
  monthOf(one, {}, "yearly"),
];
