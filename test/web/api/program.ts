import { createToken } from "../../../client/api/tokens.ts";
import { type Scope, scopes, scopesBeyond, type TokenReach } from "../../../domain/api/scopes.ts";
import { type Desk, origin } from "../portal.ts";
import type { Description } from "./described.ts";

/** Scopes that a token of this range can have. */
export const scopesWithin = (reach: TokenReach): Scope[] => {
  const beyond = scopesBeyond(scopes, reach);
  return scopes.filter((scope) => !beyond.includes(scope));
};

export interface RequestOptions {
  method?: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}
export interface ProgramResponse {
  status: number;
  text: string;
  body: Record<string, unknown>;
  headers: Headers;
}

/** A program that calls a portal, each time from a different address, because wrong tokens are counted by address. */
export function programAt(desk: Pick<Desk, "app" | "context">) {
  let requests = 0;
  const request = async (
    path: string,
    { method = "GET", token, body, headers = {} }: RequestOptions = {},
  ): Promise<ProgramResponse> => {
    requests += 1;
    const form = body instanceof FormData;
    const response = await desk.app.request(origin + path, {
      method,
      ...(body !== undefined && { body: form ? body : typeof body === "string" ? body : JSON.stringify(body) }),
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && !form && { "content-type": "application/json" }),
        "x-forwarded-for": `10.1.${(requests >> 8) & 255}.${requests & 255}`,
        ...headers,
      },
    });
    const text = await response.text();
    return { status: response.status, text, body: text ? JSON.parse(text) : {}, headers: response.headers };
  };
  return {
    request,
    post: (path: string, token: string, body: unknown, headers: Record<string, string> = {}) =>
      request(path, { method: "POST", token, body, headers }),
    description: async () => (await request("/api/v1/openapi.json")).body as unknown as Description,
    async token(more: object, reach: TokenReach = "all"): Promise<string> {
      const made = { name: "测试程序", scopes: scopesWithin(reach), actor: "administrator" as const, ...more };
      return (await createToken(desk.context, made)).token;
    },
  };
}
