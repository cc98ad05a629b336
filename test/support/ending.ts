const endings: (() => Promise<unknown>)[] = [];

/** Ends something when the test file is done, the last that was begun first. */
export function atEnd(end: () => Promise<unknown>): void {
  endings.push(end);
}

export async function endAll(): Promise<void> {
  for (let end = endings.pop(); end; end = endings.pop()) await end();
}
