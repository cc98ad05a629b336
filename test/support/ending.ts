const endings: (() => Promise<unknown>)[] = [];

/** Registers a cleanup for the end of the test file; cleanups run in reverse order. */
export function atEnd(end: () => Promise<unknown>): void {
  endings.push(end);
}

export async function endAll(): Promise<void> {
  for (let end = endings.pop(); end; end = endings.pop()) await end();
}
