import { afterAll, afterEach } from "vitest";
import { endAll } from "./ending.ts";
import { writeRows } from "./rows.ts";

// A build machine asks for colours by these, a terminal by others: what is printed, here and by the programs started here, is the same on all.
for (const name of ["CI", "FORCE_COLOR"]) delete process.env[name];

// Evaluated anew for every test file, unlike what it imports: state that the files share stands there. A hook that is given while another
// runs, as in `beforeAll`, is never called.
if (process.env.RECORD_ROWS) afterEach(writeRows);
afterAll(endAll);
