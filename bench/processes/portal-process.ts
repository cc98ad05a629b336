import { chinaCalendar } from "../../domain/time/calendar.ts";
import { connect, connectVisitors } from "../../prisma/client.ts";
import { createPortal } from "../../web/index.ts";
import { listen } from "../../web/listen.ts";
import { serve } from "./serve.ts";

const ends: (() => Promise<unknown>)[] = [];

export interface PortalSettings {
  databaseUrl: string;
  connections?: number;
  /** The portal's time at its start. @default the time of this machine */
  now?: Date;
}

/** Starts the portal in a process of its own, with the connection pools that `worker/up.ts` gives it. @returns its address */
async function start({ databaseUrl, connections = 4, now }: PortalSettings): Promise<string> {
  const db = connect(databaseUrl, { connections });
  const ahead = now ? now.getTime() - Date.now() : 0;
  ends.push(() => db.$disconnect());
  const visitors = connectVisitors(databaseUrl);
  ends.push(() => visitors.close());
  const portal = createPortal({
    context: { db, now: () => new Date(Date.now() + ahead), calendar: chinaCalendar(), flush: async () => undefined },
    visitors,
    secretKey: "thirty-two characters for a bench",
    publicUrl: "http://127.0.0.1:8080",
    health: async () => ({ database: true }),
    log: (line, about) => void process.stderr.write(`portal: ${line} ${JSON.stringify(about ?? {})}\n`),
  });
  const listening = await listen(portal, { host: "127.0.0.1", port: 0 });
  ends.push(() => listening.close());
  return listening.url;
}

async function stop(): Promise<void> {
  for (let end = ends.pop(); end; end = ends.pop()) await end().catch(() => undefined);
}

serve({ start, stop }, stop);
