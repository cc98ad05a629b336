import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { fileURLToPath } from "node:url";
import { atEnd } from "../support/ending.ts";
import type { PortalProcess } from "../support/processes/portal-process.ts";
import { type Desk, openDesk, secretKey } from "../web/portal.ts";

export interface Asked {
  status: number;
  text: string;
  headers: IncomingHttpHeaders;
}

export interface Asking {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** Client address in the header of the trusted proxy. @default a different one for each request */
  from?: string;
}

/** A database, and a portal in a process of its own that is called over HTTP. */
export interface Stage {
  desk: Desk;
  url: string;
  pid: number;
  /** The portal's log output. */
  logged(): string;
  ask(path: string, asking?: Asking): Promise<Asked>;
  /** Posts a form. */
  post(path: string, fields: Readonly<Record<string, string>>, asking?: Asking): Promise<Asked>;
  /** Digests of all tables. Two are equal if nothing was written in between, except that a link was opened, which is no act. */
  digest(): Promise<Readonly<Record<string, string>>>;
}

/** @param by makes the URL through which the portal connects to its database, if not directly */
export async function openStage({ by }: { by?: (url: string) => Promise<string> } = {}): Promise<Stage> {
  const desk = await openDesk();
  const databaseUrl = by ? await by(desk.url) : desk.url;
  const file = fileURLToPath(new URL("../support/processes/portal-process.ts", import.meta.url));
  const given: PortalProcess = { databaseUrl, secretKey, startsAt: desk.now().toISOString() };
  const child = spawn(process.execPath, ["--import", "tsx", file, JSON.stringify(given)], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  atEnd(async () => void child.stdin.end());
  let logged = "";
  child.stderr.on("data", (chunk: Buffer) => {
    logged += chunk.toString();
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const url = line.toString().trim();
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  atEnd(async () => agent.destroy());
  const { hostname, port } = new URL(url);
  let visitor = 0;

  const ask: Stage["ask"] = (path, { method = "GET", headers = {}, body, from } = {}) =>
    new Promise((resolve, reject) => {
      visitor += 1;
      const address = from ?? `10.${(visitor >> 16) & 255}.${(visitor >> 8) & 255}.${visitor & 255}`;
      const sent = request(
        {
          agent,
          hostname,
          port,
          path,
          method,
          headers: {
            ...headers,
            "x-forwarded-for": address,
            ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("error", reject);
          answer.on("end", () =>
            resolve({
              status: answer.statusCode ?? 0,
              text: Buffer.concat(chunks).toString("utf8"),
              headers: answer.headers,
            }),
          );
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });

  return {
    desk,
    url,
    pid: child.pid ?? 0,
    logged: () => logged,
    ask,
    post: (path, fields, asking = {}) =>
      ask(path, {
        method: "POST",
        body: new URLSearchParams(fields).toString(),
        ...asking,
        headers: { "content-type": "application/x-www-form-urlencoded", ...asking.headers },
      }),
    async digest() {
      const tables = await desk.db.$queryRaw<{ name: string }[]>`
        select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`;
      const digests: Record<string, string> = {};
      for (const { name } of tables) {
        const words = name === "link" ? "(to_jsonb(t) - 'opened_at')::text" : "t::text";
        const [row] = await desk.db.$queryRawUnsafe<{ digest: string }[]>(
          `select count(*) || ' ' || coalesce(md5(string_agg(${words}, '' order by ${words})), '') as digest from "${name}" t`,
        );
        digests[name] = row?.digest ?? "";
      }
      return digests;
    },
  };
}

/** The token of the first form on a page, or of the form for an act. */
export const tokenIn = (text: string, verb?: string): string =>
  new RegExp(
    verb === undefined
      ? 'name="token" value="([^"]+)"'
      : `name="verb" value="${verb}"><input type="hidden" name="token" value="([^"]+)"`,
  ).exec(text)?.[1] ?? "";
