import { applies, typesOf } from "../../domain/catalogue/applies.ts";
import type { Duty } from "../../domain/catalogue/duty.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import type { Place } from "../../domain/planning/levels.ts";
import { cadenceOn, type PlannedDuty, plan } from "../../domain/planning/plan.ts";
import { firstSteps } from "../../domain/procedures/kinds.ts";
import type { Cadence, LocalDate } from "../../domain/terms.ts";
import { addDays, type Calendar } from "../../domain/time/calendar.ts";
import { cityZone, dateIn } from "../../domain/time/zones.ts";
import { dutyCounts, type ProfileGroup, profileGroups, profilesOf } from "../../records/duties.ts";
import { settingsOf, type Terms } from "../../records/settings.ts";
import type { ActContext } from "../context.ts";

/** The state of a duty, for one organization or over all of them. */
export interface DutyState {
  duty: Duty;
  /** Null: started by events. */
  cadence: Cadence | null;
  policy: string;
  /** Terms that replace those of its steps, by step. */
  terms: Terms;
  paused: boolean;
  /** Number of organizations to which it applies. */
  organizations: number;
  /** Number of those with a cadence, policy or pause of their own. */
  overrides: number;
  open: number;
  late: number;
  /** The next day on which it opens anywhere; null: it is not planned. */
  next: LocalDate | null;
}

/** All duties of the catalogue in its order; for one organization, those that apply to it. */
export async function dutyStates(
  { db, calendar, now }: Pick<ActContext, "db" | "calendar" | "now">,
  organizationId?: string,
): Promise<DutyState[]> {
  const at = now();
  const here = organizationId ?? "";
  const settings = await settingsOf(db);
  const counts = new Map((await dutyCounts(db, organizationId ?? null, at)).map((row) => [row.duty, row]));
  const ownOf = (duty: Duty): readonly string[] =>
    settings.own(duty).filter((id) => organizationId === undefined || id === organizationId);
  const own = await profilesOf(db, organizationId === undefined ? allDuties.flatMap(ownOf) : [organizationId]);
  const groups = organizationId === undefined ? await profileGroups(db) : [...own.values()];
  return allDuties.flatMap((duty): DutyState[] => {
    const concerned = groups.filter((group) => applies(duty, group));
    const { open = 0, late = 0 } = counts.get(duty.number) ?? {};
    if (organizationId !== undefined && concerned.length === 0 && open === 0) return [];
    const apart = ownOf(duty).flatMap((id) => {
      const profile = own.get(id);
      return profile && applies(duty, profile) ? [{ id, profile }] : [];
    });
    const alike = organizationId === undefined ? without(concerned, apart) : concerned;
    const days = [
      ...distinct(alike.map((profile) => [settings.planned(duty, here, placeIn(profile)), profile])).map(
        ([planned, profile]) => nextOf(planned, profile, calendar, at),
      ),
      ...apart.map(({ id, profile }) => nextOf(settings.planned(duty, id, placeIn(profile)), profile, calendar, at)),
    ];
    const self = own.get(here);
    const planned = settings.planned(duty, here, self && placeIn(self));
    return [
      {
        duty,
        cadence: planned && cadenceOn(planned, dateIn(at, self?.zone ?? cityZone)),
        policy: settings.policy(duty, here),
        terms: settings.terms(duty, here),
        paused: settings.paused(duty, here),
        organizations: concerned.reduce((sum, group) => sum + group.organizations, 0),
        overrides: apart.length,
        open,
        late,
        next: days.filter((day) => day !== null).sort()[0] ?? null,
      },
    ];
  });
}

/**
 * In days: how far to look ahead. A yearly duty opens within the first; in an organization with a gentle start it may open a year later, within the
 * second.
 */
const horizons = [400, 800];

function nextOf(
  planned: PlannedDuty | null,
  { organizations: _, zone, district: __, start, ...profile }: ProfileGroup,
  calendar: Calendar,
  at: Date,
): LocalDate | null {
  if (!planned || firstSteps(planned.duty).length === 0) return null;
  const from = dateIn(at, zone);
  for (const days of horizons) {
    const window = { from, to: addDays(from, days) };
    const found = plan({ id: "", zone, joined: from, ...profile, ...start }, [planned], calendar, window);
    const next = found.find(({ opensAt }) => opensAt > at);
    if (next) return next.opensOn;
  }
  return null;
}

const placeIn = ({ district, ...profile }: ProfileGroup): Place => ({ district, types: typesOf(profile) });

/** Districts with the same levels give the same result and are computed once. */
function distinct(groups: readonly [PlannedDuty | null, ProfileGroup][]): [PlannedDuty | null, ProfileGroup][] {
  const key = ([planned, { organizations: _, district: __, ...profile }]: [PlannedDuty | null, ProfileGroup]): string =>
    JSON.stringify([planned?.cadence, planned?.steps, Object.values(profile)]);
  return [...new Map(groups.map((one) => [key(one), one])).values()];
}

/** Groups without the organizations that are computed separately. */
function without(groups: readonly ProfileGroup[], apart: readonly { profile: ProfileGroup }[]): ProfileGroup[] {
  const key = ({ organizations: _, start: __, ...profile }: ProfileGroup): string =>
    JSON.stringify(Object.entries(profile).sort());
  const less = new Map<string, number>();
  for (const { profile } of apart) less.set(key(profile), (less.get(key(profile)) ?? 0) + 1);
  return groups.filter((group) => group.organizations > (less.get(key(group)) ?? 0));
}
