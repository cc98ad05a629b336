import { isDeepStrictEqual } from "node:util";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, RefusedError } from "../../domain/errors.ts";
import type { HazardPack } from "../../domain/hazards/hazard-pack.ts";
import { wakeLevels } from "../../domain/ids.ts";
import {
  heldOn,
  isSameScope,
  type LevelNews,
  type LevelSetting,
  levelSet,
  packOf,
  reaches,
} from "../../domain/planning/levels.ts";
import { cadenceOn } from "../../domain/planning/plan.ts";
import { firstSteps } from "../../domain/procedures/kinds.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { Level, LocalDate, OrganizationType, Text, Zone } from "../../domain/terms.ts";
import { cityZone, dateIn, instantAt } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { planChangesOf, type Wanted } from "../../records/cases/planned.ts";
import { ShardPlan } from "../../records/cases/shard-plan.ts";
import type { Rules } from "../../records/cases/starts.ts";
import {
  insertLevel,
  type LevelRow,
  levelRows,
  newsFor,
  newsTo,
  readersOfLevel,
  recipientsOfLevels,
} from "../../records/levels.ts";
import { nudge } from "../../records/nudges.ts";
import { type OrganizationRow, organizationsOfShard, shardsOfOrganizations } from "../../records/roster/holders.ts";
import { placeOf } from "../../records/roster/place.ts";
import { newId } from "../../records/rows.ts";
import { lockSettings, policiesOf, type Settings, settingsOf } from "../../records/settings.ts";
import { type ActContext, actorId } from "../context.ts";
import { type LevelInput, readLevel } from "./level-input.ts";

/** Effects of a level. */
export interface LevelPreview {
  hazard: string;
  /** Title of the hazard. */
  title: Text;
  level: Level;
  district: string;
  type: OrganizationType | "";
  from: LocalDate;
  /** Number of organizations whose level changes, among those to which it applies. */
  organizations: number;
  reached: number;
  /** Numbers of cases that open on its first day, that it supersedes, and that continue because somebody has begun them. */
  opens: number;
  superseded: number;
  kept: number;
  missed: number;
  /** Number of people to notify. */
  mails: number;
  sms: number;
}

const longest = 1_000;
/** Organizations processed together. */
const page = 100;

/** Effects of a level if it were set now; nothing is changed. @throws {BadInputError} invalid hazard, level, district, type or day */
export async function previewLevel(
  context: Pick<ActContext, "db" | "now" | "calendar">,
  input: Omit<LevelInput, "because" | "actor">,
): Promise<LevelPreview> {
  const now = context.now();
  const setting = await readLevel(context.db, input, now);
  return preview(context.db, context, setting, await levelRows(context.db), now, input.among);
}

/**
 * Sets the level of a hazard from a day on. The planners of the shards then open and supersede cases and send notices. A level that holds already is
 * not set again.
 * @throws {BadInputError} invalid hazard, level, district, type or day; no reason · {RefusedError} it would apply to organizations of other
 * authorities
 */
export async function setLevel(
  context: ActContext,
  input: LevelInput,
): Promise<{ changed: boolean; preview: LevelPreview }> {
  const now = context.now();
  const because = input.because.trim();
  const unreasoned = because === "" || because.length > longest ? [cause("level-reason", { longest })] : [];
  // The preview reads every organization and is computed outside the transaction, so that it does not hold up other settings.
  const known = await levelRows(context.db);
  const looked = await readLevel(context.db, input, now).catch((error: unknown) => {
    throw error instanceof BadInputError ? new BadInputError(...error.causes, ...unreasoned) : error;
  });
  if (unreasoned.length > 0) throw new BadInputError(...unreasoned);
  const before = await preview(context.db, context, looked, known, now, input.among);
  const done = await context.db.$transaction(async (tx) => {
    await lockSettings(tx);
    const setting = await readLevel(tx, input, now);
    const rows = await levelRows(tx);
    // Another level was set in between: the preview is outdated.
    const unchanged = setting.from === before.from && isDeepStrictEqual(rows, known);
    if (!unchanged) return null;
    if (input.key !== undefined && rows.some(({ id }) => id === input.key)) return { changed: false, preview: before };
    const others = rows.filter((one) => isSameScope(one, setting));
    const held = levelSet(others, setting.from);
    const same = (held?.level ?? "normal") === setting.level && (!setting.pack || samePack(held?.pack, setting.pack));
    // The same level holds from that day on, and no other is set for later.
    if (same && !others.some(({ from }) => from > setting.from)) return { changed: false, preview: before };
    const id = input.key ?? newId();
    await insertLevel(tx, { id, ...setting, because, setBy: actorId(input.actor) });
    await nudge(tx, [wakeLevels()], now);
    return { changed: true, preview: before };
  });
  if (done === null) return setLevel(context, input);
  await context.flush();
  return done;
}

const samePack = (one: HazardPack | null | undefined, other: HazardPack): boolean => isDeepStrictEqual(one, other);

