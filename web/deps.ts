import type { ActContext } from "../client/context.ts";
import type { Channel } from "../domain/terms.ts";
import type { Statements } from "../prisma/client.ts";

/** A message in the sandbox inbox. */
export interface InboxItem {
  channel: "email" | "sms";
  to: string;
  from: string | null;
  subject: string | null;
  text: string;
  html: string | null;
  /** ISO 8601, UTC. */
  at: string;
  /** Ids of organizations; a digest has several, separated by commas. */
  organization: string | null;
  task: string | null;
}

/** The clock of the demo. */
export interface DemoClock {
  now(): Date;
  /** Moves the clock. @param to `+1h` · `+1d` · `next`: to the next step of any task */
  move(to: string): Promise<unknown>;
}

export interface PortalDeps {
  context: ActContext;
  /** Connections for pages that anybody may open. @default those of `context` */
  visitors?: Statements;
  /** Key for codes, form tokens and sessions. */
  secretKey: string;
  /** Public address of the portal, without a trailing slash. */
  publicUrl: string;
  /** Messages of the sandbox inbox, newest last; absent: there is no inbox and no page for it. */
  inbox?: () => readonly InboxItem[];
  /** Whether everybody who reaches the portal may read the inbox; otherwise only the administrator's session may. @default false */
  inboxOpen?: boolean;
  /** Proxies whose `X-Forwarded-For` is trusted, in the notation of `proxy-addr`. @default none */
  trustProxy?: readonly string[];
  /** The installation is a trial that others can reach; every page says so. */
  sandbox?: boolean;
  /** Executable of the browser that prints reports as PDF; absent: readers print them themselves. */
  chromium?: string;
  /** Channels that have a transport now; access codes are sent over these. @default all */
  channels?: readonly Channel[];
  /** Only in the demo. */
  clock?: DemoClock;
  /** State of each part by name: whether it works. */
  health(): Promise<Record<string, boolean>>;
  /** Writes to the log. Must not be given personal data or codes. */
  log(line: string, about?: Readonly<Record<string, unknown>>): void;
  /** Runs `work` with the request's id added to everything it logs. @default without an id */
  withRequest?<T>(id: string, work: () => T): T;
}
