import type { Context } from "hono";
import type { Text } from "../../domain/terms.ts";
import { isToken } from "../http/guard.ts";
import { publicForm } from "../http/multipart.ts";
import type { Site } from "../http/site.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** What a stranger wrote into a public form. */
export interface PublicPost {
  /** Made with the form: sent twice it is one. */
  key: string;
  /** What stands in a field, trimmed; empty where it was not sent. */
  field(name: string): string;
}

/**
 * Reads a form that anybody may send: not too often from one address, looked at before its body is read; from our own page; by
 * somebody who is no machine.
 * @param purpose of the form's token, which `site.token(purpose, subject, key)` gave
 * @returns the form, or the answer that refuses it
 */
export async function readPublicPost(
  site: Site,
  c: Context,
  purpose: string,
  subject: string,
): Promise<PublicPost | Response> {
  const tooMany = site.tooMany(c);
  if (tooMany) return tooMany;
  const form = await site.form(c, publicForm);
  if (form instanceof Response) return form;
  const field = (name: string): string => (form.fields.get(name) ?? "").trim();
  const key = field("key");
  if (!isToken(field("token"), site.token(purpose, subject, key))) return site.foreign(c);
  site.posts.count(site.visitor(c));
  // A field that nobody sees: who fills it in is a machine, and is thanked.
  if (field("website") !== "") return site.plain(c, 200, t("已收到，谢谢！", "It has arrived. Thank you!"));
  return { key, field };
}
