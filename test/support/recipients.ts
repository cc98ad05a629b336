import { roles } from "../../domain/terms.ts";
import type { InboxMessage } from "../../local/inbox.ts";

/** Recipients with channels, as a story lists them: `secretariat email`, sorted, each once. */
export function recipientsOf(messages: readonly InboxMessage[], channel?: "email" | "sms"): string[] {
  return [
    ...new Set(
      messages.filter((one) => !channel || one.channel === channel).map((one) => `${roleOf(one)} ${one.channel}`),
    ),
  ].sort();
}

/** The role of a recipient in test/support/organization.ts, from the address or from the last two digits of the number. */
export function roleOf(message: InboxMessage): string {
  if (message.channel === "email") return message.to.split(".")[0] ?? message.to;
  return roles[Number(message.to.slice(-2)) - 10] ?? message.to;
}
