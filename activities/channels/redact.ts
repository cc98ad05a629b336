/** Maximum number of characters kept of a provider's message. */
const most = 200;

/**
 * A provider's message made safe for records and logs: one line, without e-mail addresses, digit sequences of seven or more (possible telephone
 * numbers) and the given secrets.
 */
export function redact(said: string, secrets: readonly string[] = []): string {
  let text = said.slice(0, most * 4);
  for (const secret of secrets) if (secret.length > 2) text = text.replaceAll(secret, "…");
  return text
    .replace(/[^\s<>]+@[^\s<>]+/g, "…")
    .replace(/\+?\d(?:[ -]?\d){6,}/g, "…")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim()
    .slice(0, most);
}
