import { BadInputError } from "../../domain/errors.ts";
import type { HazardPack } from "../../domain/hazards/hazard-pack.ts";
import { findHazard } from "../../domain/hazards/index.ts";
import { readHazardPack } from "../../domain/hazards/read-pack.ts";
import { knownHazards, type LevelSetting } from "../../domain/planning/levels.ts";
import { type Cause, expected, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { levels, type OrganizationType, organizationTypes } from "../../domain/terms.ts";
import { isLocalDate } from "../../domain/time/dates.ts";
import { farthestDay } from "../../domain/time/farthest-day.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { districtsOf, levelRows } from "../../records/levels.ts";
import { zoneOfMost } from "../../records/views/listings.ts";
import type { Actor } from "../context.ts";

export interface LevelInput {
  /** Name of its pack. @default that of the given pack */
  hazard?: string;
  /** A custom pack, as parsed from its file; it may replace a built-in one. */
  pack?: unknown;
  level: string;
  /** @default every district, every type */
  district?: string;
  type?: string;
  /** First day. @default today */
  from?: string;
  because: string;
  actor: Actor;
  /** Organizations of which the person who sets it is the authority. @default all */
  among?: readonly string[];
  /** Idempotency key: a level that was set by it is not set again, whatever was set since. */
  key?: string;
}

/**
 * Parses a level from what was typed.
 * @throws {BadInputError} lists invalid values among hazard, pack, level, district, type and day
 */
export async function readLevel(
  tx: Tx,
  input: Omit<LevelInput, "because" | "actor">,
  now: Date,
): Promise<LevelSetting> {
  const { district = "", type = "" } = input;
  const today = dateIn(now, await zoneOfMost(tx));
  const { from = today } = input;
  const given = input.pack === undefined ? undefined : readHazardPack(input.pack);
  const packs = given ? [given] : knownHazards(await levelRows(tx));
  const wrong: Cause[] = [];
  const named = <Value extends string>(place: string, value: string, options: readonly Value[]): Value | undefined => {
    const found = options.find((one) => one === value);
    if (found === undefined) wrong.push(unusable(place, printable(value), expected("one-of", { options })));
    return found;
  };
  const names = packs.map(({ name }) => name);
  const hazard = named("hazard", input.hazard ?? given?.name ?? "", names);
  const level = named("level", input.level, levels);
  if (district !== "") named("district", district, await districtsOf(tx));
  if (type !== "") named("type", type, organizationTypes);
  const latest = farthestDay(today);
  if (!isLocalDate(from) || from < today || from > latest)
    wrong.push(unusable("from", printable(from), expected("day-within", { from: today, to: latest })));
  const pack = packs.find(({ name }) => name === hazard);
  if (!pack || level === undefined || wrong.length > 0) throw new BadInputError(...wrong);
  const scope = { district, type: type as OrganizationType | "" };
  return { hazard: pack.name, pack: keptPack(pack), level, ...scope, from, setAt: now };
}

/** A built-in pack is stored by its name only. */
const keptPack = (pack: HazardPack): HazardPack | null => (findHazard(pack.name) === pack ? null : pack);
