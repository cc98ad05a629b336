import type { TestWorkflowEnvironment } from "@temporalio/testing";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { awake } from "../../local/temporal-test-server.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});
afterEach(() => {
  vi.useRealTimers();
});

it("wakes the server while something waits for it, by one lock at a time however slow the server answers", async () => {
  const answers: (() => void)[] = [];
  let locks = 0;
  let unlocks = 0;
  const testService = {
    lockTimeSkipping: () => {
      locks += 1;
      return new Promise<void>((resolve) => answers.push(resolve));
    },
    unlockTimeSkipping: async () => {
      unlocks += 1;
    },
  };
  const env = { connection: { testService } } as unknown as TestWorkflowEnvironment;
  let done: (word: string) => void = () => undefined;
  const waiting = awake(env, () => new Promise<string>((resolve) => (done = resolve)));
  vi.advanceTimersByTime(2_000);
  expect([locks, unlocks]).toEqual([1, 0]);
  answers.shift()?.();
  await vi.waitFor(() => expect(unlocks).toBe(1));
  await vi.waitFor(() => {
    vi.advanceTimersByTime(500);
    expect(locks).toBe(2);
  });
  done("there");
  expect(await waiting).toBe("there");
  answers.shift()?.();
  await vi.waitFor(() => expect(unlocks).toBe(2));
  vi.advanceTimersByTime(5_000);
  expect(locks).toBe(2);
});
