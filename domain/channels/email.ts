import { emailExpected, parseEmail } from "../roster/address.ts";
import type { ChannelRules } from "./channel.ts";

export const email: ChannelRules = {
  address: "email",
  parse: parseEmail,
  expected: emailExpected,
  masked: (address) => `${address.slice(0, 1)}***${address.slice(address.lastIndexOf("@"))}`,
  quietAtNight: false,
  oneRoutineADay: true,
  codeRank: 2,
};
