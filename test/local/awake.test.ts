import type { TestWorkflowEnvironment } from "@temporalio/testing";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { awake } from "../../local/temporal-test-server.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

it("the test server is woken while something waits for it, by one lock at a time, and the more rarely the slower it answers", async () => {
  const answers: (() => void)[] = [];
  const calls = { lock: 0, unlock: 0 };
  const testService = {
    lockTimeSkipping: () => {
      calls.lock += 1;
      return new Promise<void>((resolve) => answers.push(resolve));
    },
    unlockTimeSkipping: async () => {
      calls.unlock += 1;
    },
  };
  const env = { connection: { testService } } as unknown as TestWorkflowEnvironment;
  let end: (word: string) => void = () => undefined;
  const waiting = awake(env, () => new Promise<string>((resolve) => (end = resolve)));
  await vi.advanceTimersByTimeAsync(1_200);
  // It takes a second to answer.
  expect(calls).toEqual({ lock: 1, unlock: 0 });
  answers.shift()?.();
  await vi.advanceTimersByTimeAsync(9_000);
  expect(calls).toEqual({ lock: 1, unlock: 1 });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(calls).toEqual({ lock: 2, unlock: 1 });
  end("there");
  expect(await waiting).toBe("there");
  answers.shift()?.();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls).toEqual({ lock: 2, unlock: 2 });
});
