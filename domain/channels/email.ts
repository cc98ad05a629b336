import { expected } from "../reasons/index.ts";
import { parseEmail } from "../roster/address.ts";
import type { ChannelRules } from "./channel.ts";

export const email: ChannelRules = {
  address: "email",
  parse: parseEmail,
  expected: expected("email"),
  masked: (address) => `${address.slice(0, 1)}***${address.slice(address.lastIndexOf("@"))}`,
  quietAtNight: false,
  oneRoutineADay: true,
  codeRank: 2,
};
