import type { Duty } from "../catalogue/duty.ts";
import type { HazardPack } from "../hazards/hazard-pack.ts";
import { findHazard, guidelineHazard, hazardPacks } from "../hazards/index.ts";
import { type Cadence, type Level, type LocalDate, levels, type OrganizationType } from "../terms.ts";
import { addDays } from "../time/dates.ts";
import { cadencesOf } from "./cadence-table.ts";

/** The level of a hazard from a day on: for all, for a district, for a type, or for a type in a district. */
export interface LevelSetting {
  hazard: string;
  /** The pack of a custom hazard. */
  pack?: HazardPack | null;
  level: Level;
  /** Empty: every district. */
  district: string;
  /** Empty: every type. */
  type: OrganizationType | "";
  from: LocalDate;
  /** Of two for the same day, the one that was set later holds. */
  setAt: Date;
}

/** The attributes of an organization that decide which levels apply. */
export interface Place {
  district: string;
  types: readonly OrganizationType[];
}

/** A value that holds from a day until the next step. */
export interface Step<Value> {
  from: LocalDate;
  value: Value;
}

/** Before every day of a calendar: the day of a first step. */
export const beginning: LocalDate = "0001-01-01";

/** Levels of an organization over time, with a step for each change. */
export function levelSteps(settings: readonly LevelSetting[], place: Place): Step<Level>[] {
  const here = settings.filter((one) => reaches(one, place));
  const days = [...new Set([beginning, ...here.map(({ from }) => from)])].sort();
  return joined(days.map((from) => ({ from, value: highest(here, from) })));
}

export const reaches = ({ district, type }: Pick<LevelSetting, "district" | "type">, place: Place): boolean =>
  (district === "" || district === place.district) && (type === "" || place.types.includes(type));

/** The setting of one hazard, district and type that holds on a day; null: none yet. */
export function levelSet<Setting extends LevelSetting>(settings: readonly Setting[], day: LocalDate): Setting | null {
  let last: Setting | null = null;
  for (const one of settings) if (one.from <= day && (last === null || after(one, last))) last = one;
  return last;
}

const after = (one: LevelSetting, other: LevelSetting): boolean =>
  one.from > other.from || (one.from === other.from && one.setAt >= other.setAt);

/** The setting that would undo a level: what holds without it, on its first day, or today if that has passed. */
export function levelWithout<Setting extends LevelSetting>(
  setting: Setting,
  settings: readonly Setting[],
  today: LocalDate,
): Pick<LevelSetting, "hazard" | "level" | "district" | "type" | "from"> {
  const { hazard, district, type } = setting;
  const from = setting.from > today ? setting.from : today;
  const others = settings.filter((one) => one !== setting && isSameScope(one, setting));
  return { hazard, level: levelSet(others, from)?.level ?? "normal", district, type, from };
}

/** Whether two settings have the same hazard, district and type. */
export const isSameScope = (one: LevelSetting, other: LevelSetting): boolean =>
  one.hazard === other.hazard && one.district === other.district && one.type === other.type;

/** Settings grouped by hazard, district and type. */
export function byScope<Setting extends LevelSetting>(settings: readonly Setting[]): Setting[][] {
  const scopes: Setting[][] = [];
  for (const one of settings) {
    const known = scopes.find(([first]) => first && isSameScope(first, one));
    if (known) known.push(one);
    else scopes.push([one]);
  }
  return scopes;
}

/** The highest of the levels that apply. */
const highest = (here: readonly LevelSetting[], day: LocalDate): Level =>
  byScope(here)
    .map((scope) => levelSet(scope, day)?.level ?? "normal")
    .reduce<Level>((most, one) => (isHigher(one, most) ? one : most), "normal");

/**
 * The hazard that stands highest at a place; of two, the one that was set later. Titles and forms use its words and lists. If none is above normal,
 * it is the guideline's own.
 */
export function hazardOn(settings: readonly LevelSetting[], place: Place, day: LocalDate): HazardPack {
  let first: LevelSetting | null = null;
  for (const scope of byScope(settings.filter((one) => reaches(one, place)))) {
    const held = levelSet(scope, day);
    if (!held || held.level === "normal") continue;
    if (first === null || isHigher(held.level, first.level) || (held.level === first.level && after(held, first)))
      first = held;
  }
  return (first && packOf(first)) ?? guidelineHazard;
}

/**
 * Changes of level of which people at a place are notified on a day, among those set since another day: the setting that last changed the level, and
 * each other hazard that reached that level.
 */
