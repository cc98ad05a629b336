import { expect, test } from "vitest";

type Body = () => Promise<void> | void;
export type Chapter = (name: string, body: Body) => void;

/**
 * A story that is told in chapters, each a test of its own. A chapter goes on where the one before it ended; whoever runs it alone, or in
 * another order, has those before it run first. Each is run once.
 *
 * @param opening what is there before the first chapter, made when a chapter is first run
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
      // What it expects was counted where it was run: the program asks each test for something that it expects.
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
