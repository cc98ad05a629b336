import type { Attempt } from "../failover.ts";
import { redact } from "../redact.ts";
import { objectOf, type SmsAnswer, type SmsProvider, type SmsRequest, type SmsVerdict } from "./provider.ts";

export type Fetch = typeof fetch;

/** Maximum length of a response that is read, in characters. */
const longest = 100_000;

/** Errors that occur before a request can have been sent: no DNS entry, no route, no connection, no trusted certificate. */
const beforeSending =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/;

/** Sends a request and reads the response. @throws the error of `fetch`; also if the response is incomplete */
export async function ask(
  request: SmsRequest,
  fetching: Fetch,
  timeoutMs: number,
): Promise<SmsAnswer & { retryAfterMs?: number }> {
  const { method, url, headers, body } = request;
  const response = await fetching(url, {
    method,
    headers: { ...headers, accept: "application/json" },
    ...(body !== undefined && { body }),
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = (await response.text()).slice(0, longest);
  const wait = Number(response.headers.get("retry-after") ?? Number.NaN) * 1_000;
  return { status: response.status, body: parse(text), ...(wait > 0 && wait < 86_400_000 && { retryAfterMs: wait }) };
}

/** Sends one request to a provider and determines the outcome from the response, or from its absence. */
export async function exchange(
  provider: SmsProvider,
  request: SmsRequest,
  fetching: Fetch,
  timeoutMs: number,
): Promise<Attempt> {
  const told = ({ message, ...verdict }: SmsVerdict): Attempt => ({
    ...verdict,
    provider: provider.name,
    detail: redact(message, provider.secrets),
  });
  try {
    const answer = await ask(request, fetching, timeoutMs);
    return told(provider.read(answer) ?? byStatus(answer.status, answer.retryAfterMs));
  } catch (error) {
    return { provider: provider.name, ...silence(error) };
  }
}

function byStatus(status: number, retryAfterMs: number | undefined): SmsVerdict {
  const code = `HTTP ${status}`;
  const message = "the answer names no code";
  // A gateway timeout does not say what happened to the message, nor does a 2xx response in an unknown format.
  if (status === 504 || status < 300) return { state: "unknown", code, message };
  return { state: "failed", down: true, code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

function silence(error: unknown) {
  const names = namesOf(error);
  const slow = names.some((name) => /TIMEOUT|TimeoutError/i.test(name));
  const code = names.find((name) => /^[A-Z][A-Z0-9_]+$/.test(name)) ?? (slow ? "TIMEOUT" : "BROKEN");
  const sent = !names.some((name) => beforeSending.test(name));
  const detail = sent ? "no answer to a request that may have been taken" : "the provider cannot be reached";
  return { state: sent ? ("unknown" as const) : ("failed" as const), down: true, slow, code, detail };
}

/** Codes and names of an error and its causes. */
function namesOf(error: unknown): string[] {
  const names: string[] = [];
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth++) {
    if ("code" in each && typeof each.code === "string") names.push(each.code);
    names.push(each.name);
    if (each instanceof AggregateError) names.push(...each.errors.flatMap(namesOf));
  }
  return names;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}
