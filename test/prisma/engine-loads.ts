import assert from "node:assert/strict";
import { connectBriefly, transact } from "../../prisma/client.ts";
import { calendarOf } from "../../records/calendar-days.ts";
import { policiesOf } from "../../records/settings.ts";

/* A separate program, because an engine that a process has loaded stays loaded. Prints the number of loads, after reading and after writing. */
interface Compiler {
  Module: new (bytes: Uint8Array) => object;
}
/** WebAssembly compiles the engine; the types of Node.js leave it out. */
const { WebAssembly } = globalThis as unknown as { WebAssembly: Compiler };
let loads = 0;
WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct(target, given) {
    loads += 1;
    return Reflect.construct(target, given);
  },
});

const db = connectBriefly(process.argv[2] as string);
assert.equal(await calendarOf(db), await calendarOf(db));
assert((await policiesOf(db)).has("ordinary"));
assert.deepEqual(await transact(db, (tx) => tx.$queryRaw`select 1 as one`), [{ one: 1 }]);
const afterReading = loads;
await db.calendarDay.create({ data: { id: "one", date: new Date("2031-03-08"), worked: true } });
await db.$transaction(async (tx) => {
  assert.deepEqual(await tx.$queryRaw`select date::text as day from calendar_day`, [{ day: "2031-03-08" }]);
  await tx.calendarDay.deleteMany();
});
await db.$disconnect();
console.log(JSON.stringify({ afterReading, afterWriting: loads }));
