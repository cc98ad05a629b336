import { afterAll, afterEach } from "vitest";
import { endAll } from "./ending.ts";
import { writeRows } from "./rows.ts";

// Build machines request colours with these variables, terminals with others. Without them, output is the same everywhere.
for (const name of ["CI", "FORCE_COLOR"]) delete process.env[name];

// This file is evaluated again for every test file, unlike its imports, which hold the state that files share. A hook that is registered
// while another runs, as in `beforeAll`, is never called.
if (process.env.RECORD_ROWS) afterEach(writeRows);
afterAll(endAll);
