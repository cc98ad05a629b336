import { expect, test, vi } from "vitest";
import { connectBriefly, transact } from "../../prisma/client.ts";
import { calendarOf } from "../../records/calendar-days.ts";
import { policiesOf } from "../../records/settings.ts";
import { freshDatabase } from "../support/database.ts";

const { url } = await freshDatabase();
/** What compiles an engine; the types of Node.js leave it out. */
const { WebAssembly } = globalThis as unknown as { WebAssembly: { Module: new (bytes: Uint8Array) => object } };

test("a command that only reads never loads Prisma's engine; one that writes loads it once and sees the same rows", async () => {
  const engine = vi.spyOn(WebAssembly, "Module");
  const db = connectBriefly(url);
  expect(await calendarOf(db)).toBe(await calendarOf(db));
  expect((await policiesOf(db)).has("ordinary")).toBe(true);
  expect(await transact(db, (tx) => tx.$queryRaw`select 1 as one`)).toEqual([{ one: 1 }]);
  expect(engine).not.toHaveBeenCalled();
  await db.calendarDay.create({ data: { id: "one", date: new Date("2031-03-08"), worked: true } });
  await db.$transaction(async (tx) => {
    expect(await tx.$queryRaw`select date::text as day from calendar_day`).toEqual([{ day: "2031-03-08" }]);
    await tx.calendarDay.deleteMany();
  });
  expect(engine).toHaveBeenCalledTimes(1);
  await db.$disconnect();
});

test("what is disconnected without having been used lets its process end", async () => {
  await connectBriefly(url).$disconnect();
});
