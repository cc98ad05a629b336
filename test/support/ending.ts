import { afterAll } from "vitest";

const endings: (() => Promise<unknown>)[] = [];

/** Ends something when the test file is done, the last that was begun first. */
export function atEnd(end: () => Promise<unknown>): void {
  endings.push(end);
}

// A setup file of every test file: a hook that is given while another runs, as in `beforeAll`, is never called.
afterAll(async () => {
  for (let end = endings.pop(); end; end = endings.pop()) await end();
});
