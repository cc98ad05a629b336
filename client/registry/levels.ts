import { isDeepStrictEqual } from "node:util";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { BadInputError } from "../../domain/errors.ts";
import type { HazardPack } from "../../domain/hazards/hazard-pack.ts";
import { findHazard } from "../../domain/hazards/index.ts";
import { readHazardPack } from "../../domain/hazards/read-pack.ts";
import { wakeLevels } from "../../domain/ids.ts";
import {
  byScope,
  heldOn,
  isHigher,
  isSameScope,
  knownHazards,
  type LevelSetting,
  levelSet,
  packOf,
  reaches,
} from "../../domain/planning/levels.ts";
import { cadenceOn } from "../../domain/planning/plan.ts";
import { firstSteps } from "../../domain/procedures/kinds.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import {
  type Level,
  type LocalDate,
  levels,
  type OrganizationType,
  organizationTypes,
  type Text,
} from "../../domain/terms.ts";
import { isLocalDate } from "../../domain/time/dates.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { occurrencesOf, turnsOf, type Wanted } from "../../records/cases/planned.ts";
import { placeOf } from "../../records/cases/starts.ts";
import { districtsOf, insertLevel, type LevelRow, levelRows, readersOfLevel } from "../../records/levels.ts";
import { nudge } from "../../records/nudges.ts";
import { type OrganizationRow, organizationsOfShard, shardsOfOrganizations } from "../../records/roster/holders.ts";
import { lockSettings, policiesOf, settingsOf } from "../../records/settings.ts";
import { zoneOfMost } from "../../records/views/listings.ts";
import { type ActContext, type Actor, actorId } from "../context.ts";

export interface LevelInput {
  /** Name of its pack. @default that of the pack given */
  hazard?: string;
  /** A pack that is not shipped, or that replaces a shipped one, as a file holds it. */
  pack?: unknown;
  level: string;
  /** @default every district, every type */
  district?: string;
  type?: string;
  /** First day. @default today */
  from?: string;
  because: string;
  actor: Actor;
}

/** What a level would bring. */
export interface LevelPreview {
  hazard: string;
  /** What the hazard is called. */
  title: Text;
  level: Level;
  district: string;
  type: OrganizationType | "";
  from: LocalDate;
  /** Organizations whose level it changes, of those that it reaches. */
  organizations: number;
  reached: number;
  /** Occurrences that open on its first day, that it supersedes, and that somebody has begun and that go on. */
  opens: number;
  superseded: number;
  kept: number;
  missed: number;
  /** People who are told. */
  mails: number;
  sms: number;
}

const longest = 1_000;
/** Organizations looked at together. */
const page = 100;

/** What a level would bring, were it set now: nothing is changed. @throws {BadInputError} a hazard, level, district, type or day that is none */
export async function previewLevel(
  context: Pick<ActContext, "db" | "now" | "calendar">,
  input: Omit<LevelInput, "because" | "actor">,
): Promise<LevelPreview> {
  const now = context.now();
  const setting = await readLevel(context.db, input, now);
  return preview(context.db, context, setting, await levelRows(context.db), now);
}

/**
 * Sets the level of a hazard from a day on. What follows is done in the shards: what opens, what is superseded, who is told.
 * Said again of what stands like this, nothing is set.
 * @throws {BadInputError} a hazard, level, district, type or day that is none; no reason
 */
export async function setLevel(
  context: ActContext,
  input: LevelInput,
): Promise<{ changed: boolean; preview: LevelPreview }> {
  const now = context.now();
  const because = input.because.trim();
  if (because === "" || because.length > longest) throw new BadInputError(cause("level-reason", { longest }));
  const done = await context.db.$transaction(async (tx) => {
    await lockSettings(tx);
    const setting = await readLevel(tx, input, now);
    const rows = await levelRows(tx);
    const before = await preview(tx, context, setting, rows, now);
    const others = rows.filter((one) => isSameScope(one, setting));
    const held = levelSet(others, setting.from);
    const same = (held?.level ?? "normal") === setting.level && (!setting.pack || samePack(held?.pack, setting.pack));
    // The same from that day on, and nothing else is to come.
    if (same && !others.some(({ from }) => from > setting.from)) return { changed: false, preview: before };
    await insertLevel(tx, { ...setting, because, setBy: actorId(input.actor) });
    await nudge(tx, [wakeLevels()], now);
    return { changed: true, preview: before };
  });
  await context.flush();
  return done;
}

const samePack = (one: HazardPack | null | undefined, other: HazardPack): boolean => isDeepStrictEqual(one, other);

async function readLevel(tx: Tx, input: Omit<LevelInput, "because" | "actor">, now: Date): Promise<LevelSetting> {
  const { district = "", type = "" } = input;
  const today = dateIn(now, await zoneOfMost(tx));
  const { from = today } = input;
  const pack = packIn(input, await levelRows(tx));
  const level = oneOf("level", input.level, levels);
  if (type !== "") oneOf("type", type, organizationTypes);
  const districts = await districtsOf(tx);
  if (district !== "") oneOf("district", district, districts);
  if (!isLocalDate(from) || from < today)
    throw new BadInputError(unusable("from", printable(from), expected("day-from", { from: today })));
  return {
    hazard: pack.name,
    pack: findHazard(pack.name) === pack ? null : pack,
    level,
    district,
    type: type as OrganizationType | "",
    from,
    setAt: now,
  };
}

