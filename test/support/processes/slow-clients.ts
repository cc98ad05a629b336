import { readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";

/**
 * Behaviour of bad clients. `unread` requests a page and reads only the beginning of the response. The others send bodies: `trickle` one byte now
 * and then · `stall` all but the last byte at once · `chunks` HTTP chunks of one byte · `large` as much as the program reads of a body that is far
 * too long
 */
export type Manner = "trickle" | "stall" | "chunks" | "large" | "unread";

export interface SlowClients {
  /** URL of the running program, and its process id. */
  url: string;
  pid: number;
  /** Path to which the clients post, and path that other visitors read meanwhile. */
  path: string;
  other: string;
  manner: Manner;
  /** Content type of the form; what follows it is filled with `x`. */
  type?: string;
  head?: string;
  headers?: Readonly<Record<string, string>>;
  /** Length of the whole body in bytes. @default 0 */
  length?: number;
  /** @default 100 */
  clients?: number;
  /** Minimum milliseconds during which other visitors read, and maximum if clients have no response yet. @default [2000, 60000] */
  lasts?: readonly [number, number];
}

export interface SlowClientsFound {
  /** Maximum growth of resident memory, in megabytes. */
  grownBy: number;
  /** Processor milliseconds that the program spent on these clients, in addition to those spent on other visitors. */
  costs: number;
  /** Response times of other visitors before and meanwhile, in milliseconds: median and 95th percentile. */
  before: Answered;
  meanwhile: Answered;
  /** Number of clients by status of their response; 0: disconnected, or no response yet. */
  statuses: Readonly<Record<number, number>>;
}

interface Answered {
  median: number;
  p95: number;
  /** Number of wrong responses. */
  failed: number;
  count: number;
}

/** Runs concurrent clients with the same bad behaviour while another visitor reads a page. */
export async function slowClients(wanted: SlowClients): Promise<SlowClientsFound> {
  const { url, pid, other, clients = 100, lasts = [2_000, 60_000] } = wanted;
  const page = new URL(other, url).href;
  const idle = await processorTime(pid);
  const before = await reading(page, async () => pause(1_000));
  const each = ((await processorTime(pid)) - idle) / Math.max(1, before.count);
  const rss = await residentBytes(pid);
  let most = rss;
  const watching = setInterval(async () => {
    most = Math.max(most, await residentBytes(pid).catch(() => 0));
  }, 50);
  const begun = await processorTime(pid);
  const all = Array.from({ length: clients }, (_, n) => badClient(wanted, `198.51.${100 + (n >> 8)}.${n & 255}`));
  const meanwhile = await reading(page, async () => {
    await pause(lasts[0]);
    const end = Date.now() + lasts[1] - lasts[0];
    while (Date.now() < end && all.some((client) => client.status() === 0)) await pause(50);
  });
  clearInterval(watching);
  const costs = Math.round((await processorTime(pid)) - begun - each * meanwhile.count);
  const statuses: Record<number, number> = {};
  for (const client of all) {
    const status = client.status();
    statuses[status] = (statuses[status] ?? 0) + 1;
    client.end();
  }
  return { grownBy: Math.round((most - rss) / 1024 / 1024), costs, before, meanwhile, statuses };
}

async function reading(page: string, until: () => Promise<unknown>): Promise<Answered> {
  let over = false;
  const end = until().then(() => {
    over = true;
  });
  const times: number[] = [];
  let failed = 0;
  while (!over) {
    const from = performance.now();
    const answer = await fetch(page).catch(() => null);
    await answer?.text();
    if (answer?.status !== 200) failed += 1;
    times.push(performance.now() - from);
    await pause(20);
  }
  await end;
  times.sort((a, b) => a - b);
  const at = (share: number): number => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
  return { median: at(0.5), p95: at(0.95), failed, count: times.length };
}

/** @param visitor address in the header of a trusted proxy; each client has a different one */
function badClient(wanted: SlowClients, visitor: string): { status(): number; end(): void } {
  const { url, path, manner, type = "application/x-www-form-urlencoded", head = "", length = 0, headers = {} } = wanted;
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answered = "";
  socket.on("data", (data) => {
    if (answered.length < 100) answered += data.toString("latin1");
    if (manner === "unread") socket.pause();
  });
  socket.on("error", () => undefined);
  const framing: Record<string, string> =
    manner === "chunks" ? { "Transfer-Encoding": "chunked" } : { "Content-Length": String(length) };
  const lines = Object.entries({
    Host: host,
    "Content-Type": type,
    "X-Forwarded-For": visitor,
    ...headers,
    ...framing,
  });
  socket.write(
    `${manner === "unread" ? "GET" : "POST"} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
  );
  socket.setNoDelay(true);
  socket.on("connect", () => send(socket, manner, head, length));
  return { status: () => Number(/^HTTP\/1\.1 (\d{3})/.exec(answered)?.[1] ?? 0), end: () => void socket.destroy() };
}

function send(socket: Socket, manner: Manner, head: string, length: number): void {
  const rest = length - Buffer.byteLength(head);
  switch (manner) {
    case "unread":
      return;
    case "trickle": {
      socket.write(head);
      const clock = setInterval(() => (socket.destroyed ? clearInterval(clock) : socket.write("x")), 5);
      return;
    }
    case "stall":
      socket.write(head);
      fill(socket, letters, rest - 1);
      return;
    case "chunks":
      fill(socket, chunks, length * 6);
      return;
    case "large":
      socket.write(head);
      fill(socket, letters, rest);
  }
}

const letters = Buffer.alloc(60_000, "x");
const chunks = Buffer.from("1\r\nx\r\n".repeat(10_000));

/** Writes a number of bytes, repeating a piece, as fast as the other side reads. */
function fill(socket: Socket, piece: Buffer, bytes: number): void {
  for (let left = bytes; left > 0 && socket.writable; left -= piece.length)
    if (!socket.write(piece.subarray(0, left))) {
      socket.once("drain", () => fill(socket, piece, left - piece.length));
      return;
    }
}

/** Read from /proc, on Linux only. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

/** Processor milliseconds used by a process; the file has hundredths of a second. */
async function processorTime(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // Fields after the name in brackets; the 12th and 13th are its user time and its system time.
  const [own, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return (Number(own) + Number(system)) * 10;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
