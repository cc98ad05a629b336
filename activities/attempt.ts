import { transact } from "../prisma/client.ts";
import { beginHandOver, cutOffDeliveries, type Finished, finishDeliveries } from "../records/messages/deliveries.ts";
import type { OutboundMessage, Outcome } from "./channels/transport.ts";
import type { Deps } from "./deps.ts";
import type { Envelope } from "./envelopes.ts";
import { type RenderContext, renderMessage } from "./render.ts";

const minute = 60_000;
/** In minutes: delays between attempts; after the last one the notice is given up and reported. */
const backoff = [1, 2, 5, 15, 30, 60, 120, 240];
/** The same after an outage of the provider: first after 5 and 10 seconds, by when most have recovered. */
const backoffOfOutage = [5 / 60, 10 / 60, ...backoff];

export async function attempt(deps: Deps, envelope: Envelope, context: RenderContext): Promise<Outcome> {
  const [first] = envelope.notices;
  const transport = first && deps.transports.get(first.channel);
  if (!transport) return { state: "failed", provider: "", code: "NO_TRANSPORT", detail: "no provider is set" };
  let outbound: OutboundMessage;
  try {
    outbound = renderMessage(envelope.reference, envelope.notices, context);
  } catch (error) {
    // A message that cannot be composed must not hold up the others.
    const code = error instanceof Error && "code" in error ? String(error.code) : "COMPOSITION";
    deps.log("message cannot be composed", { delivery: envelope.deliveryId, code });
    return { state: "refused", address: false, provider: "", code, detail: "cannot be composed" };
  }
  if (first.earlierState === "unknown" && first.earlierAt && transport.lookUp) {
    const found = await transport.lookUp(envelope.reference, outbound.to, first.earlierAt).catch(() => "unknown");
    if (found === "sent")
      return { state: "sent", provider: "", code: "LOOKED_UP", detail: "the provider had it already" };
  }
  return transport.send(outbound);
}

export function finishedOf(envelope: Envelope, outcome: Outcome, now: Date): Finished {
  const tries = Math.max(...envelope.notices.map((notice) => notice.attempts));
  const waits = outcome.state === "failed" && outcome.down ? backoffOfOutage : backoff;
  const wait = waits[Math.min(tries, waits.length - 1)] ?? 1;
  const after =
    outcome.state === "failed"
      ? (outcome.retryAfterMs ?? wait * minute)
      : outcome.state === "unknown"
        ? 10 * minute
        : null;
  const again = after !== null && tries < waits.length ? new Date(now.getTime() + after) : null;
  const { state, provider, code } = outcome;
  const noticeIds = envelope.notices.map((notice) => notice.id);
  return {
    id: envelope.deliveryId,
    noticeIds,
    handed: true,
    state,
    provider,
    code,
    detail: outcome.detail.slice(0, 300),
    again,
  };
}

/**
 * Resolves deliveries of an interrupted run, which may have been sent. They are recorded as `unknown`; the provider is queried where it can be, and
 * the rest is sent again under the same reference, so that every duplicate belongs to an `unknown` delivery (RFC 1047).
 */
export async function resolveCutOff(deps: Deps, shard: number, run: string, now: Date): Promise<void> {
  await transact(deps.db, async (tx) => {
    const cutOff = await cutOffDeliveries(tx, shard, run);
    const finished: Finished[] = [];
    for (const { id, noticeIds, channel, reference, to, createdAt, handed } of cutOff) {
      if (!handed) {
        const detail = "cut off before it was handed over; it goes out now";
        finished.push({ id, noticeIds, handed, state: "failed", provider: "", code: "CUT_OFF", detail, again: now });
        continue;
      }
      const transport = deps.transports.get(channel);
      const asked = to ? transport?.lookUp?.(reference, to, createdAt) : undefined;
      const found = (await asked?.catch(() => "unknown" as const)) ?? "unknown";
      const detail =
        found === "unknown"
          ? "cut off while sending; sent again under the same reference"
          : `the provider says: ${found}`;
      finished.push({
        id,
        noticeIds,
        handed,
        state: found === "sent" ? "sent" : "unknown",
        provider: "",
        code: "CUT_OFF",
        detail,
        again: found === "sent" ? null : now,
      });
    }
    await finishDeliveries(tx, finished, now);
    await beginHandOver(tx, { shard, run });
  });
}
