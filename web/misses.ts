import { isIP } from "node:net";
import type { Context } from "hono";

/** Wrong codes a minute from one address. */
const wrongCodes = { allowed: 30, window: 60_000 };
/** A bound on memory; whoever has this many addresses is stopped by the length of the code. */
const most = 50_000;

/** Counts wrong codes, or whatever else is allowed so often in a time (milliseconds), by address. */
export class Misses {
  #counts = new Map<string, number>();
  #since = 0;
  readonly #now: () => Date;
  readonly #limit: typeof wrongCodes;
  constructor(now: () => Date, limit = wrongCodes) {
    this.#now = now;
    this.#limit = limit;
  }

  blocked(address: string): boolean {
    this.#turn();
    return (this.#counts.get(address) ?? 0) >= this.#limit.allowed;
  }

  count(address: string): void {
    this.#turn();
    if (this.#counts.size < most || this.#counts.has(address))
      this.#counts.set(address, (this.#counts.get(address) ?? 0) + 1);
  }

  #turn(): void {
    const now = this.#now().getTime();
    if (now >= this.#since && now - this.#since < this.#limit.window) return;
    this.#since = now;
    this.#counts.clear();
  }
}

/**
 * Address of the one who asks. Behind a proxy on this machine it is the last one the proxy wrote down; from elsewhere the header
 * is not believed. Of an IPv6 address the network (/64), since its owner has all the rest.
 */
export function addressOf(c: Context): string {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  const remote = (env?.incoming?.socket?.remoteAddress ?? "").replace(/^::ffff:/, "");
  const local = remote === "" || remote === "::1" || remote.startsWith("127.");
  const forwarded = local ? c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  const address = forwarded && isIP(forwarded) ? forwarded : remote;
  return isIP(address) === 6 ? networkOf(address) : address;
}

function networkOf(address: string): string {
  const [head = "", tail] = address.split("::");
  const first = head.split(":").filter(Boolean);
  const last = tail?.split(":").filter(Boolean) ?? [];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0");
  return [...first, ...zeros, ...last].slice(0, 4).join(":");
}
