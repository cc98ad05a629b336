import { isOfLaw } from "../../domain/catalogue/packs/index.ts";
import { type Occurrence, type PlannedDuty, plan } from "../../domain/planning/plan.ts";
import { type Held, looksBehind, type Succession, standingOf, succession } from "../../domain/planning/succession.ts";
import type { LocalDate } from "../../domain/terms.ts";
import { addDays } from "../../domain/time/calendar.ts";
import { periodOfKey } from "../../domain/time/periods.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { Prisma, type Statements } from "../../prisma/client.ts";
import type { OrganizationRow } from "../roster/holders.ts";
import { placeOf } from "../roster/place.ts";
import { tableOf } from "../rows.ts";
import type { Settings } from "../settings.ts";
import { lockOpenCases, type OpenPlanned, readOpenCases } from "./ending.ts";
import { profileOf, type Rules } from "./starts.ts";
import { wasDone } from "./was-done.ts";

/**
 * Days ahead for which cases are written. With one day, the cases exist before 09:00, so that the planner does not write a whole city's cases at that
 * hour.
 */
const ahead = 1;

/** Duties planned for an organization: settings, and the levels that apply to it. */
export const plannedDuties = (
  duties: readonly PlannedDuty["duty"][],
  organization: OrganizationRow,
  settings: Settings,
): PlannedDuty[] =>
  duties
    .map((duty) => settings.planned(duty, organization.id, placeOf(organization)))
    .filter((duty): duty is PlannedDuty => duty !== null);

/**
 * Occurrences of an organization that open by the end of tomorrow and have not ended today.
 * @param until another last day to look ahead to
 */
export function occurrencesOf(
  organization: OrganizationRow,
  duties: readonly PlannedDuty["duty"][],
  today: LocalDate,
  { calendar, settings }: Pick<Rules, "calendar" | "settings">,
  until: LocalDate = addDays(today, ahead),
): Occurrence[] {
  return plan(
    {
      id: organization.id,
      ...profileOf(organization),
      zone: organization.zone,
      joined: joinedOn(organization),
      since: organization.createdAt,
      gentle: !organization.atOnce,
      paused: organization.pausedAt !== null,
    },
    plannedDuties(duties, organization, settings),
    calendar,
    { from: today, to: until },
  );
}

export const joinedOn = (organization: OrganizationRow): string => organization.joinedOn.toISOString().slice(0, 10);

/** An occurrence of one organization. */
export interface Wanted {
  organization: OrganizationRow;
  occurrence: Occurrence;
}

/** How the planned cases of some organizations change. */
export interface PlanChanges {
  opens: (Wanted & { again?: string })[];
  counted: (Wanted & { as: "credited" | "superseded"; by: string })[];
  /** `by`: the occurrence that counts instead. */
  ends: (OpenPlanned & { as: "missed" | "superseded"; by: Wanted })[];
  missed: (Wanted & { times: number; rung: string | null })[];
  /** Ids of the existing cases, by `nameOf`. */
  known: ReadonlyMap<string, string>;
}

export const nameOf = ({ organization, occurrence }: Wanted): string =>
  `${organization.id}/${occurrence.duty}/${occurrence.period}`;

interface HeldIn extends Held {
  organizationId: string;
  duty: string;
}

/**
 * Determines how the planned cases of some organizations change, from what their plans require and what exists (domain/planning/succession.ts).
 * @param lock locks the cases that may end, with their open tasks, until commit
 */
export async function planChangesOf(
  tx: Statements,
  wanted: readonly Wanted[],
  now: Date,
  { lock }: { lock: boolean },
): Promise<PlanChanges> {
  const changes = { opens: [], counted: [], ends: [], missed: [], known: new Map() } as PlanChanges & {
    known: Map<string, string>;
  };
  const held = await heldOf(tx, wanted);
  for (const one of held) changes.known.set(`${one.organizationId}/${one.duty}/${one.period}`, one.id);
  const duties = new Map<string, { wanted: Wanted[]; held: HeldIn[] }>();
  for (const one of wanted) {
    const name = `${one.organization.id}/${one.occurrence.duty}`;
    const duty = duties.get(name);
    if (duty) duty.wanted.push(one);
    else duties.set(name, { wanted: [one], held: [] });
  }
  for (const one of held) duties.get(`${one.organizationId}/${one.duty}`)?.held.push(one);
  const unsettled = [...duties.values()].filter(differsFromPlan);
  const open = unsettled.flatMap(({ held }) => held.flatMap(({ id, state }) => (state === "open" ? [id] : [])));
  const looking = lock ? lockOpenCases : readOpenCases;
  const ending = new Map((await looking(tx, open)).map((one) => [one.caseId, one]));
  const around = await doneAround(tx, unsettled, now);
  for (const { wanted: some, held: own } of unsettled) {
    const [first] = some;
    if (!first) continue;
    const name = `${first.organization.id}/${first.occurrence.duty}`;
    const today = dateIn(now, first.organization.zone);
    const looked = [
      ...own.filter(({ id, state }) => state !== "open" || ending.has(id)),
      ...(around.get(name) ?? []).filter(({ id }) => !own.some((one) => one.id === id)),
    ].map((one): Held => {
      const case_ = ending.get(one.id);
      return case_ ? { ...one, standing: standingOf(case_.tasks, case_.stepDone, now) } : one;
    });
    add(
      changes,
      some,
      succession(
        today,
        some.map(({ occurrence }) => occurrence),
        looked,
      ),
      ending,
    );
  }
  return changes;
}

