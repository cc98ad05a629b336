import { z } from "zod";
import { channels } from "../terms.ts";
import { isLocalTime } from "../time/zones.ts";
import { audiences } from "./policy.ts";

const shapes = ["due", "reminder", "overdue", "escalated", "call"] as const;
const whole = z.int({ error: "expected a whole number" });
const list = (words: readonly string[]): string => `expected one of ${words.join(", ")}`;
const time = z
  .string({ error: "expected a time HH:MM" })
  .refine(isLocalTime, { error: (issue) => `"${issue.input}": expected a time from 00:00 to 24:00, written HH:MM` });
const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, { error: (issue) => `${JSON.stringify(issue.input) ?? "nothing"}: ${list(words)}` });

const offset = z.strictObject({ n: whole, unit: oneOf(["bd", "d", "h", "min"]) });
const telling = z.strictObject({
  audience: oneOf(audiences),
  channels: z.array(oneOf(channels), { error: "expected a list of channels" }),
  shape: oneOf(shapes),
});
const step = z.strictObject({
  // "#" numbers repetitions, ":" and "/" join the parts of a notice's identity.
  name: z.string({ error: "expected a name" }).regex(/^[a-z0-9][a-z0-9.+-]*$|^[+-][a-z0-9.+-]+$/, {
    error: (issue) => `"${issue.input}": expected lower-case letters, digits, "+", "-" or "."`,
  }),
  from: oneOf(["opened", "due", "half-way", "begins"]),
  offset,
  at: time.exactOptional(),
  between: z.tuple([time, time], { error: "expected two times, from and to" }).exactOptional(),
  workdays: z.literal(true, { error: "expected true, or nothing" }).exactOptional(),
  every: offset.exactOptional(),
  progress: z.strictObject({ longerThan: offset }).exactOptional(),
  notBefore: offset.exactOptional(),
  tell: z.array(telling, { error: "expected a list of those who are told" }),
  emergency: z.literal(true, { error: "expected true, or nothing" }).exactOptional(),
  mark: z.literal("late", { error: 'expected "late", or nothing' }).exactOptional(),
});

/** The form of a policy as JSON; whether it can work is asked of `checkPolicy`. */
export const policySchema = z.strictObject({
  name: z.string({ error: "expected a name" }).regex(/^[a-z0-9][a-z0-9-]*$/, {
    error: (issue) => `"${issue.input}": expected a name of lower-case letters, digits and hyphens`,
  }),
  for: z.strictObject({
    zh: z.string({ error: "expected a text in Chinese" }),
    en: z.string({ error: "expected a text in English" }),
  }),
  term: offset.exactOptional(),
  termBetween: z.tuple([time, time], { error: "expected two times, from and to" }).exactOptional(),
  dueAt: time.exactOptional(),
  steps: z.array(step, { error: "expected a list of steps" }).min(1, { error: "expected at least one step" }),
});
