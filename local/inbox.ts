import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Failures, type SmsFailure, type SmtpFailure } from "./inbox-failures.ts";
import { startGateway } from "./inbox-gateway.ts";
import { startMailServer } from "./inbox-mail.ts";
import { type Accepted, type InboxMessage, InboxStore } from "./inbox-store.ts";
import type { Log } from "./progress.ts";

export type { SmsFailure, SmtpFailure, SmtpFailurePoint } from "./inbox-failures.ts";
export type { Accepted, InboxMessage } from "./inbox-store.ts";

export interface InboxOptions {
  log?: Log;
  /** Stores the messages in `home/inbox.jsonl`, so that they survive a restart. If absent: in memory only. */
  home?: string;
  /** Clock for the time of arrival. @default the system's clock */
  now?(): Date;
  /** Called with each message as it is accepted. */
  capture?(message: InboxMessage): void;
  /** @default any free port */
  smtpPort?: number;
  smsPort?: number;
}

/** The sandbox inbox. It receives mail over SMTP and SMS over HTTP; both can be made to fail. */
export interface Inbox {
  /** For SMTP_URL. */
  smtpUrl: string;
  /** For SMS_URL. */
  smsUrl: string;
  /** The newest 5,000 messages, oldest first. */
  messages(): InboxMessage[];
  /** Every accepted message, duplicates included, for counting losses and duplicates. */
  readonly acceptLog: readonly Accepted[];
  /** Requests failures. Requests accumulate, and the first that matches is used. */
  fail(failure: { smtp?: SmtpFailure; sms?: SmsFailure }): void;
  /** Removes the requested failures that have not occurred yet. */
  heal(): void;
  /** Removes all messages and the log of accepts. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function startInbox(options: InboxOptions = {}): Promise<Inbox> {
  const { home, log = () => undefined, now = () => new Date() } = options;
  if (home !== undefined) await mkdir(home, { recursive: true });
  const store = await InboxStore.open(home === undefined ? undefined : join(home, "inbox.jsonl"), options.capture);
  const smtp = new Failures<SmtpFailure>();
  const sms = new Failures<SmsFailure>();
  const mail = await startMailServer({ store, failures: smtp, log, now, ...port(options.smtpPort) });
  const gateway = await startGateway({ store, failures: sms, log, now, ...port(options.smsPort) }).catch(
    async (error) => {
      await mail.stop();
      throw error;
    },
  );
  return {
    smtpUrl: mail.url,
    smsUrl: gateway.url,
    messages: () => store.messages(),
    acceptLog: store.acceptLog,
    fail: (failure) => {
      if (failure.smtp) smtp.order(failure.smtp);
      if (failure.sms) sms.order(failure.sms);
    },
    heal: () => {
      smtp.clear();
      sms.clear();
    },
    clear: () => store.clear(),
    stop: async () => {
      await Promise.all([mail.stop(), gateway.stop()]);
      await store.close();
    },
  };
}

function port(port: number | undefined): { port?: number } {
  return port === undefined ? {} : { port };
}
