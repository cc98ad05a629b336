import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, it } from "vitest";
import { atEnd } from "../support/ending.ts";
import type { PortalProcess } from "../support/processes/portal-process.ts";
import { type SlowClients, slowClients } from "../support/processes/slow-clients.ts";
import { type Desk, openDesk, secretKey } from "./portal.ts";

let desk: Desk;
let portal: { url: string; pid: number };
let code: string;
let link: { path: string; token: string };

beforeAll(async () => {
  desk = await openDesk();
  const organization = await desk.organization({ type: "VOL" });
  code = organization.code;
  const { taskId } = await desk.finding(organization, "fire exit");
  const file = fileURLToPath(new URL("../support/processes/portal-process.ts", import.meta.url));
  const given: PortalProcess = { databaseUrl: desk.url, secretKey };
  const child = spawn(process.execPath, ["--import", "tsx", file, JSON.stringify(given)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  atEnd(async () => void child.stdin.end());
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  portal = { url: line.toString().trim(), pid: child.pid ?? 0 };
  const path = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
  const shown = await (await fetch(portal.url + path)).text();
  link = { path, token: /name="token" value="([^"]+)"/.exec(shown)?.[1] ?? "" };
});

const multipart = "multipart/form-data; boundary=cut";
const file = 'content-disposition: form-data; name="ask-files"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n';
const filed = (token: string): string =>
  `--cut\r\ncontent-disposition: form-data; name="verb"\r\n\r\nsubmit\r\n--cut\r\ncontent-disposition: form-data; name="token"\r\n\r\n${token}\r\n--cut\r\n${file}`;

const raise = (): string => `/o/${code}/raise`;
const mega = 1024 * 1024;
const manners: [string, () => Partial<SlowClients>, readonly number[]][] = [
  [
    "send a byte from time to time to a public form",
    () => ({ manner: "trickle", length: 60_000, lasts: [2_000, 2_000], path: raise() }),
    [0],
  ],
  [
    "stop before the last byte of a public form",
    () => ({ manner: "stall", length: 64_000, lasts: [2_000, 2_000], path: raise() }),
    [0],
  ],
  // A client that continues to send after the response is disconnected (0), possibly before it has read the response.
  ["send 128 MB to a public form", () => ({ manner: "large", length: 128 * mega, path: raise() }), [413, 0]],
  ["send chunks of one byte", () => ({ manner: "chunks", length: mega, path: raise() }), [411]],
  [
    "send 100 MB of files to a task's page without its token",
    () => ({
      manner: "large",
      length: 100 * mega,
      lasts: [5_000, 60_000],
      path: link.path,
      type: multipart,
      head: filed("none"),
    }),
    [403],
  ],
  [
    "send 9 MB of files with a link that works, and stop before the last byte",
    () => ({
      manner: "stall",
      length: 9 * mega,
      lasts: [5_000, 5_000],
      path: link.path,
      type: multipart,
      head: filed(link.token),
    }),
    [0, 503],
  ],
];

// Memory and processor time are read from /proc, on Linux only. The response time of others depends on what else runs, so it is not tested.
it.runIf(process.platform === "linux").each(manners)(
  "100 clients that %s use little memory and do not delay others",
  async (_, wanted, expected) => {
    const found = await slowClients({
      ...portal,
      other: raise(),
      manner: "trickle",
      path: "",
      length: 0,
      ...wanted(),
    });
    expect(found.grownBy).toBeLessThanOrEqual(100);
    expect(found.meanwhile.failed).toBe(0);
    expect(found.costs).toBeLessThan(5_000);
    for (const status of Object.keys(found.statuses)) expect(expected).toContain(Number(status));
  },
  120_000,
);
