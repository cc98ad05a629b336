import type { ActContext } from "../client/context.ts";
import type { Channel } from "../domain/terms.ts";
import type { Statements } from "../prisma/client.ts";

/** A message of the sandbox inbox, as its reader sees it. */
export interface InboxItem {
  channel: "email" | "sms";
  to: string;
  from: string | null;
  subject: string | null;
  text: string;
  html: string | null;
  /** ISO 8601, UTC. */
  at: string;
  /** Ids; a digest has several, separated by commas. */
  organization: string | null;
  task: string | null;
}

/** The clock of the demo. */
export interface DemoClock {
  now(): Date;
  /** @param to `+1h` · `+1d` · `next`: to the next step of any task */
  move(to: string): Promise<unknown>;
}

export interface PortalDeps {
  context: ActContext;
  /** Connections by which pages that anybody may open are read. @default those of `context` */
  visitors?: Statements;
  /** Signs codes, form tokens and sessions. */
  secretKey: string;
  /** Where people reach the portal, without a slash at the end. */
  publicUrl: string;
  /** Messages of the sandbox inbox, newest last; absent: there is no inbox, and no page for it. */
  inbox?: () => readonly InboxItem[];
  /** Whether everybody who reaches the portal may read the inbox; otherwise only the administrator's session. @default false */
  inboxOpen?: boolean;
  /** Proxies whose `X-Forwarded-For` is believed, in the words of `proxy-addr`. @default nobody's */
  trustProxy?: readonly string[];
  /** It is a trial that others can reach: every page says so. */
  sandbox?: boolean;
  /** Executable of the browser that prints reports as PDF; absent: readers print them. */
  chromium?: string;
  /** Channels by which a message can leave now: over these a code is sent. @default all */
  channels?: readonly Channel[];
  /** Present in the demo only. */
  clock?: DemoClock;
  /** Each part by name, and whether it works. */
  health(): Promise<Record<string, boolean>>;
  /** Never told anything personal, nor a code. */
  log(line: string, about?: Readonly<Record<string, unknown>>): void;
  /** Whatever is logged within has the request's id. @default it has none */
  withRequest?<T>(id: string, work: () => T): T;
}
