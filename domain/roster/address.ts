import { parsePhoneNumberFromString } from "libphonenumber-js/min";

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainLabel = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const topLevel = /^(?:[A-Za-z]{2,}|[Xx][Nn]--[A-Za-z0-9-]+)$/;
const chineseMobile = /^(?:\+86)?(1[3-9]\d{9})$/;
/** What begins so is a mobile and nothing else; the library's small tables take one with a digit lost or doubled. */
const likeMobile = /^\+861[3-9]/;
/** Ofcom keeps 07700 900000–900999 for fiction: trials need numbers that ring nowhere, and the library calls these invalid. */
const fictional = /^\+447700900\d{3}$/;

/**
 * Reads an e-mail address: the part of RFC 5321 that is in use (no quoting, no comments, no literal hosts), at most
 * 254 characters. No control character, line break or non-ASCII sign gets through, so it may stand in a header.
 *
 * @returns the address in lower case, by which it is known as one person's; undefined where it cannot be one.
 */
export function parseEmail(value: string): string | undefined {
  if (value.length > 254) return undefined;
  const at = value.lastIndexOf("@");
  const local = value.slice(0, at);
  if (at < 1 || local.length > 64 || !localPart.test(local)) return undefined;
  const labels = value.slice(at + 1).split(".");
  if (labels.length < 2 || !labels.every((label) => label.length <= 63 && domainLabel.test(label))) return undefined;
  return topLevel.test(labels.at(-1) ?? "") ? value.toLowerCase() : undefined;
}

/**
 * Reads a telephone number as people write it; without a country code it is China's.
 *
 * @returns E.164, such as `+8613800138000`; undefined where no such number can exist, or an extension follows.
 */
export function parsePhone(value: string): string | undefined {
  if (value.length > 40) return undefined;
  const bare = value.replace(/[ ()-]/g, "");
  // Most numbers are Chinese mobiles, and the library takes a thousand times as long to say the same of them.
  const mobile = chineseMobile.exec(bare);
  if (mobile) return `+86${mobile[1]}`;
  if (fictional.test(bare)) return bare;
  const phone = parsePhoneNumberFromString(value, { defaultCountry: "CN", extract: false });
  return phone?.isValid() && !phone.ext && !likeMobile.test(phone.number) ? phone.number : undefined;
}
