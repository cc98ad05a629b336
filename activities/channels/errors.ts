import type { Outcome } from "./transport.ts";

/** A message or a setting that cannot be carried. The message names place and expectation, never an address, a number or a secret. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  /** `ADDRESS`: the reader's address cannot be one · `MESSAGE`: a field of the message · `SETTING`: a provider's URL or the sender. */
  readonly code: "ADDRESS" | "MESSAGE" | "SETTING";
  constructor(code: TransportError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** A message that cannot be composed would not be better for another try. */
export function refusal(error: unknown): Outcome {
  const code = error instanceof TransportError ? error.code : "COMPOSITION";
  const detail = error instanceof TransportError ? error.message : "the message cannot be composed";
  return { state: "refused", address: code === "ADDRESS", provider: "", code, detail };
}
