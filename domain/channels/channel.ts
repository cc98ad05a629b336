import type { Expectation } from "../reasons/index.ts";
import type { Channel } from "../terms.ts";

/** Kinds of address: rosters and forms have one of each. Channels of the same kind use the same address. */
export const addressKinds = ["email", "phone"] as const;
export type AddressKind = (typeof addressKinds)[number];

export interface Address {
  value: string;
  /** `ok`, or `refused` after a permanent failure. */
  state: string;
}

/** A person's addresses by channel. They are rows of one table, so that a new channel needs no column. */
export type Addresses = Readonly<Partial<Record<Channel, Address>>>;

/** The rules of a channel that decisions about messages depend on. How messages are sent is in `activities/channels`. */
export interface ChannelRules {
  /** The kind of address to which it sends. */
  address: AddressKind;
  /** Parses an address. @returns the stored form; undefined: invalid */
  parse(value: string): string | undefined;
  /** What is expected of an address, for errors. */
  expected: Expectation;
  /** An address, masked so that only its owner recognizes it. */
  masked(address: string): string;
  /** It is intrusive: only emergencies are sent at night. */
  quietAtNight: boolean;
  /** The routine notices of a day are sent as one message. */
  oneRoutineADay: boolean;
  /** Maximum number of messages with routine notices that a person is sent; absent: unlimited. */
  mostRoutine?: { aDay: number; aWeek: number };
  /** Position in the order in which channels are tried for access codes. */
  codeRank: number;
}
