import { expected } from "../reasons/index.ts";
import { parsePhone } from "../roster/address.ts";
import type { ChannelRules } from "./channel.ts";

export const sms: ChannelRules = {
  address: "phone",
  parse: parsePhone,
  expected: expected("phone"),
  masked: (address) => `${address.slice(0, -8)}****${address.slice(-4)}`,
  quietAtNight: true,
  oneRoutineADay: false,
  mostRoutine: { aDay: 1, aWeek: 3 },
  codeRank: 1,
};