/** The pack given, else the one of that name: a file's as it was given last. */
function packIn({ hazard, pack }: Pick<LevelInput, "hazard" | "pack">, rows: readonly LevelRow[]): HazardPack {
  const known = pack === undefined ? knownHazards(rows) : [readHazardPack(pack)];
  const names = known.map(({ name }) => name);
  const wanted = oneOf("hazard", hazard ?? (pack === undefined ? "" : (names[0] ?? "")), names);
  return known.find(({ name }) => name === wanted) as HazardPack;
}

function oneOf<Value extends string>(place: string, given: string, options: readonly Value[]): Value {
  const found = options.find((one) => one === given);
  if (found === undefined)
    throw new BadInputError(unusable(place, printable(given), expected("one-of", { options: [...options] })));
  return found;
}

async function preview(
  tx: Tx,
  { calendar }: Pick<ActContext, "calendar">,
  setting: LevelSetting,
  rows: readonly LevelRow[],
  now: Date,
): Promise<LevelPreview> {
  const { hazard, pack, level, district, type, from } = setting;
  const sums = { organizations: 0, reached: 0, opens: 0, superseded: 0, kept: 0, missed: 0 };
  const before = await settingsOf(tx, rows);
  const after = await settingsOf(tx, [...rows, setting]);
  const rules = { calendar, settings: after, policies: await policiesOf(tx) };
  const changed: OrganizationRow[] = [];
  for (const shard of await shardsOfOrganizations(tx))
    for (const organization of await organizationsOfShard(tx, shard)) {
      const place = placeOf(organization);
      if (!reaches(setting, place)) continue;
      sums.reached += 1;
      if (heldOn(before.levels(place), from) !== heldOn(after.levels(place), from)) changed.push(organization);
    }
  sums.organizations = changed.length;
  for (let at = 0; at < changed.length; at += page) {
    const wanted = changed.slice(at, at + page).flatMap((organization): Wanted[] => {
      const place = placeOf(organization);
      const duties = recurring.filter((duty) => {
        const old = before.planned(duty, organization.id, place);
        const next = after.planned(duty, organization.id, place);
        return old !== null && next !== null && cadenceOn(old, from) !== cadenceOn(next, from);
      });
      return occurrencesOf(organization, duties, from, rules).flatMap((occurrence) =>
        occurrence.opensOn <= from ? [{ organization, occurrence }] : [],
      );
    });
    const on = (zone: string): Date => (dateIn(now, zone) >= from ? now : instantAt(from, "00:05", zone));
    const turns = await turnsOf(tx, wanted, on(changed[at]?.zone ?? "Asia/Shanghai"), { lock: false });
    sums.opens += turns.opens.length;
    sums.superseded += turns.ends.filter(({ as }) => as === "superseded").length;
    sums.missed += turns.ends.filter(({ as }) => as === "missed").length;
    sums.kept += turns.counted.filter(({ as }) => as === "superseded").length;
  }
  const readers = await readersOfLevel(
    tx,
    changed.map(({ id }) => id),
    now,
  );
  const raised = changed.some((one) => isHigher(level, heldOn(before.levels(placeOf(one)), from) ?? "normal"));
  const sms = level === "response" && raised ? readers.filter(({ channels }) => channels.includes("sms")).length : 0;
  return {
    hazard,
    title: packOf({ hazard, pack: pack ?? null })?.title ?? { zh: hazard, en: hazard },
    level,
    district,
    type,
    from,
    ...sums,
    mails: readers.filter(({ channels }) => channels.includes("email")).length,
    sms,
  };
}

/** Duties that a plan may name and whose days are not the law's. */
const recurring = allDuties.filter((duty) => duty.cadence !== undefined && firstSteps(duty).length > 0);

/** A hazard's levels as they stand: one line for each scope in which one was ever set. */
export interface LevelStanding {
  now: LevelRow;
  /** Set for days to come, in their order. */
  next: LevelRow[];
}

/** What was set, by scope, as it stands on a day. */
export async function levelsStanding({
  db,
  now,
}: Pick<ActContext, "db" | "now">): Promise<{ today: LocalDate; standing: LevelStanding[]; history: LevelRow[] }> {
  const today = dateIn(now(), await zoneOfMost(db));
  const history = await levelRows(db);
  const standing = byScope(history).flatMap((scope): LevelStanding[] => {
    const held = levelSet(scope, today);
    const next = scope.filter(({ from }) => from > today);
    return held ? [{ now: held, next }] : next.length > 0 ? [{ now: next[0] as LevelRow, next }] : [];
  });
  return { today, standing, history };
}
