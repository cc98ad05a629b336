/** An SMS on its way to one number. */
export interface SmsMessage {
  reference: string;
  /** E.164. */
  to: string;
  /** Name of our template; providers know it by a code of their own. */
  template: string;
  /** In the order in which they stand in the template. */
  variables: Readonly<Record<string, string>>;
  /** The template filled in, with the signature. */
  text: string;
  /** The variables for a provider that takes six characters each. */
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
  /** The JSON object that was answered; empty where there was none. */
  body: Readonly<Record<string, unknown>>;
}

/** What an answer means. `message`: the provider's own words. */
export type SmsVerdict = { code: string; message: string } & (
  | { state: "sent" | "unknown" }
  | { state: "failed"; down?: boolean; retryAfterMs?: number }
  | { state: "refused"; address: boolean }
);

/** A provider of SMS: how a message is put to it, and what it means by its answers. No I/O. */
export interface SmsProvider {
  /** Shown to operators; no credentials. */
  name: string;
  /** Never shown. */
  secrets: readonly string[];
  send(message: SmsMessage, now: Date): SmsRequest;
  /** @returns undefined for an answer that is not this provider's: its HTTP status decides then */
  read(answer: SmsAnswer): SmsVerdict | undefined;
  /** Where a provider can be asked what it was sent: the questions, and whether an answer names the reference. */
  lookUp?: {
    ask(message: { reference: string; to: string; sentAt: Date }, page: number, now: Date): SmsRequest[];
    found(answer: SmsAnswer, reference: string): "found" | "more" | "not found" | "unclear";
    /** A message may be missing from the answers for so long; milliseconds. */
    lagMs: number;
  };
}

/** How each code of a provider is taken. What is not listed is `failed`: tried again, and nobody is thought unreachable for it. */
export interface Codes {
  /** The number is wrong, cannot take SMS or has opted out. */
  address: ReadonlySet<string>;
  /** This text will never be taken. */
  content: ReadonlySet<string>;
  /** It may have been taken. */
  unclear?: ReadonlySet<string>;
  /** Try again after so many milliseconds. */
  later?: ReadonlyMap<string, number>;
  /** The account, the credentials or the service itself: true for any message. */
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
