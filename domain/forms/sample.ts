import { sha256 } from "../donations/sha-256.ts";

/** What a lot was drawn from, kept in the task's facts, so that anybody can draw it again. */
export interface Draw {
  /** Nobody knows it before the case is there: the case's id. */
  seed: string;
  /** Percent. */
  share: number;
  least: number;
  /** Ids of all among whom it was drawn. */
  among: readonly string[];
}

/**
 * Draws by lot: of `share` percent (rounded up) and of `least` the greater number, at most all. Whoever knows the draw can check
 * it: each id is written behind the seed and a colon, the lines are hashed (SHA-256, hexadecimal), and those with the lowest
 * hashes are drawn. So nobody chose them, the order in which they are kept decides nothing, and one more person moves nobody
 * else's place.
 * @returns ids in the order in which they are drawn
 */
export function drawSample({ seed, share, least, among }: Draw): string[] {
  const ids = [...new Set(among)];
  const size = Math.min(ids.length, Math.max(least, Math.ceil((ids.length * share) / 100)));
  return ids
    .map((id) => ({ id, lot: sha256(`${seed}:${id}`) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0))
    .slice(0, size)
    .map(({ id }) => id);
}

/** The draw that a task's facts keep; null: none was made. Facts are free in form; never throws. */
export function drawOf(facts: Readonly<Record<string, unknown>>): Draw | null {
  const { seed, share, least, among } = (
    typeof facts.draw === "object" && facts.draw !== null ? facts.draw : {}
  ) as Record<string, unknown>;
  const whole = typeof seed === "string" && typeof share === "number" && typeof least === "number";
  return whole && Array.isArray(among) ? { seed, share, least, among: among.map(String) } : null;
}
