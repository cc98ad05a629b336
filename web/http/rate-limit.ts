import { isIP } from "node:net";
import type { Context } from "hono";
import { LRUCache } from "lru-cache";
import proxyAddr from "proxy-addr";

/** Wrong codes from one address in a minute. */
const wrongCodes = { allowed: 30, window: 60_000 };
/** Maximum number of remembered addresses; the least recently active one is forgotten first. */
const most = 50_000;

/** Counts events that are limited in a time window (milliseconds), by address or another key. */
export class RateLimit {
  readonly #counts = new LRUCache<string, { n: number; since: number }>({ max: most });
  readonly #now: () => Date;
  readonly #limit: typeof wrongCodes;
  constructor(now: () => Date, limit = wrongCodes) {
    this.#now = now;
    this.#limit = limit;
  }

  blocked(address: string): boolean {
    return this.#current(address).n >= this.#limit.allowed;
  }

  /** Counts `n` events. */
  count(address: string, n = 1): void {
    const current = this.#current(address);
    this.#counts.set(address, { ...current, n: current.n + n });
  }

  /** How many events are left, and in how many seconds all of them are available again. */
  rest(address: string): { left: number; seconds: number } {
    const { n, since } = this.#current(address);
    const ends = since + this.#limit.window - this.#now().getTime();
    return { left: Math.max(0, this.#limit.allowed - n), seconds: Math.max(1, Math.ceil(ends / 1000)) };
  }

  #current(address: string): { n: number; since: number } {
    const now = this.#now().getTime();
    const known = this.#counts.get(address);
    return known && now >= known.since && now - known.since < this.#limit.window ? known : { n: 0, since: now };
  }
}

/** The visitor of a request, as the key of a limit. */
export type Visitor = (c: Context) => string;

/**
 * Address of the visitor: that of the connection or, if the connection comes from a trusted proxy, the one that the proxies recorded. Headers of
 * others are ignored. Of an IPv6 address only the network (/64) counts, because one subscriber has all of it.
 * @param trusted in the notation of `proxy-addr`
 */
export function visitorBehind(trusted: readonly string[]): Visitor {
  const trust = proxyAddr.compile([...trusted]);
  return (c) => {
    const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
    const remoteAddress = env?.incoming?.socket?.remoteAddress ?? "127.0.0.1";
    const headers = { "x-forwarded-for": c.req.header("x-forwarded-for") };
    const request = { headers, connection: { remoteAddress }, socket: { remoteAddress } };
    const found = proxyAddr(request as unknown as Parameters<typeof proxyAddr>[0], trust);
    const address = (isIP(found) ? found : remoteAddress).replace(/^::ffff:/, "");
    return isIP(address) === 6 ? networkOf(address) : address;
  };
}

function networkOf(address: string): string {
  const [head = "", tail] = address.split("::");
  const first = head.split(":").filter(Boolean);
  const last = tail?.split(":").filter(Boolean) ?? [];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0");
  return [...first, ...zeros, ...last].slice(0, 4).join(":");
}
