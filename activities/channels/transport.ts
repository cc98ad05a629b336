import type { Email, Sms } from "../../domain/messages/message.ts";
import type { Channel } from "../../domain/terms.ts";

/** A rendered message, as a transport sends it. */
export interface OutboundMessage {
  /** Message-ID or OutId. The same for every attempt to send the same message. */
  reference: string;
  /** E-mail address, or number in E.164 format. */
  to: string;
  /** Display name of the recipient of an e-mail. */
  name: string;
  /** Set if the channel is `email`. */
  email?: Email;
  /** Set if the channel is `sms`. */
  sms?: Sms;
  /** Ids of the organization and the task that it is about; absent in a digest of several. */
  organizationId?: string;
  taskId?: string;
  /** Traces of what caused it, as `traceparent`; absent without tracing. */
  traces?: readonly string[];
}

/**
 * Outcome of an attempt. `sent`: a provider accepted it · `failed`: temporary, nothing was accepted, try again; `down` says whether the provider is
 * unavailable, which may be over in a moment · `refused`: permanent, never try again; `address` says whether the address is wrong · `unknown`:
 * interrupted when it may have been accepted (RFC 1047), never sent again without querying the provider.
 */
export type Outcome = { provider: string; code: string; detail: string } & (
  | { state: "sent" }
  | { state: "failed"; retryAfterMs?: number; down?: boolean }
  | { state: "refused"; address: boolean }
  | { state: "unknown" }
);

/** Sends messages over one channel, by several providers in order of failover. */
export interface Transport {
  channel: Channel;
  /** Useful number of concurrent attempts. */
  width: number;
  /** Sends a message. Never throws: every error is an outcome. */
  send(message: OutboundMessage): Promise<Outcome>;
  /** Queries the state of a message; absent if no provider can be queried. */
  lookUp?(reference: string, to: string, sentAt: Date): Promise<"sent" | "not sent" | "unknown">;
  close(): Promise<void>;
}
