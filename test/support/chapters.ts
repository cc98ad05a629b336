import { expect, test } from "vitest";

type Body = () => Promise<void> | void;
export type Chapter = (name: string, body: Body) => void;

/**
 * A story in chapters, each of which is a test and continues the one before it. A chapter that runs alone, or in another order, first runs
 * those before it. Each runs once.
 *
 * @param opening prepares what the first chapter needs; runs with the first chapter that is run
 */
export function chapters(opening: Body = () => undefined): Chapter {
  const runs = [once(opening)];
  return (name, body) => {
    const before = [...runs];
    const run = once(body);
    runs.push(run);
    test(name, async () => {
      const wasRun = run.begun();
      for (const earlier of before) await earlier();
      await run();
      // Its assertions were counted in the test that ran it; Vitest requires at least one assertion in each test.
      if (wasRun) expect(run.begun()).toBe(true);
    });
  };
}

interface Run {
  (): Promise<void>;
  begun(): boolean;
}

function once(body: Body): Run {
  let run: Promise<void> | undefined;
  const go = () => {
    run ??= (async () => body())();
    return run;
  };
  return Object.assign(go, { begun: () => run !== undefined });
}
