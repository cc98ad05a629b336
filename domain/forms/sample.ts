import { sha256 } from "../donations/sha-256.ts";

/** What a random sample was drawn from, stored in the task's facts, so that everybody can repeat the draw. */
export interface Draw {
  /** The case's id, which cannot be known before the case exists. */
  seed: string;
  /** Percentage. */
  share: number;
  least: number;
  /** Ids of all candidates. */
  among: readonly string[];
}

/**
 * Draws a random sample: `share` percent (rounded up) or `least`, whichever is more. The draw can be verified: each id is appended to the seed and a
 * colon, the texts are hashed (SHA-256 in hex), and the ids with the lowest hashes are drawn. Thus nobody selects them, the storage order does not
 * matter, and an additional candidate does not change the order of the others.
 * @returns ids in the order of the draw
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

/** The draw in a task's facts; null: none. Never throws. */
export function drawOf(facts: Readonly<Record<string, unknown>>): Draw | null {
  const { seed, share, least, among } = (
    typeof facts.draw === "object" && facts.draw !== null ? facts.draw : {}
  ) as Record<string, unknown>;
  const whole = typeof seed === "string" && typeof share === "number" && typeof least === "number";
  return whole && Array.isArray(among) ? { seed, share, least, among: among.map(String) } : null;
}
