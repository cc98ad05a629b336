import { hash } from "node:crypto";
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { ApiError } from "../../domain/api/api-error.ts";
import { BadInputError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import { FormError } from "../http/form-error.ts";
import { type FormFile, longForm, mostFiles, readForm } from "../http/multipart.ts";
import { blockBytes, bodyOf, readBlocks } from "../http/request-body.ts";
import type { Lease } from "../http/room.ts";
import type { Site } from "../http/site.ts";

/** Maximum size of a JSON body, in bytes: 8 MiB. */
const mostJson = 8 * 1024 * 1024;

/** The body of a request. */
export interface ApiBody {
  value: unknown;
  files: readonly FormFile[];
  /** SHA-256 of the whole body, in hex. */
  hash: string;
}

const digest = (parts: readonly unknown[]): string => hash("sha256", JSON.stringify(parts), "hex");

/**
 * Reads the body of a request: JSON, or a form with files whose other fields are the values.
 * @throws {BadInputError} it cannot be read, or is too large
 */
export async function readBody(
  site: Site,
  c: Context,
  form: ((fields: Readonly<Record<string, string>>) => unknown) | undefined,
): Promise<ApiBody> {
  const lease = site.lease(c, "known");
  const body = bodyOf(c);
  const kind = body.type.split(";")[0]?.trim().toLowerCase();
  try {
    if (kind === "multipart/form-data" && form) {
      const sent = await readForm(body, { ...longForm, files: mostFiles }, lease);
      const [left] = sent.refused;
      if (left) throw unreadable(`${left.name}: ${left.why}`);
      const values = Object.fromEntries(sent.fields);
      const parts = sent.files.map(({ field, name, bytes }) => [field, name, hash("sha256", bytes, "hex")]);
      return { value: form(whole(values, "") as typeof values), files: sent.files, hash: digest([values, parts]) };
    }
    const text = (await readAll(body.source, lease)).toString("utf8");
    if (text !== "" && kind !== "application/json") throw unreadable(kind ?? "no content type");
    return { value: whole(text === "" ? {} : parsed(text), ""), files: [], hash: digest([text]) };
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    if (error.code === "FORM_ROOM") throw Object.assign(new Error("too many bodies at once"), { code: "BUSY" });
    if (error.code === "FORM_SIZE" || error.code === "FORM_FIELDS")
      throw new BadInputError(
        cause("body-too-large", { most: kind === "application/json" ? mostJson : longForm.textBytes }),
      );
    throw unreadable(error.message);
  }
}

const unreadable = (fault: string): BadInputError =>
  new BadInputError(cause("body-unreadable", { fault: fault.slice(0, 200) }));

async function readAll(source: ReturnType<typeof bodyOf>["source"], lease: Lease): Promise<Buffer> {
  const blocks: Buffer[] = [];
  let size = 0;
  await readBlocks(source, async (block) => {
    size += block.length;
    if (size > mostJson) throw new FormError("FORM_SIZE", `expected at most ${mostJson} bytes`);
    lease.hold(size + blockBytes);
    blocks.push(block);
  });
  return Buffer.concat(blocks);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable("no JSON");
  }
}

/** Maximum nesting of lists and objects. */
const deepest = 12;

/** Rejects strings with a NUL or an unpaired surrogate, which PostgreSQL cannot store, at any depth. */
function whole(value: unknown, place: string, depth = 0): unknown {
  if (typeof value === "string") {
    if (value.includes("\0") || /\p{Cs}/u.test(value)) throw wrong(place, "a sign that no text has");
  } else if (typeof value === "object" && value !== null) {
    if (depth > deepest) throw wrong(place, "too deep");
    for (const [key, one] of Object.entries(value)) {
      whole(key, place, depth);
      whole(one, place === "" ? key.slice(0, 40) : `${place}.${key.slice(0, 40)}`, depth + 1);
    }
  }
  return value;
}

const wrong = (place: string, fault: string): BadInputError =>
  new BadInputError(cause("not-as-described", { place: place.slice(0, 120), fault: fault.slice(0, 200) }));

/** Parses a value by its schema. @throws {BadInputError} names the first value that does not match */
export function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw wrong((issue?.path ?? []).map(String).join("."), issue?.message ?? "");
}

const longestKey = 200;

/** The idempotency key of a request; null: none. @throws {BadInputError} the key is malformed */
export function idempotencyKey(c: Context): string | null {
  const given = c.req.header("idempotency-key");
  if (given === undefined) return null;
  // A structured string (RFC 8941, section 3.3.3), or the key without quotes.
  const key = /^"(.*)"$/.exec(given.trim())?.[1] ?? given.trim();
  if (!/^[\x21-\x7e]+$/.test(key) || key.length > longestKey)
    throw new BadInputError(cause("key-unusable", { most: longestKey }));
  return key;
}

/** Identifies an act: hash of method, path and body. */
export const requestHash = (c: Context, body: ApiBody): string => digest([c.req.method, c.req.path, body.hash]);

/** The bearer token of a request (RFC 6750); empty: none. */
export function bearer(c: Context): string {
  const [, given = ""] = /^Bearer ([\w-]+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
  return given;
}

export const forbidden = (scope: string): ApiError => new ApiError("FORBIDDEN", cause("scope-missing", { scope }));
