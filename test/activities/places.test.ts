import { expect, it } from "vitest";
import { Places } from "../../activities/places.ts";

it("an activity that waits gives up its place to another, and continues in addition to it", async () => {
  const places = new Places(1);
  expect(places.take()).toBe(true);
  expect(places.take()).toBe(false);
  const next = places.await(new AbortController().signal);
  expect(places.leave()).toBe(true);
  await next;
  expect(places.take()).toBe(false);
  places.comeBack();
  places.release();
  expect(places.take()).toBe(false);
  places.release();
  expect(places.take()).toBe(true);
});

it("an activity that is given up while it waits for a place takes none", async () => {
  const places = new Places(1);
  places.take();
  const givenUp = new AbortController();
  const waiting = places.await(givenUp.signal);
  givenUp.abort();
  await expect(waiting).rejects.toThrow("aborted");
  places.release();
  expect(places.take()).toBe(true);
});
