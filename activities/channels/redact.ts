/** Longest detail that is kept of what a provider said. */
const most = 200;

/**
 * What a provider said, fit for records and logs: one line without e-mail addresses, without runs of seven digits or more (which
 * may be telephone numbers) and without the given secrets.
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
