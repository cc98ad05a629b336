import { parsePhoneNumberFromString } from "libphonenumber-js/min";

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainLabel = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const topLevel = /^(?:[A-Za-z]{2,}|[Xx][Nn]--[A-Za-z0-9-]+)$/;
const chineseMobile = /^(?:\+86)?(1[3-9]\d{9})$/;
/** Prefix of Chinese mobile numbers. The library's small tables also accept one with a missing or additional digit, so these are checked exactly. */
const likeMobile = /^\+861[3-9]/;
/** Ofcom reserves 07700 900000–900999 for fiction. Tests need numbers that reach nobody; the library considers these invalid. */
const fictional = /^\+447700900\d{3}$/;

/**
 * Parses an e-mail address: the commonly used part of RFC 5321 (no quoted local parts, comments or address literals), at most 254 characters. Control
 * characters, line breaks and non-ASCII characters are rejected, so the result is safe in a header.
 * @returns the address in lower case, which identifies one person; undefined: invalid
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
 * Parses a telephone number; without a country code it is Chinese.
 * @returns E.164, such as `+8613800138000`; undefined: not a possible number, or with an extension
 */
export function parsePhone(value: string): string | undefined {
  if (value.length > 40) return undefined;
  const bare = value.replace(/[ ()-]/g, "");
  // Fast path: most numbers are Chinese mobiles, for which the library takes a thousand times as long.
  const mobile = chineseMobile.exec(bare);
  if (mobile) return `+86${mobile[1]}`;
  if (fictional.test(bare)) return bare;
  const phone = parsePhoneNumberFromString(value, { defaultCountry: "CN", extract: false });
  return phone?.isValid() && !phone.ext && !likeMobile.test(phone.number) ? phone.number : undefined;
}
