import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { moveClock } from "../../bin/demo-clock.ts";
import { BadInputError } from "../../domain/errors.ts";
import { atEnd } from "../support/ending.ts";

const [from, to] = ["2031-03-03T01:00:00.000Z", "2031-06-03T01:00:00.000Z"];

/** A demo that closes the connection of a request to move its clock. @param looks its later responses; the last one is repeated */
async function demo(
  ...looks: readonly { now: string; underWay: { from: string; to: string } | null }[]
): Promise<string> {
  let look = 0;
  const server = createServer((request, response) => {
    if (request.method === "POST") return void request.socket.destroy();
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ moved: 0, ...looks[Math.min(look++, looks.length - 1)] }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  atEnd(() => new Promise((done) => server.close(done)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

it("a move that takes longer than its request is followed to its end", async () => {
  const move = { from, to };
  const control = await demo(
    { now: from, underWay: move },
    { now: "2031-05-01T01:00:00.000Z", underWay: move },
    { now: to, underWay: null },
  );
  expect(await moveClock(control, "+92d")).toEqual({ now: new Date(to), moved: Date.parse(to) - Date.parse(from) });
});

it("a time that did not move, or not all of the way, is said so", async () => {
  const still = await demo({ now: from, underWay: null });
  await expect(moveClock(still, "+92d")).rejects.toThrow(BadInputError);
  const short = await demo({ now: from, underWay: { from, to } }, { now: from, underWay: null });
  await expect(moveClock(short, "+92d")).rejects.toThrow("the clock was not moved");
  expect(await moveClock(short, null)).toEqual({ now: new Date(from), moved: 0 });
});
