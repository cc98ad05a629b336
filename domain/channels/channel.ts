import type { Expectation } from "../reasons/index.ts";
import type { Channel } from "../terms.ts";

/** Kinds of address: a roster and a form ask for one of each. Channels that share a kind go to the same address. */
export const addressKinds = ["email", "phone"] as const;
export type AddressKind = (typeof addressKinds)[number];

export interface Address {
  value: string;
  /** `ok`, or `refused`: a permanent failure was seen there. */
  state: string;
}

/** A person's addresses, by channel: rows of one table, so that a new channel needs no column. */
export type Addresses = Readonly<Partial<Record<Channel, Address>>>;

/** What the program must know of a channel wherever it decides about a message. How messages are sent is in `activities/channels`. */
export interface ChannelRules {
  /** The kind of address that its messages go to. */
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
  /** It is sparing: a person is sent so many messages with something routine in them, and no more. */
  mostRoutine?: { aDay: number; aWeek: number };
  /** Place in the order in which channels are tried for a code of access. */
  codeRank: number;
}
