import type { Context } from "hono";
import type { Text } from "../../domain/terms.ts";
import { publicForm } from "../http/multipart.ts";
import type { Site } from "../http/site.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** A submitted public form. */
export interface PublicPost {
  /** Idempotency key, made with the form. */
  key: string;
  /** Trimmed value of a field; empty if it was not sent. */
  field(name: string): string;
}

/**
 * Reads a public form. It is limited by address before its body is read, must come from our own page, and must not be sent by a bot.
 * @param purpose of the form's token, which `site.token(purpose, subject, key)` made
 * @returns the form, or the response that refuses it
 */
export async function readPublicPost(
  site: Site,
  c: Context,
  purpose: string,
  subject: string,
): Promise<PublicPost | Response> {
  const tooMany = site.tooMany(c);
  if (tooMany) return tooMany;
  const form = await site.form(c, (own) => site.token(purpose, subject, own("key")), publicForm);
  if (form instanceof Response) return form;
  const field = (name: string): string => (form.fields.get(name) ?? "").trim();
  site.posts.count(site.visitor(c));
  // An invisible field (honeypot): a sender who fills it in is a bot, and receives the usual thanks.
  if (field("website") !== "") return site.plain(c, 200, t("已收到，谢谢！", "It has arrived. Thank you!"));
  return { key: field("key"), field };
}
