// Starts a PostgreSQL in the given home, records it in the home's lock, prints its process id and ends as after kill -9.
import { acquireLock } from "../../local/lock.ts";
import { startPostgres } from "../../local/postgres.ts";

const [home = "", how = "die"] = process.argv.slice(2);
const lock = await acquireLock(home, { url: "http://127.0.0.1:1" });
const postgres = await startPostgres({ home, log: () => undefined, durable: false });
await lock.note(postgres);
process.stdout.write(`${postgres.pid}\n`, () => {
  if (how === "die") process.kill(process.pid, "SIGKILL");
});
if (how === "stay") setInterval(() => undefined, 1_000);
