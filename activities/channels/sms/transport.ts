import { refusal, TransportError } from "../errors.ts";
import { createFailover, type TransportLog } from "../failover.ts";
import type { OutboundMessage, Outcome, Transport } from "../transport.ts";
import { ask, exchange, type Fetch } from "./exchange.ts";
import type { SmsMessage, SmsProvider } from "./provider.ts";
import { smsProvider } from "./providers.ts";

export interface SmsTransportOptions {
  /** URLs of providers in order of failover: `aliyun://…`, `tencent://…`, `twilio://…`, `sandbox:http://…`. */
  urls: readonly string[];
  log: TransportLog;
  /** @default the global one */
  fetch?: Fetch;
  /** Clock for signatures and for pauses of a provider that is down. @default the system's clock */
  now?: () => Date;
  /** In milliseconds, from connecting to the end of the response; must be longer than the connection timeout of `fetch`. @default 20,000 */
  timeoutMs?: number;
}

/** Maximum number of requests in flight. */
const width = 10;
/** Maximum number of pages searched for a message to one number on one day. */
const pages = 10;

/**
 * SMS over HTTP providers.
 * @throws {TransportError} SETTING: a URL is invalid; without its secrets
 */
export function createSmsTransport(options: SmsTransportOptions): Transport {
  const { urls, log, fetch: fetching = fetch, now = () => new Date(), timeoutMs = 20_000 } = options;
  const providers = urls.map(smsProvider);
  const failover = createFailover<SmsMessage>(
    providers.map((provider) => ({
      name: provider.name,
      attempt: async (message) => exchange(provider, provider.send(message, now()), fetching, timeoutMs),
    })),
    { log, now },
  );

  const send = async (message: OutboundMessage): Promise<Outcome> => {
    let checked: SmsMessage;
    try {
      checked = check(message);
    } catch (error) {
      return refusal(error);
    }
    return failover(checked);
  };

  /** Whether a provider knows the message; `unknown` also as long as it may not be listed yet. */
  const inBooks = async (provider: SmsProvider, reference: string, to: string, sentAt: Date) => {
    const { lookUp } = provider;
    if (!lookUp) return "unknown";
    for (let page = 1; page <= pages; page++) {
      let more = false;
      for (const question of lookUp.ask({ reference, to, sentAt }, page, now())) {
        const found = lookUp.found(await ask(question, fetching, timeoutMs), reference);
        if (found === "found") return "sent";
        if (found === "unclear") return "unknown";
        more ||= found === "more";
      }
      if (!more) return now().getTime() - sentAt.getTime() < lookUp.lagMs ? "unknown" : "not sent";
    }
    return "unknown";
  };

  return {
    channel: "sms",
    width,
    send,
    ...(providers.some((provider) => provider.lookUp) && {
      lookUp: async (reference: string, to: string, sentAt: Date) => {
        const answers: ("sent" | "not sent" | "unknown")[] = [];
        for (const provider of providers)
          answers.push(await inBooks(provider, reference, to, sentAt).catch(() => "unknown" as const));
        if (answers.includes("sent")) return "sent";
        return answers.every((answer) => answer === "not sent") ? "not sent" : "unknown";
      },
    }),
    close: async () => undefined,
  };
}

/** Validates a message. @throws {TransportError} */
function check({ reference, to, sms, organizationId, taskId }: OutboundMessage): SmsMessage {
  if (!/^\+[1-9]\d{4,14}$/.test(to))
    throw new TransportError("ADDRESS", "the reader's number: expected E.164, such as +86…");
  if (!sms) throw new TransportError("MESSAGE", "sms: expected a template, its variables and the text");
  if (!/^[\w.-]{1,100}$/.test(reference))
    throw new TransportError("MESSAGE", "reference: expected up to 100 letters, digits, dots, - and _");
  const { template, variables, text, brief } = sms;
  const about = { ...(organizationId !== undefined && { organizationId }), ...(taskId !== undefined && { taskId }) };
  return { reference, to, template, variables, text, briefVariables: brief.variables, ...about };
}
