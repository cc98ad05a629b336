import type { InboxMessage } from "../../local/inbox.ts";

/** Who was told over which channel, as a story says it: `secretariat email`, sorted, each once. */
export function told(messages: readonly InboxMessage[], channel?: "email" | "sms"): string[] {
  return [
    ...new Set(
      messages.filter((one) => !channel || one.channel === channel).map((one) => `${roleOf(one)} ${one.channel}`),
    ),
  ].sort();
}

/** Cast of test/support/organization.ts: the role stands in the address, and in the last two figures of the number. */
const cast = [
  "legal-representative",
  "head",
  "secretariat",
  "deputy",
  "supervisory-board",
  "party-organization",
  "party-head",
  "staff",
  "member",
  "volunteer",
  "authority",
  "registrar",
  "regulator",
];

export function roleOf(message: InboxMessage): string {
  if (message.channel === "email") return message.to.split(".")[0] ?? message.to;
  return cast[Number(message.to.slice(-2)) - 10] ?? message.to;
}
