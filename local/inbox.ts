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
  /** Keeps the messages in `home/inbox.jsonl`, so that a restart shows them again; absent: in memory only. */
  home?: string;
  /** When a message is said to have come. @default the clock */
  now?(): Date;
  /** Called with each message as it is accepted. */
  capture?(message: InboxMessage): void;
  /** @default any free one */
  smtpPort?: number;
  smsPort?: number;
}

/** The sandbox inbox: mail comes over real SMTP, SMS over HTTP; both can fail on command. */
export interface Inbox {
  /** For SMTP_URL. */
  smtpUrl: string;
  /** For SMS_URL. */
  smsUrl: string;
  /** The newest 5,000, oldest first. */
  messages(): InboxMessage[];
  /** Every accept, the same message again too: to count losses and duplicates. */
  readonly acceptLog: readonly Accepted[];
  /** Orders failures; they add up, and the first that fits is taken. */
  fail(failure: { smtp?: SmtpFailure; sms?: SmsFailure }): void;
  /** Forgets the failures that have been ordered and have not happened. */
  heal(): void;
  /** Forgets the messages and the accepts. */
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
