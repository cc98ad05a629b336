import { z } from "zod";
import { channels, type Text } from "../terms.ts";
import { isLocalTime } from "../time/zones.ts";
import { audiences } from "./policy.ts";

const shapes = ["due", "reminder", "overdue", "escalated", "call"] as const;

/** Messages of the schema hold one text: both languages, separated by a character that occurs in neither. */
const between = "\u0000";
const error = (zh: string, en: string): string => `${zh}${between}${en}`;

export type FormIssue = z.core.$ZodIssue;

/** Error in the form of a policy, in both languages, including translations of the library's own messages. */
export function faultOf(issue: FormIssue): Text {
  const [zh, en] = issue.message.split(between);
  if (zh !== undefined && en !== undefined) return { zh, en };
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => JSON.stringify(key));
    return { zh: `不应有${keys.join("、")}`, en: `expected no ${keys.join(", ")}` };
  }
  return { zh: "应为一组字段", en: "expected an object with fields" };
}

const whole = z.int({ error: error("应为整数", "expected a whole number") });
const time = z.string({ error: error("应为时间，格式HH:MM", "expected a time HH:MM") }).refine(isLocalTime, {
  error: ({ input }) =>
    error(
      `“${input}”应为00:00至24:00的时间，格式HH:MM`,
      `"${input}": expected a time from 00:00 to 24:00, written HH:MM`,
    ),
});
const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, {
    error: ({ input }) =>
      error(
        `${input === undefined ? "没有填写" : `“${JSON.stringify(input)}”无法使用`}；应为其中之一：${words.join("、")}`,
        `${JSON.stringify(input) ?? "nothing"}: expected one of ${words.join(", ")}`,
      ),
  });

const named = z.string({ error: error("应有名称", "expected a name") });
const flag = z.literal(true, { error: error("应为true，或不填", "expected true, or nothing") });
const window = z.tuple([time, time], {
  error: error("应为起止两个时间", "expected two times, from and to"),
});
const offset = z.strictObject({ n: whole, unit: oneOf(["bd", "d", "h", "min"]) });
const notice = z.strictObject({
  audience: oneOf(audiences),
  channels: z.array(oneOf(channels), { error: error("应为渠道清单", "expected a list of channels") }),
  shape: oneOf(shapes),
});
const rung = z.strictObject({
  // "#" numbers repetitions; ":" and "/" separate the parts of a notice's identity.
  name: named.regex(/^[a-z0-9][a-z0-9.+-]*$|^[+-][a-z0-9.+-]+$/, {
    error: ({ input }) =>
      error(
        `“${input}”应由小写字母、数字、“+”、“-”或“.”组成`,
        `"${input}": expected lower-case letters, digits, "+", "-" or "."`,
      ),
  }),
  from: oneOf(["opened", "due", "half-way", "begins"]),
  offset,
  at: time.exactOptional(),
  between: window.exactOptional(),
  workdays: flag.exactOptional(),
  every: offset.exactOptional(),
  progress: z.strictObject({ longerThan: offset }).exactOptional(),
  notBefore: offset.exactOptional(),
  tell: z.array(notice, { error: error("应为告知对象清单", "expected a list of recipients") }),
  emergency: flag.exactOptional(),
  mark: z.literal("late", { error: error("应为late，或不填", 'expected "late", or nothing') }).exactOptional(),
});

/** The form of a policy as JSON; `checkPolicy` checks whether it can work. */
export const policySchema = z.strictObject({
  name: named.regex(/^[a-z0-9][a-z0-9-]*$/, {
    error: ({ input }) =>
      error(
        `“${input}”应由小写字母、数字和连字符组成`,
        `"${input}": expected a name of lower-case letters, digits and hyphens`,
      ),
  }),
  for: z.strictObject({
    zh: z.string({ error: error("应为中文文字", "expected a text in Chinese") }),
    en: z.string({ error: error("应为英文文字", "expected a text in English") }),
  }),
  term: offset.exactOptional(),
  termBetween: window.exactOptional(),
  dueAt: time.exactOptional(),
  rungs: z
    .array(rung, { error: error("应为督办层级清单", "expected a list of rungs") })
    .min(1, { error: error("应至少有一级", "expected at least one rung") }),
});
