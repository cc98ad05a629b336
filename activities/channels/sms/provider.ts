/** An SMS to one number. */
export interface SmsMessage {
  reference: string;
  /** E.164. */
  to: string;
  /** Our name of the template; a provider has a code of its own for it. */
  template: string;
  /** Values of the template's variables, in the template's order. */
  variables: Readonly<Record<string, string>>;
  /** The complete text with the signature. */
  text: string;
  /** The variables for providers that allow six characters each. */
  briefVariables: Readonly<Record<string, string>>;
  organizationId?: string;
  taskId?: string;
}

export interface SmsRequest {
  method: "GET" | "POST";
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

export interface SmsAnswer {
  /** HTTP status. */
  status: number;
  /** The JSON object in the response; empty if there was none. */
  body: Readonly<Record<string, unknown>>;
}

/** Meaning of a response. `message`: the provider's own message. */
export type SmsVerdict = { code: string; message: string } & (
  | { state: "sent" | "unknown" }
  | { state: "failed"; down?: boolean; retryAfterMs?: number }
  | { state: "refused"; address: boolean }
);

/** An SMS provider: builds its requests and interprets its responses. Without I/O. */
export interface SmsProvider {
  /** Name for operators, without credentials. */
  name: string;
  /** Secrets, which must not appear in logs. */
  secrets: readonly string[];
  send(message: SmsMessage, now: Date): SmsRequest;
  /** Interprets a response. @returns undefined: not in this provider's format; the HTTP status is used instead */
  read(answer: SmsAnswer): SmsVerdict | undefined;
  /** If a provider can be queried: the requests, and whether a response contains the reference. */
  lookUp?: {
    ask(message: { reference: string; to: string; sentAt: Date }, page: number, now: Date): SmsRequest[];
    found(answer: SmsAnswer, reference: string): "found" | "more" | "not found" | "unclear";
    /** In milliseconds: how long a sent message may be missing from the responses. */
    lagMs: number;
  };
}

/** Meaning of a provider's codes. A code that is not listed is `failed`: the message is tried again, and no address is marked as refused. */
export interface Codes {
  /** The number is wrong, cannot receive SMS or has opted out. */
  address: ReadonlySet<string>;
  /** The text is permanently rejected. */
  content: ReadonlySet<string>;
  /** The message may have been accepted. */
  unclear?: ReadonlySet<string>;
  /** Try again after this many milliseconds. */
  later?: ReadonlyMap<string, number>;
  /** Whether the code concerns the account, the credentials or the service, and thus any message. */
  down(code: string): boolean;
}

export function verdictOf(code: string, message: string, codes: Codes): SmsVerdict {
  if (codes.address.has(code)) return { state: "refused", address: true, code, message };
  if (codes.content.has(code)) return { state: "refused", address: false, code, message };
  if (codes.unclear?.has(code)) return { state: "unknown", code, message };
  const retryAfterMs = codes.later?.get(code);
  return {
    state: "failed",
    down: codes.down(code),
    code,
    message,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
