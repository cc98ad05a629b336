import { expect, test } from "vitest";
import { tableOf } from "../../records/rows.ts";
import { freshDatabase } from "../support/database.ts";

const { db } = await freshDatabase();

const columns = { id: "text", at: "timestamptz", day: "date", n: "int", on: "bool", facts: "jsonb" } as const;

interface Row {
  id: string;
  at: Date;
  day: string;
  n: number | null;
  on: boolean;
  facts: unknown;
}

const rowsWith = (count: number, row: (n: number) => Row): Row[] => Array.from({ length: count }, (_, n) => row(n));

const differing = (n: number): Row => ({
  id: `"${n}\\,{}`,
  at: new Date(Date.UTC(2031, 2, 3, 9, 0, n)),
  day: `2031-03-${String((n % 28) + 1).padStart(2, "0")}`,
  n: n % 3 === 0 ? null : n,
  on: n % 2 === 0,
  facts: n % 5 === 0 ? null : { n, says: 'a "quoted", {word}\\' },
});

const read = (rows: readonly Row[]): Promise<Row[]> => db.$queryRaw<Row[]>`
  select r.id, r.at, r.day::text, r.n, r."on", r.facts from ${tableOf(rows, columns)} order by r.place`;

const sent = (rows: readonly Row[]): number =>
  tableOf(rows, columns).values.reduce<number>((sum, value) => sum + String(value).length, 0);

test.each([1, 99, 100, 2_500])("%i rows come back as they were sent, in their order", async (count) => {
  const rows = rowsWith(count, differing);
  expect(await read(rows)).toEqual(rows);
});

test.each([1, 100, 2_500])("%i rows that say the same come back as they were sent", async (count) => {
  const [instant, facts] = [new Date("2031-03-03T01:00:00.123Z"), { says: 'a "quoted", {word}\\', list: [1, null] }];
  const same = (n: number): Row => ({
    ...{ id: String(n), at: new Date(instant), day: "2031-03-03", on: true, facts },
    n: null,
  });
  const rows = rowsWith(count, same);
  expect(await read(rows)).toEqual(rows);
  const once = rows.map((row) => ({ ...row, id: "the same" }));
  expect(await read(once)).toEqual(once);
});

test("what a thousand rows have in common is sent once", () => {
  const row = { id: "the same", at: new Date(0), day: "2031-03-03", n: 1, on: true, facts: null };
  expect(sent(rowsWith(1_000, () => row))).toBeLessThan(200);
  expect(sent(rowsWith(1_000, (n) => ({ ...row, n })))).toBeGreaterThan(3_000);
});

test("few rows have one text, whatever they have in common: its plan may be kept", () => {
  const row = { id: "the same", at: new Date(0), day: "2031-03-03", n: 1, on: true, facts: null };
  const text = tableOf(rowsWith(20, differing), columns).sql;
  expect(
    tableOf(
      rowsWith(20, () => row),
      columns,
    ).sql,
  ).toBe(text);
});
