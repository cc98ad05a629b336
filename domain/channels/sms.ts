import { parsePhone, phoneExpected } from "../roster/address.ts";
import type { ChannelRules } from "./channel.ts";

export const sms: ChannelRules = {
  address: "phone",
  parse: parsePhone,
  expected: phoneExpected,
  masked: (address) => `${address.slice(0, -8)}****${address.slice(-4)}`,
  quietAtNight: true,
  oneRoutineADay: false,
  codeRank: 1,
};
