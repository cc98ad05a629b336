import { NotFoundError } from "../../domain/errors.ts";
import { beginning, byScope, levelSet, levelSteps, levelWithout } from "../../domain/planning/levels.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { type Level, type LocalDate, levels, type Zone } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Tx } from "../../prisma/client.ts";
import { type LevelRow, levelRows, placesOf } from "../../records/levels.ts";
import { zoneOfMost } from "../../records/views/listings.ts";
import type { ActContext } from "../context.ts";

/** Levels of a hazard: one line for each scope in which one was ever set. */
export interface LevelStanding {
  now: LevelRow;
  /** Levels set for later days, in their order. */
  next: LevelRow[];
}

/** All levels by scope, as of a day. @param zone of most organizations, if known */
export async function levelsStanding({ db, now, zone }: { db: Tx; zone?: Zone } & Pick<ActContext, "now">): Promise<{
  today: LocalDate;
  standing: LevelStanding[];
  history: LevelRow[];
}> {
  const today = dateIn(now(), zone ?? (await zoneOfMost(db)));
  const history = await levelRows(db);
  const standing = byScope(history).flatMap((scope): LevelStanding[] => {
    const held = levelSet(scope, today);
    const next = scope.filter(({ from }) => from > today);
    return held ? [{ now: held, next }] : next.length > 0 ? [{ now: next[0] as LevelRow, next }] : [];
  });
  return { today, standing, history };
}

/**
 * The level that would undo another: what holds in its scope without it, from its first day, or from today if that has passed.
 * @throws {NotFoundError} no such level
 */
export async function undoOf(
  { db, now }: Pick<ActContext, "db" | "now">,
  id: string,
): Promise<Pick<LevelRow, "hazard" | "level" | "district" | "type" | "from">> {
  const rows = await levelRows(db);
  const row = rows.find((one) => one.id === id);
  if (!row) throw new NotFoundError(cause("no-level", { value: printable(id) }));
  const today = dateIn(now(), await zoneOfMost(db));
  return levelWithout(row, rows, today);
}

/** Organizations at the same level since the same day. */
export interface LevelGroup {
  level: Level;
  /** Null: from the beginning. */
  since: LocalDate | null;
  organizations: number;
}

/** Organizations by level and day, highest first. @param ids organizations to look at; null: all */
export async function levelGroups(
  { db }: Pick<ActContext, "db">,
  { today, history }: { today: LocalDate; history: readonly LevelRow[] },
  ids: readonly string[] | null,
  /** Districts and types of all organizations, if known. */
  known?: Awaited<ReturnType<typeof placesOf>>,
): Promise<LevelGroup[]> {
  const groups = new Map<string, LevelGroup>();
  for (const { organizations, ...place } of ids === null && known ? known : await placesOf(db, ids)) {
    const step = levelSteps(history, place).findLast(({ from }) => from <= today);
    const level = step?.value ?? "normal";
    const since = step && step.from !== beginning ? step.from : null;
    const group = groups.get(`${level}/${since}`) ?? { level, since, organizations: 0 };
    group.organizations += organizations;
    groups.set(`${level}/${since}`, group);
  }
  return [...groups.values()].sort(
    (one, other) =>
      levels.indexOf(other.level) - levels.indexOf(one.level) || ((one.since ?? "") < (other.since ?? "") ? 1 : -1),
  );
}

/** Whether all organizations are at level `response`, so that the rules of an emergency are proposed. @param ids as in {@link levelGroups} */
export async function allAtResponse(
  context: Pick<ActContext, "db" | "now">,
  ids: readonly string[] | null,
): Promise<boolean> {
  const groups = await levelGroups(context, await levelsStanding(context), ids);
  return groups.length > 0 && groups.every(({ level }) => level === "response");
}
