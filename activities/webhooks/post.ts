import { lookup } from "node:dns";
import { request as plain } from "node:http";
import { request as secure } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** What became of a request. */
export interface Posted {
  /** Null: there was no answer. */
  status: number | null;
  /** Why not. */
  code: string;
}

/** Longest that an endpoint may take, milliseconds. */
const timeoutMs = 15_000;

/** Whether an address lies in the open: not of this machine, of a network of its own, or of what routes to one. */
export const isPublic = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";

/** Looks at every address that a name has, at the moment it is connected to: a name that pointed elsewhere before is caught. */
const guarded: LookupFunction = (hostname, options, callback) =>
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) return callback(error ?? new Error("no address"), "", 0);
    if (!addresses.every(({ address }) => isPublic(address)))
      return callback(Object.assign(new Error("an address that is not public"), { code: "PRIVATE" }), "", 0);
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });

/**
 * Sends a body. Redirects are not followed, and of the answer only the status is read.
 * @param allowPrivate whether plain HTTP and addresses of this machine and its networks will do
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
  // A name is looked at when it is resolved; an address is not resolved.
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