async function preview(
  tx: Tx,
  { calendar }: Pick<ActContext, "calendar">,
  setting: LevelSetting,
  rows: readonly LevelRow[],
  now: Date,
  among?: readonly string[],
): Promise<LevelPreview> {
  const { hazard, pack, level, district, type, from } = setting;
  const sums = { organizations: 0, reached: 0, opens: 0, superseded: 0, kept: 0, missed: 0 };
  const before = await settingsOf(tx, rows);
  const after = await settingsOf(tx, [...rows, setting]);
  const rules = { calendar, settings: after, policies: await policiesOf(tx) };
  const changed: OrganizationRow[] = [];
  const row: LevelRow = { ...setting, id: "", because: "", setBy: "" };
  const news = new Map<string, LevelNews<LevelRow>>();
  const own = among && new Set(among);
  let others = 0;
  for (const shard of await shardsOfOrganizations(tx))
    for (const organization of await organizationsOfShard(tx, shard)) {
      const place = placeOf(organization);
      if (!reaches(setting, place)) continue;
      sums.reached += 1;
      if (own && !own.has(organization.id)) others += 1;
      if (heldOn(before.levels(place), from) !== heldOn(after.levels(place), from)) changed.push(organization);
      const found = newsFor(organization, [...rows, row], from);
      if (found.news.includes(row) || found.replaced.some(({ by }) => by === row)) news.set(organization.id, found);
    }
  if (others > 0) throw new RefusedError(cause("level-beyond", { others }));
  sums.organizations = changed.length;
  const firstDay = new FirstDay(before, rules, from, now);
  for (let at = 0; at < changed.length; at += page) {
    const wanted = changed.slice(at, at + page).flatMap((organization) => firstDay.wantedOf(organization));
    const changes = await planChangesOf(tx, wanted, firstDay.instantIn(changed[at]?.zone ?? cityZone), { lock: false });
    sums.opens += changes.opens.length;
    sums.superseded += changes.ends.filter(({ as }) => as === "superseded").length;
    sums.missed += changes.ends.filter(({ as }) => as === "missed").length;
    sums.kept += changes.counted.filter(({ as }) => as === "superseded").length;
  }
  const readers = await readersToNotify(tx, news, row, now);
  const sms = level === "response" ? readers.filter(({ channels }) => channels.includes("sms")).length : 0;
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

/** What comes up otherwise on the first day of a level. Of organizations that are alike it is computed once. */
class FirstDay {
  private readonly before: Settings;
  private readonly rules: Rules;
  private readonly from: LocalDate;
  private readonly now: Date;
  private readonly plans = new Map<Zone, ShardPlan>();
  private readonly duties = new Map<string, ReadonlySet<string>>();

  constructor(before: Settings, rules: Rules, from: LocalDate, now: Date) {
    this.before = before;
    this.rules = rules;
    this.from = from;
    this.now = now;
  }

  /** When it is looked at there: now, or early on a day to come. */
  instantIn(zone: Zone): Date {
    return dateIn(this.now, zone) >= this.from ? this.now : instantAt(this.from, "00:05", zone);
  }

  wantedOf(organization: OrganizationRow): Wanted[] {
    const { zone } = organization;
    let plan = this.plans.get(zone);
    if (plan === undefined) {
      plan = new ShardPlan(this.rules, this.instantIn(zone));
      this.plans.set(zone, plan);
    }
    const duties = this.changedOf(organization);
    return plan
      .occurrencesOf(organization)
      .flatMap((occurrence) =>
        duties.has(occurrence.duty) && occurrence.opensOn <= this.from ? [{ organization, occurrence }] : [],
      );
  }

  /** Numbers of the duties whose cadence is another from that day on. */
  private changedOf(organization: OrganizationRow): ReadonlySet<string> {
    const place = placeOf(organization);
    const key = JSON.stringify([this.rules.settings.ownWord(organization.id), place]);
    let known = this.duties.get(key);
    if (known === undefined) {
      const changed = recurring.filter((duty) => {
        const old = this.before.planned(duty, organization.id, place);
        const next = this.rules.settings.planned(duty, organization.id, place);
        return old !== null && next !== null && cadenceOn(old, this.from) !== cadenceOn(next, this.from);
      });
      known = new Set(changed.map(({ number }) => number));
      this.duties.set(key, known);
    }
    return known;
  }
}

/** People who are notified of a level, with the channels that reach them. */
async function readersToNotify(tx: Tx, news: ReadonlyMap<string, LevelNews<LevelRow>>, row: LevelRow, now: Date) {
  const readers = await readersOfLevel(tx, [...news.keys()], now);
  const told = await recipientsOfLevels(
    tx,
    readers.map(({ personId }) => personId),
  );
  return readers.filter(({ personId, organizationId }) => {
    const found = news.get(organizationId);
    return found !== undefined && newsTo(personId, found, told).includes(row);
  });
}

/** Planned duties without a statutory deadline. */
const recurring = allDuties.filter((duty) => duty.cadence !== undefined && firstSteps(duty).length > 0);
