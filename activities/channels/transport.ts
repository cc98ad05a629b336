import type { Email, Sms } from "../../domain/messages/message.ts";
import type { Channel } from "../../domain/terms.ts";

/** What a channel carries: text, never shapes. */
export interface OutboundMessage {
  /** Distinguishes the attempts of one intent from those of another: Message-ID, OutId. The same for each attempt. */
  reference: string;
  /** E-mail address, or number in E.164. */
  to: string;
  /** Display name of an e-mail's reader. */
  name: string;
  /** Present where the channel is `email`. */
  email?: Email;
  /** Present where the channel is `sms`. */
  sms?: Sms;
  /** Ids of the organization and of the task it is about; absent in a digest of several. */
  organizationId?: string;
  taskId?: string;
  /** What gave reason to what it says, as `traceparent`; absent where nothing is traced. */
  traces?: readonly string[];
}

/**
 * What became of an attempt. `sent`: a provider accepted it · `failed`: temporary, nothing was accepted, try again; `down` says whether
 * it is the provider that is unwell, which may be over in a moment ·
 * `refused`: permanent, never try again; `address` says whether it is the address that is wrong ·
 * `unknown`: cut off where it may have been accepted (RFC 1047), never sent again without asking the provider.
 */
export type Outcome = { provider: string; code: string; detail: string } & (
  | { state: "sent" }
  | { state: "failed"; retryAfterMs?: number; down?: boolean }
  | { state: "refused"; address: boolean }
  | { state: "unknown" }
);

/** Carries messages over one channel, over several providers in order of failover. */
export interface Transport {
  channel: Channel;
  /** Attempts that are worth having in flight at once. */
  width: number;
  /** Never throws: what goes wrong is an outcome. */
  send(message: OutboundMessage): Promise<Outcome>;
  /** Where a provider can be asked what became of a message. */
  lookUp?(reference: string, to: string, sentAt: Date): Promise<"sent" | "not sent" | "unknown">;
  close(): Promise<void>;
}
