import { guidelineHazard } from "../../domain/hazards/index.ts";
import { credits } from "../../domain/planning/credits.ts";
import { beginning, type LevelSetting } from "../../domain/planning/levels.ts";
import { plannable } from "../../domain/planning/plannable.ts";
import type { SimulatedOrganization, SimulationRules } from "../../domain/simulation/scenario.ts";
import type { Level } from "../../domain/terms.ts";
import { calendarOf } from "../../records/calendar-days.ts";
import { creditsOff } from "../../records/cases/credits.ts";
import { joinedOn, plannedDuties } from "../../records/cases/planned.ts";
import { profileOf } from "../../records/cases/starts.ts";
import { artefactsOf } from "../../records/cases/versions.ts";
import { channelsReaching } from "../../records/roster/addresses.ts";
import { holdersOf, type OrganizationRow, organizationsById } from "../../records/roster/holders.ts";
import { organizationLines } from "../../records/roster/organizations.ts";
import { placeOf } from "../../records/roster/place.ts";
import { sitesOf } from "../../records/roster/sites.ts";
import { policiesOf, settingsOf } from "../../records/settings.ts";
import type { ActContext } from "../context.ts";

/** The current state from which a simulation starts. */
export interface SimulationScene {
  organizations: readonly SimulatedOrganization[];
  rules: SimulationRules;
  /** Names of people by id. */
  names: ReadonlyMap<string, string>;
}

/** Organizations read at once. */
const page = 1_000;

/**
 * Reads the state for a simulation; writes nothing. @param ids null: all organizations that are not closed @param level replaces the stored levels
 */
export async function simulationScene(
  context: Pick<ActContext, "db" | "now">,
  ids: readonly string[] | null,
  level: Level | undefined,
): Promise<SimulationScene> {
  const { db } = context;
  const now = context.now();
  const wanted = ids ?? (await organizationLines(db, {}, now)).map(({ id }) => id);
  const set: LevelSetting[] | undefined = level && [
    { hazard: guidelineHazard.name, level, district: "", type: "", from: beginning, setAt: now },
  ];
  const settings = await settingsOf(db, set);
  const off = await creditsOff(db);
  const rows = new Map<string, OrganizationRow>();
  const organizations: SimulatedOrganization[] = [];
  const names = new Map<string, string>();
  for (let from = 0; from < wanted.length; from += page) {
    const some = wanted.slice(from, from + page);
    for (const [id, row] of await organizationsById(db, some)) rows.set(id, row);
    const holders = await holdersOf(db, some, now);
    const sites = await sitesOf(db, some, now);
    const kept = await artefactsOf(db, some);
    const people = [...holders.values()].flat();
    for (const { personId, name } of people) names.set(personId, name);
    const reach = await channelsReaching(db, [...new Set(people.map(({ personId }) => personId))]);
    for (const id of some) {
      const row = rows.get(id);
      if (!row) continue;
      organizations.push({
        ...profileOf(row),
        ...{ id, code: row.code, zone: row.zone, joined: joinedOn(row), since: row.createdAt, gentle: !row.atOnce },
        ...{ paused: row.pausedAt !== null, holders: holders.get(id) ?? [], sites: sites.get(id) ?? [] },
        ...{ onFile: kept.get(id) ?? [], reach },
      });
    }
  }
  const rules: SimulationRules = {
    calendar: await calendarOf(db),
    policies: await policiesOf(db),
    planned: ({ id }) => {
      const row = rows.get(id);
      return row ? plannedDuties(plannable, row, settings) : [];
    },
    policy: (duty, id) => settings.policy(duty, id),
    terms: (duty, id) => settings.terms(duty, id),
    paused: (duty, id) => settings.paused(duty, id),
    creditOff: off,
    alike: ({ id }) => {
      const row = rows.get(id);
      if (!row) return id;
      const switched = credits.filter(({ name }) => off(name, id)).map(({ name }) => name);
      return [JSON.stringify(settings.levels(placeOf(row))), settings.ownWord(id), switched].join("/");
    },
  };
  return { organizations, rules, names };
}