/** Whether an organization needs a closer look: something is new or was superseded, or more is open than the plan names. */
function differsFromPlan({ wanted, held }: { wanted: readonly Wanted[]; held: readonly HeldIn[] }): boolean {
  const [first] = wanted;
  const states = new Map(held.map(({ period, state }) => [period, state]));
  const fresh = wanted.some(({ occurrence }) => (states.get(occurrence.period) ?? "superseded") === "superseded");
  if (!first || fresh) return true;
  // Cases with a statutory deadline stay open, whatever follows them.
  if (isOfLaw(first.occurrence.duty)) return false;
  const named = new Set(wanted.map(({ occurrence }) => occurrence.period));
  return held.some(({ state, period }) => state === "open" && !named.has(period));
}

function add(
  changes: PlanChanges,
  wanted: readonly Wanted[],
  found: Succession<Occurrence>,
  ending: ReadonlyMap<string, OpenPlanned>,
): void {
  const by = (period: string): Wanted | undefined => wanted.find(({ occurrence }) => occurrence.period === period);
  const here = wanted[0]?.organization;
  if (!here) return;
  for (const { occurrence, again } of found.opens)
    changes.opens.push({ organization: here, occurrence, ...(again !== undefined && { again }) });
  for (const one of found.counted) changes.counted.push({ organization: here, ...one });
  if (isOfLaw(wanted[0]?.occurrence.duty ?? "")) return;
  const reached = new Map<string, string | null>();
  for (const { id, as, by: period } of found.ends) {
    const next = by(period);
    const open = ending.get(id);
    if (!next || !open) continue;
    changes.ends.push({ ...open, as, by: next });
    const rung = open.tasks.map(({ highestRung }) => highestRung).find((one) => one !== null);
    reached.set(period, reached.get(period) ?? rung ?? null);
  }
  for (const { period, times } of found.missed) {
    const next = by(period);
    if (next) changes.missed.push({ ...next, times, rung: reached.get(period) ?? null });
  }
}

const columns = Prisma.sql`c.id, c.organization_id as "organizationId", c.duty, c.key as period, c.cadence, c.state,
  to_char(c.opened_at at time zone o.zone, 'YYYY-MM-DD') as "opensOn", c.counted_by_case_id as "countedBy",
  c.state = 'credited' or ${wasDone} as done,
  coalesce((c.facts->>'missed')::int, 0) as missed`;

/** Open planned cases of the organizations, and those of the wanted occurrences. */
async function heldOf(tx: Statements, wanted: readonly Wanted[]): Promise<HeldIn[]> {
  const ids = [...new Set(wanted.map(({ organization }) => organization.id))];
  if (ids.length === 0) return [];
  const open = await tx.$queryRaw<HeldIn[]>`
    select ${columns} from "case" c join organization o on o.id = c.organization_id
    where c.organization_id = any(${ids}::text[]) and c.state = 'open' and c.cadence is not null`;
  const there = new Set(open.map((one) => `${one.organizationId}/${one.duty}/${one.period}`));
  const others = wanted.filter((one) => !there.has(nameOf(one)));
  if (others.length === 0) return open;
  const rows = others.map(({ organization, occurrence: { duty, period } }) => ({ id: organization.id, duty, period }));
  const rest = await tx.$queryRaw<HeldIn[]>`
    select ${columns} from ${tableOf(rows, { id: "text", duty: "text", period: "text" })}
    join "case" c on c.organization_id = r.id and c.duty = r.duty and c.key = r.period
    join organization o on o.id = c.organization_id`;
  return [...open, ...rest];
}

/**
 * Cases that were done within longer periods that open late or after a change of level, and the cases that count instead of superseded ones, by
 * `organization/duty`.
 */
async function doneAround(
  tx: Statements,
  duties: readonly { wanted: readonly Wanted[]; held: readonly HeldIn[] }[],
  now: Date,
): Promise<ReadonlyMap<string, HeldIn[]>> {
  const periods = duties.flatMap(({ wanted }) =>
    wanted.flatMap(({ organization, occurrence }) => {
      if (!looksBehind(occurrence, dateIn(now, organization.zone))) return [];
      const { from, to } = periodOfKey(occurrence.period);
      return [{ id: organization.id, duty: occurrence.duty, from, to }];
    }),
  );
  const counting = duties.flatMap(({ held }) =>
    held.flatMap(({ countedBy }) => (countedBy === null ? [] : [countedBy])),
  );
  if (periods.length + counting.length === 0) return new Map();
  const rows = await tx.$queryRaw<HeldIn[]>`
    select ${columns} from ${tableOf(periods, { id: "text", duty: "text", from: "date", to: "date" })}
    join "case" c on c.organization_id = r.id and c.duty = r.duty and c.cadence is not null and c.state in ('done', 'credited')
      and c.opened_at > r."from"::timestamptz - interval '10 days' and c.opened_at < r."to"::timestamptz + interval '2 days'
    join organization o on o.id = c.organization_id
    union
    select ${columns} from "case" c join organization o on o.id = c.organization_id where c.id = any(${counting}::text[])`;
  const found = new Map<string, HeldIn[]>();
  for (const one of rows) {
    const name = `${one.organizationId}/${one.duty}`;
    const known = found.get(name);
    if (known) known.push(one);
    else found.set(name, [one]);
  }
  return found;
}
