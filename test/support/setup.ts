import { afterAll, afterEach } from "vitest";
import { endAll } from "./ending.ts";
import { writeRows } from "./rows.ts";

// Evaluated anew for every test file, unlike what it imports: state that the files share stands there. A hook that is given while another
// runs, as in `beforeAll`, is never called.
if (process.env.RECORD_ROWS) afterEach(writeRows);
afterAll(endAll);
