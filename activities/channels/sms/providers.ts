import { TransportError } from "../errors.ts";
import { aliyun } from "./aliyun.ts";
import type { SmsProvider } from "./provider.ts";
import { sandbox } from "./sandbox.ts";
import { tencent } from "./tencent.ts";
import { twilio } from "./twilio.ts";

/** Providers by URL scheme. To add one, add a file to this folder and a line here. */
const providers: Readonly<Record<string, (url: string) => SmsProvider>> = { aliyun, sandbox, tencent, twilio };

/** Creates the provider of a URL. @throws {TransportError} SETTING */
export function smsProvider(url: string): SmsProvider {
  const scheme = url.slice(0, Math.max(url.indexOf(":"), 0)).toLowerCase();
  const create = Object.hasOwn(providers, scheme) ? providers[scheme] : undefined;
  if (create) return create(url);
  const known = Object.keys(providers).map((name) => `${name}:`);
  throw new TransportError("SETTING", `SMS_URL has the scheme ${JSON.stringify(scheme)}; expected ${known.join(", ")}`);
}
