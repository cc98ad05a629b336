import type { LocalDate, Zone } from "../terms.ts";
import { cityZone } from "../time/zones.ts";
import { type Kind, type Member, membersOf } from "./alike.ts";
import { type Doings, figuresByPerson, isWithin, type MonthFigures, monthlyFigures, type Stretch } from "./figures.ts";
import type { NobodyThere, SimulatedNotice } from "./found.ts";
import { followed } from "./months.ts";
import type { SimulatedOrganization, SimulationRules, Span } from "./scenario.ts";
import { messagesOf, type UnsentNotice } from "./sending.ts";

/** What happens in a span, person by person. */
export interface SimulationSummary {
  from: LocalDate;
  to: LocalDate;
  organizations: number;
  totals: { occurrences: number; acts: number; mails: number; sms: number };
  people: { personId: string; months: readonly MonthFigures[] }[];
  /** Rungs that reach nobody. */
  nobody: readonly NobodyThere[];
}

/** Result for one organization of a group. */
export interface Share {
  occurrences: number;
  nobody: readonly Omit<NobodyThere, "organizationId">[];
  /** Figures of people without roles in other organizations. */
  months: ReadonlyMap<string, readonly MonthFigures[]>;
  /** Of those with such roles: figures that are counted together with their other organizations. */
  elsewhere: ReadonlyMap<string, Part>;
}

interface Part {
  acts: readonly Date[];
  waits: readonly Stretch[];
  notices: readonly UnsentNotice[];
}

/** Results of groups, in their order. */
export type Shares = (kinds: readonly Kind[], zone: Zone) => Promise<readonly Share[]>;

/** Simulates one organization of each group, and counts it for all of the group; only figures are kept. */
export async function summaryOf(
  organizations: readonly SimulatedOrganization[],
  rules: SimulationRules,
  span: Span,
  shares: Shares = async (kinds, zone) => kinds.map((kind) => shareOf(kind, rules, span, zone)),
): Promise<SimulationSummary> {
  const zone: Zone = organizations[0]?.zone ?? cityZone;
  const { kinds, members } = membersOf(organizations, rules, span);
  const found = await shares(kinds, zone);
  const byKind = new Map(kinds.map((kind, index) => [kind, found[index] as Share]));
  return summed(members, byKind, span, zone);
}

/** Simulates one organization of a group. */
export function shareOf(kind: Kind, rules: SimulationRules, span: Span, zone: Zone): Share {
  const { organization, elsewhere } = kind;
  const { acts, tasks, cases, notices, nobody } = followed(kind, rules, span);
  const apart = new Set(elsewhere);
  const within = isWithin(span, zone);
  const own = messagesOf(
    notices.filter(({ personId }) => !apart.has(personId)),
    zone,
  );
  const months = new Map(figuresByPerson([{ acts, tasks }], own, span, zone));
  for (const place of elsewhere) months.delete(place);
  const slim = new Map<string, UnsentNotice["task"]>();
  const unsent = ({ task, step: _, ...notice }: SimulatedNotice): UnsentNotice => {
    const { handedInAt, settledAt } = task;
    // A person may hold one position here and another in an organization of the same group.
    const id = `${organization.id}/${task.id}/${notice.personId}`;
    const known = slim.get(id) ?? { id, handedInAt, settledAt };
    slim.set(id, known);
    return { ...notice, task: known };
  };
  const partOf = (place: string): Part => ({
    acts: acts.filter(({ personId, at }) => personId === place && within(at)).map(({ at }) => at),
    waits: tasks
      .filter(({ doers }) => doers.includes(place))
      .map(({ openedAt, handedInAt }) => ({ openedAt, handedInAt })),
    notices: notices.filter(({ personId }) => personId === place).map(unsent),
  });
  return {
    occurrences: cases.filter(({ opensOn }) => opensOn >= span.from && opensOn <= span.to).length,
    nobody: nobody.map(({ organizationId: _, ...one }) => one),
    months,
    elsewhere: new Map(elsewhere.map((place) => [place, partOf(place)])),
  };
}

function summed(
  members: readonly Member[],
  shares: ReadonlyMap<Kind, Share>,
  span: Span,
  zone: Zone,
): SimulationSummary {
  const people: SimulationSummary["people"] = [];
  const nobody: NobodyThere[] = [];
  const together = new Map<string, Map<Part, number>>();
  let occurrences = 0;
  for (const { organizationId, kind, people: places } of members) {
    const share = shares.get(kind) as Share;
    occurrences += share.occurrences;
    for (const one of share.nobody) nobody.push({ organizationId, ...one });
    for (const [place, months] of share.months)
      for (const personId of places.get(place) ?? []) people.push({ personId, months });
    for (const [place, part] of share.elsewhere)
      for (const personId of places.get(place) ?? []) {
        const parts = together.get(personId) ?? new Map<Part, number>();
        together.set(personId, parts.set(part, (parts.get(part) ?? 0) + 1));
      }
  }
  for (const [personId, parts] of together) {
    const months = monthsOfParts(parts, span, zone);
    if (months) people.push({ personId, months });
  }
  const total = (what: "acts" | "mails" | "sms"): number =>
    people.reduce((sum, { months }) => sum + months.reduce((own, one) => own + one[what], 0), 0);
  return {
    ...{ from: span.from, to: span.to, organizations: members.length },
    totals: { occurrences, acts: total("acts"), mails: total("mails"), sms: total("sms") },
    ...{ people, nobody },
  };
}

/** What a person does and is sent in several organizations, with the number of each group. Null: nothing. */
function monthsOfParts(parts: ReadonlyMap<Part, number>, span: Span, zone: Zone): readonly MonthFigures[] | null {
  const within = isWithin(span, zone);
  const doings: Doings = { acts: [], sent: [], open: [] };
  const times = new Map<UnsentNotice["task"], number>();
  const notices: UnsentNotice[] = [];
  for (const [part, number] of parts) {
    for (const at of part.acts) doings.acts.push({ at, times: number });
    if (part.waits.length > 0) doings.open.push({ tasks: part.waits, times: number });
    for (const notice of part.notices) {
      // One person, whatever the name of the position.
      notices.push({ ...notice, personId: "" });
      times.set(notice.task, number);
    }
  }
  for (const { at, channel, notices: together } of messagesOf(notices, zone)) {
    if (!within(at)) continue;
    // An emergency is separated from other tasks: one message for each of the organizations.
    const apart = together.find(({ urgency }) => urgency === "emergency");
    doings.sent.push({ at, channel, times: apart ? (times.get(apart.task) ?? 1) : 1 });
  }
  const { acts, sent, open } = doings;
  return acts.length + sent.length + open.length > 0 ? monthlyFigures(doings, span, zone) : null;
}
