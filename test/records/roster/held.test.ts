import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Held, hasLeft, hasNotEnded, isHeld } from "../../../domain/roster/held.ts";
import { Prisma } from "../../../prisma/client.ts";
import { hasLeftAt, hasNotEndedAt, isAwayAt, isHeldAt, isStayingAt } from "../../../records/roster/held.ts";
import { freshDatabase } from "../../support/database.ts";

const { db } = await freshDatabase();
const now = new Date("2031-03-10T10:00:00Z");

/** Milliseconds around now, which show an off-by-one comparison, and days away. */
const instant = fc
  .oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -40 * 86_400_000, max: 40 * 86_400_000 }))
  .map((ms) => new Date(now.getTime() + ms));
const rows = fc.array(
  fc.record({
    fromAt: instant,
    untilAt: fc.option(instant, { nil: null }),
    leftAt: fc.option(instant, { nil: null }),
  }),
  { minLength: 1, maxLength: 40 },
);
type Row = Held & { leftAt: Date | null };

/** Indexes of the rows that a SQL condition on `r` selects. */
async function chosen(generated: readonly Row[], alias: string, condition: Prisma.Sql): Promise<number[]> {
  const values = generated.map(
    ({ fromAt, untilAt, leftAt }, place) =>
      Prisma.sql`(${place}::int, ${fromAt}::timestamptz, ${untilAt}::timestamptz, ${leftAt}::timestamptz)`,
  );
  const found = await db.$queryRaw<{ place: number }[]>(
    Prisma.sql`select place from (values ${Prisma.join(values)}) as ${Prisma.raw(alias)}(place, from_at, until_at, left_at)
      where ${condition} order by place`,
  );
  return found.map(({ place }) => place);
}

/** Checks that a condition and a predicate select the same generated rows. */
const alike = (alias: string, condition: Prisma.Sql, predicate: (row: Row) => boolean): Promise<void> =>
  fc.assert(
    fc.asyncProperty(rows, async (generated) => {
      const expected = generated.flatMap((row, place) => (predicate(row) ? [place] : []));
      expect(await chosen(generated, alias, condition)).toEqual(expected);
    }),
    { numRuns: 60 },
  );

describe("SQL and the program agree, to the millisecond, on", () => {
  it("what is held at an instant", async () => {
    await alike("h", isHeldAt(now), (row) => isHeld(row, now));
    await alike("s", isHeldAt(now, "s"), (row) => isHeld(row, now));
    await alike("r", isHeldAt(now, ""), (row) => isHeld(row, now));
  });

  it("what has not ended", () => alike("h", hasNotEndedAt(now), (row) => hasNotEnded(row, now)));

  it("who is away", () => alike("a", isAwayAt(now), (row) => row.untilAt !== null && isHeld(row, now)));

  it("who has left, and who has not", async () => {
    await alike("p", hasLeftAt(now), (row) => hasLeft(row, now));
    await alike("p", isStayingAt(now), (row) => !hasLeft(row, now));
    // Never null: what is read as a column is true or false.
    await alike("p", Prisma.sql`not ${hasLeftAt(now)}`, (row) => !hasLeft(row, now));
  });
});
