import type { Outcome } from "./transport.ts";

/** A message or setting that cannot be used. Its text names the place and what was expected, never an address, a number or a secret. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  /**
   * `ADDRESS`: the recipient's address is invalid · `MESSAGE`: a field of the message is invalid · `SETTING`: a provider's URL or the sender is
   * invalid.
   */
  readonly code: "ADDRESS" | "MESSAGE" | "SETTING";
  constructor(code: TransportError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** Outcome of a message that cannot be composed: permanent, because another attempt would fail as well. */
export function refusal(error: unknown): Outcome {
  const code = error instanceof TransportError ? error.code : "COMPOSITION";
  const detail = error instanceof TransportError ? error.message : "the message cannot be composed";
  return { state: "refused", address: code === "ADDRESS", provider: "", code, detail };
}
