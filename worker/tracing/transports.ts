import type { OutboundMessage, Outcome, Transport } from "../../activities/channels/transport.ts";
import type { Channel } from "../../domain/terms.ts";
import { failed, inSpan } from "./spans.ts";

/** Wraps transports: each message that is sent is a span of the act or rung that caused it. */
export const tracedTransports = (transports: ReadonlyMap<Channel, Transport>): Map<Channel, Transport> =>
  new Map([...transports].map(([channel, transport]) => [channel, traced(transport)]));

const traced = (transport: Transport): Transport => ({
  ...transport,
  send: (message) => sendIn(transport, message),
});

function sendIn(transport: Transport, message: OutboundMessage): Promise<Outcome> {
  const { reference, organizationId, traces = [] } = message;
  const attributes = {
    "duban.channel": transport.channel,
    "duban.message": reference,
    ...(organizationId !== undefined && { "duban.organization": organizationId }),
  };
  return inSpan(`send ${transport.channel}`, { kind: "CLIENT", attributes, reasons: traces }, async (span) => {
    const outcome = await transport.send(message);
    span.setAttribute("duban.outcome", outcome.state);
    if (outcome.state !== "sent") failed(span, outcome.code);
    return outcome;
  });
}
