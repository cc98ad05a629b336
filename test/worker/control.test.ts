import { expect, it } from "vitest";
import { startControl } from "../../worker/control.ts";
import { atEnd } from "../support/ending.ts";

it("the progress of a move of the clock can be read meanwhile, with its start and end", async () => {
  let arrive = (_moved: number): void => undefined;
  let underWay: { from: Date; to: Date } | null = null;
  const now = new Date("2031-03-18T01:00:00Z");
  const control = await startControl({
    now: () => now,
    underWay: () => underWay,
    move: () => {
      underWay = { from: new Date("2031-03-03T01:00:00Z"), to: new Date("2031-04-02T01:00:00Z") };
      return new Promise((resolve) => {
        arrive = resolve;
      });
    },
  });
  atEnd(() => control.close());
  const ask = async (): Promise<unknown> => (await fetch(control.url)).json();
  expect(await ask()).toEqual({ now: now.toISOString(), moved: 0, underWay: null });
  const moving = fetch(control.url, { method: "POST", body: "+30d" });
  await expect.poll(ask).toEqual({
    now: now.toISOString(),
    moved: 0,
    underWay: { from: "2031-03-03T01:00:00.000Z", to: "2031-04-02T01:00:00.000Z" },
  });
  underWay = null;
  arrive(30 * 86_400_000);
  expect(await (await moving).json()).toMatchObject({ moved: 30 * 86_400_000, underWay: null });
});
