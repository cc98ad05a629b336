import { refusal, TransportError } from "../errors.ts";
import { createFailover, type TransportLog } from "../failover.ts";
import type { OutboundMessage, Outcome, Transport } from "../transport.ts";
import { createComposer, readMailbox } from "./mime.ts";
import { type Dispatch, smtpProvider } from "./smtp.ts";

export interface EmailTransportOptions {
  /** URLs of SMTP servers in order of failover: `smtp://user:password@host:587` or `smtps://…`. */
  urls: readonly string[];
  /** `name@host` or `Name <name@host>`. */
  from: string;
  replyTo?: string;
  /** Connections to each server, and maximum number of messages in flight. @default 10 */
  connections?: number;
  log: TransportLog;
  /** Clock for the Date header and for pauses of a server that is down. @default the system's clock */
  now?: () => Date;
}

/**
 * E-mail over pooled SMTP.
 * @throws {TransportError} SETTING: the sender is invalid
 */
export function createEmailTransport(options: EmailTransportOptions): Transport {
  const { urls, connections = 10, log, now = () => new Date() } = options;
  const from = readMailbox(options.from, "MAIL_FROM");
  const compose = createComposer(
    from,
    options.replyTo === undefined ? undefined : readMailbox(options.replyTo, "reply-to"),
  );
  const servers = urls.map((url) => smtpProvider(url, connections));
  const failover = createFailover<Dispatch>(servers, { log, now });

  const send = async (message: OutboundMessage): Promise<Outcome> => {
    let dispatch: Dispatch;
    try {
      const { reference, to, name, organizationId, taskId } = message;
      if (!message.email) throw new TransportError("MESSAGE", "email: expected subject, text and html");
      const { subject, text, html } = message.email;
      const about = {
        ...(organizationId !== undefined && { organizationId }),
        ...(taskId !== undefined && { taskId }),
      };
      const mail = { to: { name, address: to }, subject, text, html, reference, ...about, date: now() };
      dispatch = { from: from.address, to, messageId: reference, message: compose(mail) };
    } catch (error) {
      return refusal(error);
    }
    return failover(dispatch);
  };

  return {
    channel: "email",
    width: connections,
    send,
    async close() {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
