import { type Expectation, expected } from "../reasons/index.ts";
import { parseEmail } from "./address.ts";
import { looksLikeFormula } from "./cell.ts";

/** A person in a cell: `姓名 <mail@example.org> +86 138 0013 8000`, with at least one address. */
export interface Mailbox {
  name: string;
  email?: string;
  phone?: string;
}

export interface MailboxProblem {
  value: string;
  expected: Expectation;
}

const longestName = 60;

/** Splits a cell into mailboxes; Chinese keyboards produce the full-width semicolon. */
export function splitMailboxes(cell: string): string[] {
  return cell
    .split(/[;\uff1b]/)
    .map((text) => text.trim())
    .filter((text) => text !== "");
}

/**
 * Parses a mailbox: the name, then the e-mail address in angle brackets, the telephone number, or both.
 * @param parsePhone a parameter, so that an import can cache results
 */
export function parseMailbox(
  text: string,
  parsePhone: (value: string) => string | undefined,
): Mailbox | MailboxProblem {
  const parts = split(text);
  if (!parts) return { value: text, expected: expected("mailbox") };
  const { name, address, number } = parts;
  if (name === "") return { value: text, expected: expected("mailbox-name") };
  if (name.length > longestName) return { value: name, expected: expected("name-at-most", { most: longestName }) };
  if (/[<>@]/.test(name) || looksLikeFormula(name)) return { value: name, expected: expected("mailbox") };
  if (address === undefined && number === "") {
    return { value: text, expected: expected("mailbox-address") };
  }
  const email = address === undefined ? undefined : parseEmail(address);
  if (address !== undefined && email === undefined) return { value: address, expected: expected("email") };
  const phone = number === "" ? undefined : parsePhone(number);
  if (number !== "" && phone === undefined) return { value: number, expected: expected("phone") };
  return { name, ...(email === undefined ? {} : { email }), ...(phone === undefined ? {} : { phone }) };
}

function split(text: string): { name: string; address?: string; number: string } | undefined {
  const open = text.indexOf("<");
  if (open >= 0) {
    const close = text.indexOf(">", open);
    if (close < 0) return undefined;
    return {
      name: text.slice(0, open).trim(),
      address: text.slice(open + 1, close).trim(),
      number: text.slice(close + 1).trim(),
    };
  }
  const start = text.search(/(?:^|\s)[+(\d]/);
  if (start < 0) return { name: text, number: "" };
  return { name: text.slice(0, start).trim(), number: text.slice(start).trim() };
}
