import type { Zone } from "../domain/terms.ts";
import type { Db, Statements } from "../prisma/client.ts";
import { placesOf } from "../records/levels.ts";
import { rosterSeen } from "../records/roster/changes.ts";
import { type ReachedHolders, reachedHolders } from "../records/tasks/unreachable.ts";
import { type BoardScope, type Doubtful, districtsKnown, doubtfulIn, type KnownReach } from "../records/views/board.ts";
import { organizationsCounted } from "../records/views/desk.ts";
import { zoneOfMost } from "../records/views/listings.ts";
import { organizationsOverseen } from "../records/views/overseen.ts";
import type { ActContext } from "./context.ts";

/** In milliseconds: roles and absences begin and end by the clock alone, so nothing is cached longer than this. */
const keptMs = 10_000;

const everywhere: BoardScope = { organizationIds: null, search: "", duty: "" };

/** What pages read of the whole roster: read at first use and cached until the roster changes. */
export interface KnownRoster {
  zone(): Promise<Zone>;
  districts(): Promise<readonly string[]>;
  /** Open organizations by district and types. */
  places(): ReturnType<typeof placesOf>;
  /** Number of open organizations in a scope; null: the scope depends on more than district and type. */
  organizations(scope: BoardScope): Promise<number | null>;
  /** Organizations in which a person holds a role to which tasks are escalated. */
  overseen(personId: string): Promise<readonly string[]>;
  /** Who can be reached in the organizations of a scope. */
  reach(scope: BoardScope): Promise<KnownReach>;
}

interface Kept {
  snapshot: string;
  /** When it was read, by the reader's clock and by the machine's. */
  at: Date;
  since: number;
  values: Map<string, Promise<unknown>>;
  holders: Map<string, Promise<ReachedHolders>>;
}

const kept = new WeakMap<Db, Kept>();

/**
 * The current roster: one small statement finds out whether any process has changed it. A change is visible at once to the one who made it.
 * @param tx reads it
 */
export async function knownRoster({ db, now }: Pick<ActContext, "db" | "now">, tx: Statements): Promise<KnownRoster> {
  const at = now();
  const fresh = (): Kept | undefined => {
    const known = kept.get(db);
    return known && isFresh(known, at) ? known : undefined;
  };
  for (let before = fresh(), looks = 1; ; looks++) {
    const { snapshot, same } = await rosterSeen(tx, before?.snapshot ?? null);
    if (before && same) return rosterOf(before, tx);
    // If several find it changed, the first reads it, and the others check whether that result serves them.
    const later = fresh();
    if (later && later !== before && looks === 1) before = later;
    else {
      const known = { snapshot, at, since: performance.now(), values: new Map(), holders: new Map() };
      kept.set(db, known);
      return rosterOf(known, tx);
    }
  }
}

const isFresh = ({ at, since }: Kept, now: Date): boolean => {
  const age = now.getTime() - at.getTime();
  return age >= 0 && age < keptMs && performance.now() - since < keptMs;
};

function rosterOf({ at, values, holders }: Kept, tx: Statements): KnownRoster {
  const keep = <T>(name: string, read: () => Promise<T>): Promise<T> => once(values, name, read) as Promise<T>;
  const doubtful = (): Promise<Doubtful> => keep("doubtful", () => doubtfulIn(tx, everywhere, at));
  const zone = (): Promise<Zone> => keep("zone", () => zoneOfMost(tx));
  return {
    zone,
    districts: () => keep("districts", () => districtsKnown(tx)),
    places: () => keep("places", () => placesOf(tx, null)),
    overseen: (personId) => keep(`overseen by ${personId}`, () => organizationsOverseen(tx, personId, at)),
    async organizations(scope) {
      const { organizationIds, search, district, type } = scope;
      if (organizationIds !== null || search || district || type) return null;
      return keep("organizations", () => organizationsCounted(tx, everywhere));
    },
    async reach({ organizationIds }) {
      const all = await doubtful();
      const mine = organizationIds && new Set(organizationIds);
      return {
        doubtful: mine ? all.filter(({ id }) => mine.has(id)) : all,
        async holders(ids) {
          const missing = [...new Set(ids)].filter((id) => !holders.has(id));
          const reading = missing.length > 0 ? reachedHolders(tx, missing, at) : Promise.resolve(new Map());
          for (const id of missing) void once(holders, id, () => reading);
          const found = await Promise.all([...new Set(ids)].map(async (id) => [id, await holders.get(id)] as const));
          return new Map(found.flatMap(([id, one]) => (one?.has(id) ? [[id, one.get(id) ?? []] as const] : [])));
        },
      };
    },
  };
}

/** A failed read is not cached. */
function once<T>(values: Map<string, Promise<T>>, name: string, read: () => Promise<T>): Promise<T> {
  const known = values.get(name);
  if (known) return known;
  const reading = read();
  values.set(name, reading);
  reading.catch(() => values.delete(name));
  return reading;
}
