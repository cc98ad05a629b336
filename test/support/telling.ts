import { roles } from "../../domain/terms.ts";
import type { InboxMessage } from "../../local/inbox.ts";

/** Who was told over which channel, as a story says it: `secretariat email`, sorted, each once. */
export function told(messages: readonly InboxMessage[], channel?: "email" | "sms"): string[] {
  return [
    ...new Set(
      messages.filter((one) => !channel || one.channel === channel).map((one) => `${roleOf(one)} ${one.channel}`),
    ),
  ].sort();
}

/** The cast of test/support/organization.ts: the role stands in the address, and in the last two figures of the number. */
export function roleOf(message: InboxMessage): string {
  if (message.channel === "email") return message.to.split(".")[0] ?? message.to;
  return roles[Number(message.to.slice(-2)) - 10] ?? message.to;
}
