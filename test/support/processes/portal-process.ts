import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { connect, connectVisitors } from "../../../prisma/client.ts";
import { createPortal } from "../../../web/index.ts";
import { listen } from "../../../web/listen.ts";

/** The portal in a process of its own, whose memory can be measured. Prints its address. */
export interface PortalProcess {
  databaseUrl: string;
  secretKey: string;
  /** Time of its clock at the start; absent: the current time. */
  startsAt?: string;
}

const { databaseUrl, secretKey, startsAt } = JSON.parse(process.argv[2] ?? "{}") as PortalProcess;
const db = connect(databaseUrl, { connections: 4 });
const ahead = startsAt === undefined ? 0 : Date.parse(startsAt) - Date.now();
const app = createPortal({
  context: { db, now: () => new Date(Date.now() + ahead), calendar: chinaCalendar(), flush: async () => undefined },
  visitors: connectVisitors(databaseUrl),
  secretKey,
  publicUrl: "http://127.0.0.1:8080",
  trustProxy: ["loopback"],
  health: async () => ({ database: true }),
  log: (line, about) => console.error(line, JSON.stringify(about ?? {})),
});
const { url } = await listen(app, { host: "127.0.0.1", port: 0 });
process.stdout.write(`${url}\n`);
// Ends together with the process that started it.
process.stdin.resume().on("end", () => process.exit());
