import type { Expectation } from "../reasons/index.ts";

/** Addresses that a person has, each in columns of its own: what the address is, and whether it works. */
export const addressKinds = ["email", "phone"] as const;
export type AddressKind = (typeof addressKinds)[number];

/** A person's addresses; a state other than `ok` means that a permanent failure was seen there. */
export interface Addresses {
  email: string | null;
  emailState: string;
  phone: string | null;
  phoneState: string;
}

/** What the program must know of a channel wherever it decides about a message. How messages are sent is in `activities/channels`. */
export interface ChannelRules {
  /** The address that its messages go to. */
  address: AddressKind;
  /** @returns the address as it is stored; undefined where it cannot be one */
  parse(value: string): string | undefined;
  /** What is expected of an address. */
  expected: Expectation;
  /** Enough of an address for its owner to know it by. */
  masked(address: string): string;
  /** It disturbs: nothing but an emergency is sent at night. */
  quietAtNight: boolean;
  /** Routine notices of a day are sent as one message. */
  oneRoutineADay: boolean;
  /** Place in the order in which channels are tried for a code of access. */
  codeRank: number;
}
