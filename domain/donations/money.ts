/** The text is not an amount of yuan. */
export class MoneyError extends Error {
  readonly code = "MONEY";
  readonly value: string;
  constructor(value: string, problem: string) {
    super(`"${shown(value)}" is not an amount: ${problem}; expected yuan with at most two decimals, such as 12345.60`);
    this.name = "MoneyError";
    this.value = value;
  }
}

/** Maximum number of digits: below the 18 digits of a PostgreSQL bigint in fen, with room for sums. */
const mostDigits = 15;
const amount = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/;

/** Formats an amount: `1234560n` is `¥12,345.60`. @param cents fen (hundredths of a yuan) */
export function formatYuan(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
  const yuan = digits.slice(0, -2).replace(/\B(?=(?:\d{3})+$)/g, ",");
  return `${cents < 0n ? "-" : ""}¥${yuan}.${digits.slice(-2)}`;
}

/**
 * Parses an amount: `12345.6`, `12,345.60`, `¥12,345.60`, `12345元`, also in full-width digits.
 * @returns fen (hundredths of a yuan)
 * @throws {MoneyError} anything else: a third decimal is not rounded, 万 is not accepted
 */
export function parseYuan(text: string): bigint {
  if (text.length > 40) throw new MoneyError(text, `it has ${text.length} characters`);
  // NFKC converts full-width digits, signs, commas and points.
  const plain = text
    .normalize("NFKC")
    .trim()
    .replace(/^(-?)\s*¥\s*/, "$1")
    .replace(/\s*元$/, "");
  if (plain === "") throw new MoneyError(text, "it is empty");
  if (/^-?[\d,]+\.\d{3,}$/.test(plain)) throw new MoneyError(text, "it has parts of a cent");
  const found = amount.exec(plain);
  if (!found) throw new MoneyError(text, "it is no plain number");
  const yuan = (found[2] ?? "").replaceAll(",", "");
  if (yuan.length > mostDigits) throw new MoneyError(text, `it has more than ${mostDigits} digits before the point`);
  const cents = BigInt(yuan) * 100n + BigInt((found[3] ?? "").padEnd(2, "0"));
  return found[1] ? -cents : cents;
}

const shown = (value: string): string =>
  (value.length > 40 ? `${value.slice(0, 40)}…` : value).replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "�");
