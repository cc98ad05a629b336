import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../../domain/donations/sha-256.ts";
import { drawOf, drawSample } from "../../../domain/forms/sample.ts";

const people = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 60 });
const draws = fc.record({
  seed: fc.string(),
  share: fc.integer({ min: 0, max: 100 }),
  least: fc.nat({ max: 10 }),
  among: people,
});

describe("a random sample", () => {
  test("has the share, rounded up, or the minimum, whichever is more, and never more than all", () => {
    fc.assert(
      fc.property(draws, (draw) => {
        const { share, least, among } = draw;
        const wanted = Math.max(least, Math.ceil((among.length * share) / 100));
        const drawn = drawSample(draw);
        expect(drawn).toHaveLength(Math.min(among.length, wanted));
        expect(new Set(drawn).size).toBe(drawn.length);
        expect(drawn.every((id) => among.includes(id))).toBe(true);
      }),
    );
  });

  test("is reproduced by anybody who knows the seed, in whatever order the names are stored", () => {
    fc.assert(
      fc.property(draws, fc.infiniteStream(fc.nat()), (draw, keys) => {
        const shuffled = draw.among
          .map((id) => ({ id, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ id }) => id);
        expect(drawSample({ ...draw, among: shuffled })).toEqual(drawSample(draw));
      }),
    );
  });

  test("changes by at most one person if one candidate is added", () => {
    fc.assert(
      fc.property(draws, fc.string(), (draw, joiner) => {
        const size = drawSample(draw).length;
        const before = drawSample({ ...draw, share: 0, least: size });
        const after = drawSample({ ...draw, share: 0, least: size, among: [...draw.among, joiner] });
        expect(after.filter((id) => !before.includes(id) && id !== joiner)).toEqual([]);
      }),
    );
  });

  test("selects everybody about equally often", () => {
    const among = Array.from({ length: 20 }, (_, i) => `person-${i}`);
    const times = new Map(among.map((id) => [id, 0]));
    for (let n = 0; n < 2_000; n++)
      for (const id of drawSample({ seed: `case-${n}`, share: 20, least: 3, among }))
        times.set(id, (times.get(id) ?? 0) + 1);
    // 4 of 20 in each of 2,000 draws are 400 each; a fair draw differs by more than 100 once in many millions of runs.
    for (const n of times.values()) expect(Math.abs(n - 400)).toBeLessThan(100);
  });

  test("can be verified with sha256sum alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
      }),
    );
  });

  test("is read from the facts in which it was stored, and only from those", () => {
    fc.assert(
      fc.property(draws, (draw) => {
        expect(drawOf({ draw })).toEqual(draw);
      }),
    );
    fc.assert(
      fc.property(fc.anything(), (draw) => {
        drawOf({ draw });
      }),
    );
    expect(drawOf({ draw: { seed: "x" } })).toBeNull();
  });
});
