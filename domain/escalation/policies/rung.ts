import type { Channel } from "../../terms.ts";
import type { Audience, AudienceNotice, Offset, RungRule } from "../policy.ts";
import { progressRung } from "../rung-id.ts";

const short = {
  doer: "doer",
  holders: "holders",
  deputy: "deputy",
  legal: "legal-representative",
  board: "supervisory-board",
  authority: "authority",
  verifier: "verifier",
  peers: "verifier-peers",
  participants: "participants",
} as const satisfies Record<string, Audience>;
type Word = keyof typeof short;
type Words = Word | `${Word} ${Word}` | `${Word} ${Word} ${Word}` | `${Word} ${Word} ${Word} ${Word}`;

const letters = { E: ["email"], S: ["sms"], "E S": ["email", "sms"] } as const satisfies Record<
  string,
  readonly Channel[]
>;

/** Notices of a cell, in the notation of the table: `tell(["legal board", "E S", "escalated"])`. */
export function tell(
  ...groups: readonly (readonly [audiences: Words, channels: keyof typeof letters, shape: AudienceNotice["shape"]])[]
): readonly AudienceNotice[] {
  return groups.flatMap(([audiences, channels, shape]) =>
    (audiences.split(" ") as Word[]).map((word) => ({ audience: short[word], channels: letters[channels], shape })),
  );
}

type More = Partial<Pick<RungRule, "at" | "between" | "workdays" | "notBefore" | "emergency" | "mark">>;

/** At the opening. */
export const opened = (tell: readonly AudienceNotice[], more: More = {}): RungRule => ({
  name: "opened",
  from: "opened",
  offset: { n: 0, unit: "min" },
  tell,
  ...more,
});

/** At this offset after the opening. */
export const sinceOpened = (
  n: number,
  unit: Offset["unit"],
  tell: readonly AudienceNotice[],
  more: More = {},
): RungRule => ({
  name: `opened+${n}${unit}`,
  from: "opened",
  offset: { n, unit },
  tell,
  ...more,
});

/** Before (n < 0) or after (n > 0) the due instant: `-5bd`, `+4h`. */
export const fromDue = (
  n: number,
  unit: Offset["unit"],
  tell: readonly AudienceNotice[],
  more: More = {},
): RungRule => ({
  name: `${n > 0 ? "+" : ""}${n}${unit}`,
  from: "due",
  offset: { n, unit },
  tell,
  ...more,
});

/** On the due day at 09:00 or another time, before D itself. */
export const dueDay = (tell: readonly AudienceNotice[], more: More = {}): RungRule => ({
  name: "day",
  from: "due",
  offset: { n: 0, unit: "bd" },
  tell,
  ...more,
});

/** This many business days before (n < 0) or after the event begins, or on its day. */
export const beginning = (n: number, tell: readonly AudienceNotice[], more: More = {}): RungRule => ({
  name: n === 0 ? "day" : n === 1 ? "day-after" : `${n}bd`,
  from: "begins",
  offset: { n, unit: "bd" },
  tell,
  ...more,
});

/** At the due instant. */
export const due = (tell: readonly AudienceNotice[], more: More = {}): RungRule => ({
  name: "due",
  from: "due",
  offset: { n: 0, unit: "h" },
  tell,
  ...more,
});

/** Requests a progress report at this interval before D, if the term is longer than `longerThan`. */
export const progress = (
  every: number,
  unit: "bd" | "d",
  longerThan: Offset,
  tell: readonly AudienceNotice[],
  more: More = {},
): RungRule => ({
  name: `${progressRung}${every}${unit}`,
  from: "opened",
  offset: { n: every, unit },
  every: { n: every, unit },
  progress: { longerThan },
  tell,
  ...more,
});

/** Repeats without end, first at this offset after the due instant. */
export const forever = (
  first: number,
  every: number,
  unit: Offset["unit"],
  tell: readonly AudienceNotice[],
  more: More = {},
): RungRule => ({
  name: `then-${every}${unit}`,
  from: "due",
  offset: { n: first, unit },
  every: { n: every, unit },
  tell,
  ...more,
});
