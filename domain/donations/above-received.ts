import type { Totals } from "./disclosure-body.ts";

/** By how much more was used than received, in fen, as after an advance payment; 0: not more. */
export const aboveReceived = ({ received, used }: Pick<Totals, "received" | "used">): bigint =>
  used > received ? used - received : 0n;
