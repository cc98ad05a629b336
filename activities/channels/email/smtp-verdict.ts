import type { Attempt } from "../failover.ts";
import { redact } from "../redact.ts";

/** Error that nodemailer reports for a failed attempt. */
export interface SmtpError extends Error {
  code?: string;
  /** The command that was in progress: `CONN`, `AUTH PLAIN`, `MAIL FROM`, `RCPT TO`, `DATA`, `API` … */
  command?: string;
  /** Reply code; absent if the server did not reply. */
  responseCode?: number;
  /** The full reply. */
  response?: string;
}

type Verdict = { state: "unknown" | "failed"; down: boolean; slow?: boolean } | { state: "refused"; address: boolean };

/** 530 to 538: credentials are missing, wrong or too weak (RFC 4954); the operator must correct them. */
const credentials = new Set([530, 534, 535, 538]);

/**
 * Outcome of a failed attempt.
 * @param handedOver whether the whole message with its final dot was written to the connection: after that, no reply does not mean refusal (RFC 1047)
 */
export function smtpVerdict(
  provider: string,
  error: SmtpError,
  handedOver: boolean,
  secrets: readonly string[],
): Attempt {
  const reply = error.responseCode !== undefined && error.responseCode >= 400 ? error.responseCode : undefined;
  const enhanced =
    reply === undefined ? undefined : /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(error.response ?? "")?.[1];
  const code = codeOf(error, reply, enhanced);
  const detail = redact(`${error.command ?? ""}: ${error.response ?? error.message}`, secrets);
  return { provider, code, detail, ...judge(error, reply, enhanced, handedOver) };
}

function codeOf({ code = "ERROR" }: SmtpError, reply: number | undefined, enhanced: string | undefined): string {
  // The server's reply to STARTTLS ("500") does not help the operator; the name of the failing step does.
  if (code === "ETLS") return "STARTTLS";
  return reply === undefined ? code : [reply, enhanced].filter(Boolean).join(" ");
}

function judge(
  error: SmtpError,
  reply: number | undefined,
  enhanced: string | undefined,
  handedOver: boolean,
): Verdict {
  const command = error.command ?? "";
  const slow = error.code === "ETIMEDOUT";
  if (reply === undefined) return { state: handedOver ? "unknown" : "failed", down: true, slow };
  if (command === "RCPT TO") return rcpt(reply, enhanced, error.response ?? "");
  if (command === "DATA" && reply >= 500 && reply !== 503 && !credentials.has(reply))
    return { state: "refused", address: recipientUnknown(enhanced) };
  // The failure concerns the connection, TLS, authentication or the sender, not this message; the operator can correct it.
  return { state: "failed", down: command !== "DATA" || reply === 421 };
}

function rcpt(reply: number, enhanced: string | undefined, response: string): Verdict {
  // "Relay access denied": the server does not accept our mail, which says nothing about the recipient.
  if (reply < 500 || credentials.has(reply) || /\brelay/i.test(response))
    return { state: "failed", down: reply === 421 };
  if (enhanced === undefined) return { state: "refused", address: [550, 551, 553, 556].includes(reply) };
  return { state: "refused", address: recipientUnknown(enhanced) || enhanced === "5.4.1" };
}

/**
 * Whether an enhanced status code means an invalid recipient (RFC 3463): 5.1.x is about an address (5.1.7 and 5.1.8: the sender's), 5.2.1 a disabled
 * mailbox; others are about the message or policy.
 */
function recipientUnknown(enhanced: string | undefined): boolean {
  if (enhanced === undefined) return false;
  return (/^5\.1\.\d+$/.test(enhanced) && !/^5\.1\.[78]$/.test(enhanced)) || enhanced === "5.2.1";
}
