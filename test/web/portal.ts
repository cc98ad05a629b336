import type { Hono } from "hono";
import { startCase } from "../../client/cases/cases.ts";
import type { ActContext } from "../../client/context.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import type { Db } from "../../prisma/client.ts";
import { insertBoardLink, linkKey, makeLinks } from "../../records/messages/links.ts";
import { insertSession } from "../../records/roster/sessions.ts";
import { createPortal, type PortalDeps } from "../../web/index.ts";
import { freshDatabase } from "../support/database.ts";
import { type Founding, found, type Organization } from "../support/organization.ts";

export const secretKey = "a secret of at least thirty-two characters";
export const origin = "http://127.0.0.1:8080";

export interface Desk {
  db: Db;
  /** URL of its database. */
  url: string;
  app: Hono;
  context: ActContext;
  /** Entries of the portal's log. */
  logged: string[];
  now(): Date;
  /** Moves the clock forward by hours. */
  pass(hours: number): void;
  organization(founding?: Founding): Promise<Organization>;
  /** A rectification with its first task. */
  finding(organization: Organization, subject: string, severity?: string): Promise<{ caseId: string; taskId: string }>;
  /** A duty that somebody started, with its first task. */
  begun(organization: Organization, duty: string): Promise<{ caseId: string; taskId: string }>;
  /** The code of a person's link to a task. `get` and `send` open it on a device on which an access code was confirmed. */
  code(personId: string, taskId: string): Promise<string>;
  /** The code of a link that opens the board; null: the administrator's. */
  boardCode(personId: string | null): Promise<string>;
  /** The cookie of a session at the board; null: the administrator. */
  session(personId: string | null): Promise<string>;
  /** The cookie of a device on which a person has confirmed an access code. */
  device(personId: string): Promise<string>;
  /** The cookies of all people for whom a code was made, as a browser stores them. */
  deviceCookies(url: string): { name: string; value: string; url: string }[];
  /** @param headers a cookie among them, even an empty one, makes the request that of another device */
  get(path: string, headers?: Record<string, string>): Promise<PageResponse>;
  /** The text of a page, which must exist. */
  page(path: string, cookie: string): Promise<string>;
  /** Submits the form of a page as a browser would, with the hidden fields and the action of the page. */
  send(
    page: string,
    verb: string,
    fields?: Record<string, string | File | File[]>,
    headers?: Record<string, string>,
  ): Promise<PageResponse>;
  state(taskId: string): Promise<string>;
}

export interface PageResponse {
  status: number;
  text: string;
  headers: Headers;
}

/** Starts a portal with its own database. Tests of acts need no engine, so none runs. */
export async function openDesk(extra: Partial<PortalDeps> = {}): Promise<Desk> {
  const { db, url } = await freshDatabase();
  // A Monday, 10:00 in Shanghai.
  let now = new Date("2026-11-23T02:00:00Z");
  const context: ActContext = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
  const logged: string[] = [];
  const app = createPortal({
    context,
    secretKey,
    publicUrl: origin,
    health: async () => ({ database: true, engine: true }),
    // Each test's visitor has a different address, in the header of a proxy on this machine.
    trustProxy: ["loopback"],
    inboxOpen: true,
    log: (line, about) => logged.push(`${line} ${JSON.stringify(about ?? {})}`),
    ...extra,
  });
  const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
  const answer = async (response: Response): Promise<PageResponse> => ({
    status: response.status,
    text: await response.text(),
    headers: response.headers,
  });
  const begin = async (input: Omit<Parameters<typeof startCase>[1], "actor">) => {
    const { caseId } = await startCase(context, { ...input, actor: "administrator" });
    const [task] = await db.$queryRaw<{ id: string }[]>`select id from task where case_id = ${caseId}`;
    return { caseId, taskId: task?.id ?? "" };
  };
  const device: Desk["device"] = async (personId) =>
    `duban-device-${personId}=${await insertSession(db, { kind: "device", personId, expiresAt: later(365) }, now)}`;
  const devices = new Map<string, string>();
  const known = (path: string, headers: Record<string, string>): Record<string, string> => {
    const cookie = devices.get(/^\/t\/(\w+)/.exec(path)?.[1] ?? "");
    return { ...(cookie && { cookie }), ...headers };
  };
  const get: Desk["get"] = async (path, headers = {}) =>
    answer(await app.request(origin + path, { headers: known(path, headers) }));
  return {
    db,
    url,
    app,
    context,
    logged,
    now: () => now,
    pass(hours) {
      now = new Date(now.getTime() + hours * 3_600_000);
    },
    organization: (founding = {}) => found(db, now, founding),
    finding: (organization, subject, severity = "major") =>
      begin({ duty: "29", organizationId: organization.id, subject, facts: { severity } }),
    begun: (organization, duty) => begin({ duty, organizationId: organization.id, subject: "" }),
    async code(personId, taskId) {
      const wanted = { personId, taskId };
      const code = (await makeLinks(db, [wanted], now, secretKey, 120)).get(linkKey(wanted)) ?? "";
      devices.set(code, devices.get(code) ?? (await device(personId)));
      return code;
    },
    boardCode: (personId) => insertBoardLink(db, personId, now, secretKey, 120),
    session: async (personId) =>
      `duban-session=${await insertSession(db, { kind: "board", personId, expiresAt: later(120) }, now)}`,
    device,
    deviceCookies: (url) =>
      [...new Set(devices.values())].map((cookie) => {
        const [name = "", value = ""] = cookie.split("=");
        return { name, value, url: `${url}/t/` };
      }),
    get,
    async page(path, cookie) {
      const { status, text } = await get(path, { cookie });
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      return text;
    },
    async send(page, verb, fields = {}, headers = {}) {
      const shown = await get(page, headers);
      const token = new RegExp(`name="verb" value="${verb}"><input type="hidden" name="token" value="([^"]+)"`).exec(
        shown.text,
      )?.[1];
      if (!token) throw new Error(`${page} has no form for ${verb}: ${shown.status}`);
      const body = new FormData();
      body.set("verb", verb);
      body.set("token", token);
      for (const [name, value] of Object.entries(fields))
        for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
      return answer(
        await app.request(origin + page, {
          method: "POST",
          body,
          headers: { "sec-fetch-site": "same-origin", ...known(page, headers) },
        }),
      );
    },
    async state(taskId) {
      const [row] = await db.$queryRaw<{ state: string }[]>`select state from task where id = ${taskId}`;
      return row?.state ?? "";
    },
  };
}
