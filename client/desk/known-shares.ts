import { hash } from "node:crypto";
import { rankedByMove, type TwoMonths } from "../../domain/desk/movers.ts";
import { type Share, sumOfShares } from "../../domain/reporting/counts.ts";
import type { Db, Statements } from "../../prisma/client.ts";
import { keptShares, liveShares, type ShareRow, type ShareSpan } from "../../records/reporting/shares.ts";

/** Number of scopes of which stored counts are cached: of administrators, and of authorities. */
const mostScopes = 50;
/** Up to this many organizations the stored counts are read each time: that costs little, and there are many such scopes. */
const fewOrganizations = 40;
/** Maximum number of reads while shards are being counted. */
const mostReads = 5;

type Own = Pick<TwoMonths, "id" | "counts" | "before">;

/** Stored counts of a scope. */
interface Kept {
  version: string;
  months: ReadonlyMap<string, Share>;
  organizations: ReadonlyMap<string, Own>;
  /** Organizations whose share changed, largest rise first and largest fall first. */
  risen: readonly Own[];
  fallen: readonly Own[];
}

const kept = new WeakMap<Db, Map<string, Kept>>();

/** Shares of tasks done on time of a scope. */
export interface KnownShares {
  months: ReadonlyMap<string, Share>;
  /** The organizations whose share changed most from the month before last to the last, among others. */
  moved: readonly Own[];
}

/**
 * Shares of tasks done on time by month, and the organizations that changed most. The stored counts are cached until a shard is counted again, which
 * is once a day; what is not stored yet is read each time.
 * @param tx reads
 * @param many number of organizations in each direction
 */
export async function knownShares(
  { db, tx }: { db: Db; tx: Statements },
  organizationIds: readonly string[] | null,
  span: ShareSpan,
  now: Date,
  many: number,
): Promise<KnownShares> {
  const key = keyOf(organizationIds, span);
  for (let reads = 1; ; reads++) {
    const cached = key === null ? undefined : kept.get(db)?.get(key);
    const [live, stored] = await Promise.all([
      liveShares(tx, organizationIds, span, now),
      cached ?? keptShares(tx, organizationIds, span).then(({ version, rows }) => keptOf(version, rows, span)),
    ]);
    if (key !== null) keep(db, key, stored);
    // Both must be of the same state, or a task that was counted in between is in neither or in both.
    if (live.version === stored.version || reads === mostReads) return together(stored, live.rows, span, many);
    if (key !== null) kept.get(db)?.delete(key);
  }
}

/** The scope that was used last is the last; the first is dropped. */
function keep(db: Db, key: string, stored: Kept): void {
  const all = kept.get(db) ?? new Map<string, Kept>();
  kept.set(db, all);
  all.delete(key);
  all.set(key, stored);
  const [oldest] = all.keys();
  if (all.size > mostScopes && oldest !== undefined) all.delete(oldest);
}

function keyOf(organizationIds: readonly string[] | null, { period }: ShareSpan): string | null {
  if (organizationIds === null) return period.key;
  if (organizationIds.length <= fewOrganizations) return null;
  return `${period.key} ${hash("sha256", organizationIds.join(), "base64")}`;
}

function keptOf(version: string, rows: readonly ShareRow[], span: ShareSpan): Kept {
  const { months, organizations } = added({ months: new Map(), organizations: new Map() }, rows, span);
  return { version, months, organizations, ...rankedByMove(organizations.values()) };
}

/** Of organizations without further tasks only the first can be among those that changed most. */
function together(stored: Kept, rows: readonly ShareRow[], span: ShareSpan, many: number): KnownShares {
  const organizations = new Map(
    rows.flatMap(({ organizationId }) => {
      const own = organizationId === null ? undefined : stored.organizations.get(organizationId);
      return own ? [[own.id, own] as const] : [];
    }),
  );
  const { months, organizations: live } = added({ months: new Map(stored.months), organizations }, rows, span);
  const first = (ranked: readonly Own[]): Own[] => {
    const found: Own[] = [];
    for (const own of ranked) {
      if (found.length === many) break;
      if (!live.has(own.id)) found.push(own);
    }
    return found;
  };
  return { months, moved: [...live.values(), ...first(stored.risen), ...first(stored.fallen)] };
}

const none = sumOfShares([]);

interface Counted {
  months: Map<string, Share>;
  organizations: Map<string, Own>;
}

function added({ months, organizations }: Counted, rows: readonly ShareRow[], { period, before }: ShareSpan): Counted {
  for (const row of rows) {
    const { organizationId: id, month } = row;
    if (id === null) months.set(month, sumOfShares([months.get(month) ?? none, row]));
    else {
      const own = organizations.get(id) ?? { id, counts: none, before: none };
      if (month === period.last) organizations.set(id, { ...own, counts: sumOfShares([own.counts, row]) });
      else if (month === before.last) organizations.set(id, { ...own, before: sumOfShares([own.before, row]) });
    }
  }
  return { months, organizations };
}
