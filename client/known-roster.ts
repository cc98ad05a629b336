import type { Zone } from "../domain/terms.ts";
import type { Db, Statements } from "../prisma/client.ts";
import { placesOf } from "../records/levels.ts";
import { rosterSeen } from "../records/roster/changes.ts";
import { type ReachedHolders, reachedHolders } from "../records/tasks/unreachable.ts";
import { type BoardScope, type Doubtful, districtsKnown, doubtfulIn, type KnownReach } from "../records/views/board.ts";
import { organizationsCounted } from "../records/views/desk.ts";
import { zoneOfMost } from "../records/views/listings.ts";
import type { ActContext } from "./context.ts";

/** Terms and absences begin and end without anybody doing anything: nothing is kept longer; milliseconds. */
const keptMs = 10_000;

const everywhere: BoardScope = { organizationIds: null, search: "", duty: "" };

/** What pages ask of the whole roster. It is read where it is first asked for, and kept until somebody changes the roster. */
export interface KnownRoster {
  zone(): Promise<Zone>;
  districts(): Promise<readonly string[]>;
  /** Organizations at work, by district and types. */
  places(): ReturnType<typeof placesOf>;
  /** How many organizations of a scope are at work; null: it asks for more than these are kept by. */
  organizations(scope: BoardScope): Promise<number | null>;
  /** Who can be reached, of the organizations of a scope. */
  reach(scope: BoardScope): Promise<KnownReach>;
}

interface Kept {
  snapshot: string;
  /** By the clock of who reads, and by that of the machine. */
  at: Date;
  since: number;
  values: Map<string, Promise<unknown>>;
  holders: Map<string, Promise<ReachedHolders>>;
}

const kept = new WeakMap<Db, Kept>();

/**
 * What is known of the roster now: one small statement says whether anybody has changed it, in whichever process. Whoever changes it finds
 * it changed at once.
 * @param tx by which it is asked for and read
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
    // Of several who find it changed the first reads it, and the others look whether that is what they want.
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

/** What could not be read is not kept. */
function once<T>(values: Map<string, Promise<T>>, name: string, read: () => Promise<T>): Promise<T> {
  const known = values.get(name);
  if (known) return known;
  const reading = read();
  values.set(name, reading);
  reading.catch(() => values.delete(name));
  return reading;
}
