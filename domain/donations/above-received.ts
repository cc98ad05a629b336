import { disclosureDuties } from "../procedures/kinds/disclosure.ts";
import type { Totals } from "./disclosure-body.ts";

/**
 * By how much more was used than received, in fen, as after an advance payment; 0: not more. A charity project spends the organization's own funds,
 * so only a campaign has such an amount.
 */
export const aboveReceived = (duty: string, { received, used }: Pick<Totals, "received" | "used">): bigint =>
  duty === disclosureDuties.campaign && used > received ? used - received : 0n;
