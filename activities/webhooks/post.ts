import { lookup } from "node:dns";
import { request as plain } from "node:http";
import { request as secure } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** Result of a request. */
export interface Posted {
  /** HTTP status; null: no response. */
  status: number | null;
  /** Reason if there was no response. */
  code: string;
}

/** In milliseconds: maximum duration of a request. */
const timeoutMs = 15_000;

/** Whether an address is public: not of this machine or of a private network, nor one that is routed to such. */
export const isPublic = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";

/** Checks every address of a host name when it is connected to, which defeats DNS rebinding. */
const guarded: LookupFunction = (hostname, options, callback) =>
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) return callback(error ?? new Error("no address"), "", 0);
    if (!addresses.every(({ address }) => isPublic(address)))
      return callback(Object.assign(new Error("an address that is not public"), { code: "PRIVATE" }), "", 0);
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });

/**
 * Sends a body. Redirects are not followed, and only the status of the response is read.
 * @param allowPrivate whether plain HTTP and private addresses are allowed
 */
export function post(
  address: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  allowPrivate: boolean,
): Promise<Posted> {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (!allowPrivate && url.protocol !== "https:") return Promise.resolve({ status: null, code: "NOT_HTTPS" });
  // Host names are checked when they are resolved; an IP address is not resolved.
  if (!allowPrivate && isIP(host) !== 0 && !isPublic(host)) return Promise.resolve({ status: null, code: "PRIVATE" });
  return new Promise((resolve) => {
    const failed = (error: unknown): void =>
      resolve({
        status: null,
        code: error instanceof Error && "code" in error ? String(error.code).slice(0, 40) : "FAILED",
      });
    const send = url.protocol === "https:" ? secure : plain;
    const sent = send(
      url,
      {
        ...{ method: "POST", agent: false },
        headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
        ...(!allowPrivate && { lookup: guarded }),
      },
      (response) => {
        resolve({ status: response.statusCode ?? null, code: "" });
        response.destroy();
      },
    );
    const clock = setTimeout(() => sent.destroy(Object.assign(new Error("too slow"), { code: "TIMEOUT" })), timeoutMs);
    sent.on("error", failed).on("close", () => clearTimeout(clock));
    sent.end(body);
  });
}
