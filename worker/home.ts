import { join } from "node:path";

/** The demo's own folder in the data folder. */
export const demoHome = (home: string): string => join(home, "demo");