export function newsOf<Setting extends LevelSetting>(
  settings: readonly Setting[],
  place: Place,
  { since, today }: { since: LocalDate; today: LocalDate },
): Setting[] {
  const here = settings.filter((one) => reaches(one, place));
  const level = highest(here, today);
  const changed = levelSteps(here, place).findLast((step) => step.from <= today)?.from ?? beginning;
  const recent = here.filter(({ from }) => from >= since && from <= today);
  const ofDay = recent.filter(({ from }) => from === changed);
  const change = ofDay.findLast((one) => one.level === level) ?? ofDay.at(-1);
  const beside = recent.filter(
    (one) =>
      one.level === level &&
      level !== "normal" &&
      one.hazard !== change?.hazard &&
      levelSet(
        here.filter((other) => isSameScope(one, other)),
        today,
      ) === one &&
      // It was at that level before by another district's or type's setting.
      !here.some(({ from, hazard, level: other }) => hazard === one.hazard && other === level && from < one.from),
  );
  return [...(change ? [change] : []), ...beside];
}

/** In days: how long a change of level counts as news. */
export const newsDays = 7;

/** Notices about levels for an organization. */
export interface LevelNews<Setting> {
  news: Setting[];
  /**
   * Settings that were replaced by another for the same day, hazard, district and type before they held, each with its replacement: people who were
   * notified of the first are notified of the second.
   */
  replaced: { setting: Setting; by: Setting }[];
}

/** Notices about levels for an organization on a day, without levels that held when it was added, in its own zone. */
export function levelNews<Setting extends LevelSetting>(
  settings: readonly Setting[],
  { place, entered, today }: { place: Place; entered: { at: Date; on: LocalDate }; today: LocalDate },
): LevelNews<Setting> {
  const since = addDays(today, 1 - newsDays);
  const isNew = ({ from, setAt }: Setting): boolean => from > entered.on || setAt > entered.at;
  const recent = settings.filter((one) => one.from >= since && one.from <= today && reaches(one, place));
  return {
    news: newsOf(settings, place, { since, today }).filter(isNew),
    replaced: byScope(recent).flatMap((scope) => {
      const by = levelSet(scope, today);
      const earlier = scope.filter((one) => one !== by && one.from === by?.from);
      return by && isNew(by) ? earlier.map((setting) => ({ setting, by })) : [];
    }),
  };
}

/** The pack of a level: its custom one, otherwise the built-in one. */
export const packOf = ({ hazard, pack }: Pick<LevelSetting, "hazard" | "pack">): HazardPack | undefined =>
  pack ?? findHazard(hazard);

/** Every hazard that can have a level: built-in ones, and custom ones with the pack given last. */
export function knownHazards(settings: readonly Pick<LevelSetting, "hazard" | "pack">[]): HazardPack[] {
  const packs = new Map(hazardPacks.map((pack) => [pack.name, pack]));
  for (const { pack } of settings) if (pack) packs.set(pack.name, pack);
  return [...packs.values()];
}

export const isHigher = (one: Level, other: Level): boolean => levels.indexOf(one) > levels.indexOf(other);

/** The cadence of a duty over time. A duty that is not in the table keeps its own. */
export function cadenceSteps(
  duty: Pick<Duty, "number" | "cadence">,
  steps: readonly Step<Level>[],
): Step<Cadence>[] | null {
  const known = cadencesOf(duty.number);
  if (!known) return duty.cadence ? [{ from: beginning, value: duty.cadence }] : null;
  if (duty.cadence === undefined) return null;
  return joined(steps.map(({ from, value }) => ({ from, value: known[value] })));
}

/** The cadence of a recurring step over time, while a case runs. @param cadence the step's own, used if the duty is not in the table */
export function recurringCadences(number: string, cadence: Cadence, steps: readonly Step<Level>[]): Step<Cadence>[] {
  const known = cadencesOf(number);
  return joined(steps.map(({ from, value }) => ({ from, value: known?.[value] ?? cadence })));
}

/** The value that holds on a day. */
export const heldOn = <Value>(steps: readonly Step<Value>[], day: LocalDate): Value | undefined =>
  steps.findLast(({ from }) => from <= day)?.value;

/** Removes steps that change nothing. */
function joined<Value>(steps: readonly Step<Value>[]): Step<Value>[] {
  return steps.filter(({ value }, index) => index === 0 || value !== steps[index - 1]?.value);
}
