import { parseEmail } from "../../../domain/roster/address.ts";
import { TransportError } from "../errors.ts";
import { phrase, unstructured } from "./mime-words.ts";

/** A mailbox: address and display name. */
export interface Mailbox {
  name: string;
  address: string;
}

export interface Mail {
  to: Mailbox;
  subject: string;
  text: string;
  html: string;
  /** Left part of the Message-ID. */
  reference: string;
  organizationId?: string;
  taskId?: string;
  date: Date;
}

/** Composes mails of one sender; the parts that all mails share are computed once. */
export type Composer = (mail: Mail) => Buffer;

const id = /^[A-Za-z0-9_.:-]{1,100}$/;
const reference = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
const sender =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/;

/** Base64 contains no underscore, so that no line of a body equals the boundary. */
const boundary = "=_duban_alternative";
/** Maximum length of a base64 line (RFC 2045, section 6.8). */
const line = 76;

/** Parses a mailbox. @throws {TransportError} SETTING: neither `name@host` nor `Name <name@host>` */
export function readMailbox(value: string, setting: string): Mailbox {
  const found = /^([^<>]*)<([^<>\s]+)>$/.exec(value.trim());
  const name = found?.[1]?.trim() ?? "";
  const address = found?.[2] ?? value.trim();
  if (address.length > 254 || !sender.test(address))
    throw new TransportError(
      "SETTING",
      `${setting} is ${JSON.stringify(value)}; expected name@host or Name <name@host>`,
    );
  return { name, address };
}

/**
 * Composes messages according to RFC 5322 and RFC 2045–2047: ASCII, CRLF, lines up to 78 characters where possible, both bodies in base64. Every
 * header value is either validated or encoded, so that none can inject a header.
 */
export function createComposer(from: Mailbox, replyTo?: Mailbox): Composer {
  const domain = from.address.slice(from.address.lastIndexOf("@") + 1);
  const constant =
    mailboxHeader("From", from) +
    (replyTo ? mailboxHeader("Reply-To", replyTo) : "") +
    "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n" +
    `Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n--${boundary}\r\n` +
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  const between = `--${boundary}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
  const end = `--${boundary}--\r\n`;
  return (mail) => {
    if (mail.reference.length > 100 || !reference.test(mail.reference))
      throw new TransportError("MESSAGE", "reference: expected up to 100 letters, digits, - and _, dots between them");
    const head =
      `Message-ID: <${mail.reference}@${domain}>\r\n` +
      `Date: ${mail.date.toUTCString().replace("GMT", "+0000")}\r\n` +
      mailboxHeader("To", { name: mail.to.name, address: checked(mail.to.address) }) +
      `Subject: ${unstructured(mail.subject, 9)}\r\n` +
      idHeader("X-Duban-Organization", mail.organizationId) +
      idHeader("X-Duban-Task", mail.taskId) +
      constant;
    const text = base64(mail.text);
    const html = base64(mail.html);
    const message = Buffer.allocUnsafe(head.length + inLines(text) + between.length + inLines(html) + end.length);
    let at = message.write(head, 0, "latin1");
    at = writeLines(message, at, text);
    at += message.write(between, at, "latin1");
    at = writeLines(message, at, html);
    message.write(end, at, "latin1");
    return message;
  };
}

/** Validates an address. @throws {TransportError} ADDRESS */
export function checked(address: string): string {
  if (parseEmail(address) === undefined)
    throw new TransportError("ADDRESS", "the reader's address: expected name@host in ASCII, at most 254 characters");
  return address;
}

function mailboxHeader(header: string, { name, address }: Mailbox): string {
  const words = phrase(name, header.length + 2);
  if (words === "") return `${header}: ${address}\r\n`;
  const column = words.length - (words.lastIndexOf("\n") + 1) + (words.includes("\n") ? 0 : header.length + 2);
  const gap = column + address.length + 3 <= 76 ? " " : "\r\n ";
  return `${header}: ${words}${gap}<${address}>\r\n`;
}

/** A header with a message id. @throws {TransportError} MESSAGE */
function idHeader(header: string, value: string | undefined): string {
  if (value === undefined) return "";
  if (!id.test(value))
    throw new TransportError(
      "MESSAGE",
      `${header}: expected an id of up to 100 letters, digits, dots, colons, - and _`,
    );
  return `${header}: ${value}\r\n`;
}

/** Line ends are converted to CRLF first, as RFC 2045, section 6.8, requires of encoded text. */
const base64 = (text: string): string => Buffer.from(text.replace(/\r\n?|\n/g, "\r\n"), "utf8").toString("base64");

/** Size in bytes of a base64 body with its line ends. */
const inLines = (body: string): number => body.length + 2 * Math.ceil(body.length / line);

/** Writes the body once, far enough back to leave room for the line ends, then moves it forward line by line. @returns position after its end */
function writeLines(message: Buffer, at: number, body: string): number {
  const to = at + inLines(body);
  let from = to - body.length;
  message.write(body, from, "latin1");
  let end = at;
  while (from < to) {
    const next = Math.min(from + line, to);
    message.copyWithin(end, from, next);
    end += next - from;
    message[end++] = 0x0d;
    message[end++] = 0x0a;
    from = next;
  }
  return to;
}
