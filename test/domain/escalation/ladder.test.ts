import { describe, expect, it } from "vitest";
import { type Anchor, climb, lift, mergeNotices, type Rung, reach, rungs } from "../../../domain/escalation/ladder.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import type { Policy } from "../../../domain/escalation/policy.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";

const zone = "Asia/Shanghai";
const calendar = chinaCalendar();
const at = (date: string, time = "09:00"): Date => instantAt(date, time, zone);
const named = (name: string): Policy => {
  const policy = defaultPolicies[name];
  if (!policy) throw new Error(`no policy ${name}`);
  return policy;
};
const ordinary = named("ordinary");
/** The worked example: D is Wednesday 30 September 2026, 18:00. */
const example: Anchor = { opened: at("2026-09-01"), due: at("2026-09-30", "18:00"), zone, calendar };
const names = (found: readonly Rung[]): string[] => found.map((rung) => rung.name);
const fresh = { processedThrough: null, acknowledged: false };
const since = (date: string, time?: string) => ({ processedThrough: at(date, time), acknowledged: false });
const rungOf = (policy: Policy, anchor: Anchor, name: string): Rung => {
  for (const rung of rungs(policy, anchor)) if (rung.name === name) return rung;
  throw new Error("unreachable: a ladder has no end");
};
const sentBy = (policy: Policy, anchor: Anchor, name: string, highestRung: string | null): string[] =>
  lift(policy, anchor, rungOf(policy, anchor, name), highestRung).map(
    ({ audience, channels, shape }) => `${audience} ${channels.join("+")} ${shape}`,
  );

describe("the worked example", () => {
  it("has the days that LADDERS.md names", () => {
    const days: [string, string][] = [];
    for (const rung of rungs(ordinary, example)) {
      if (days.length === 10) break;
      days.push([rung.name, rung.at.toISOString()]);
    }
    const nine = (date: string): string => `2026-${date}T01:00:00.000Z`;
    expect(days).toEqual([
      ["opened", nine("09-01")],
      ["-5bd", nine("09-22")],
      ["-1bd", nine("09-29")],
      ["day", nine("09-30")],
      ["+1bd", nine("10-08")],
      ["+3bd", nine("10-10")],
      ["+5bd", nine("10-13")],
      ["+10bd", nine("10-20")],
      ["then-5bd", nine("10-27")],
      ["then-5bd#1", nine("11-03")],
    ]);
  });

  it("is advanced rung by rung, and each step says when the next is due", () => {
    let processedThrough: Date | null = null;
    let now: Date | null = example.opened;
    const sent: string[] = [];
    while (now && sent.length < 10) {
      const step = climb(ordinary, example, { processedThrough, acknowledged: false }, now);
      expect(step.skipped).toEqual([]);
      expect(step.belated).toBe(false);
      sent.push(...names(step.due));
      processedThrough = now;
      now = step.next;
    }
    expect(sent.join(" ")).toBe("opened -5bd -1bd day +1bd +3bd +5bd +10bd then-5bd then-5bd#1");
  });
});

describe("a rung", () => {
  it("is sent once: when the ladder is advanced again to the same instant, it sends nothing and has the same next rung", () => {
    const first = climb(ordinary, example, fresh, example.opened);
    const again = climb(ordinary, example, { processedThrough: example.opened, acknowledged: false }, example.opened);
    expect(names(first.due)).toEqual(["opened"]);
    expect(again).toEqual({ due: [], skipped: [], next: first.next, belated: false });
  });

  it("before the opening does not exist, and is not recorded as skipped", () => {
    const short = { ...example, opened: at("2026-09-28", "15:00") };
    const { due, skipped, next } = climb(ordinary, short, fresh, short.opened);
    expect([names(due), skipped, next]).toEqual([["opened"], [], at("2026-09-29")]);
  });

  it("at the opening is merged with it: one notice, with the higher shape and all channels", () => {
    const sameDay = { ...example, opened: at("2026-09-29") };
    const { due } = climb(ordinary, sameDay, fresh, sameDay.opened);
    expect(names(due)).toEqual(["opened", "-1bd"]);
    expect(mergeNotices(due)).toEqual([{ audience: "doer", channels: ["email", "sms"], shape: "reminder" }]);
  });

  it("at the same instant as another is merged with it, and each audience is notified once", () => {
    const { due } = climb(ordinary, example, since("2026-11-10"), at("2026-11-17"));
    expect(names(due)).toEqual(["then-5bd#3", "then-20bd"]);
    expect(mergeNotices(due).map(({ audience, shape }) => [audience, shape])).toEqual([
      ["doer", "overdue"],
      ["supervisory-board", "escalated"],
      ["authority", "escalated"],
    ]);
  });

  it("before the opening does not exist for a task that opens after its due instant; the opening is sent", () => {
    const late = { ...example, opened: at("2026-10-11", "10:00") };
    const { due, skipped, next } = climb(ordinary, late, fresh, late.opened);
    expect([names(due), skipped, next]).toEqual([["opened"], [], at("2026-10-13")]);
  });

  it("in hours of workdays counts those only: four hours from 17:00 end at 11:00", () => {
    const night = { opened: at("2026-09-29", "17:00"), due: at("2026-09-30", "18:00"), zone, calendar };
    expect(rungOf(named("receipt"), night, "opened+4h").at).toEqual(at("2026-09-30", "11:00"));
    // Before the national holidays, one hour is left; the other three are those of 8 October.
    const holidays = { ...night, opened: at("2026-09-30", "17:00"), due: at("2026-10-08", "18:00") };
    expect(rungOf(named("receipt"), holidays, "opened+4h").at).toEqual(at("2026-10-08", "11:00"));
  });

  it("at half of the term is counted in business days and rounded down, so it is never on a holiday", () => {
    const anchor = { opened: at("2026-09-24", "10:00"), due: at("2026-10-09", "18:00"), zone, calendar };
    expect(rungOf(named("rectification-major"), anchor, "half-way").at).toEqual(at("2026-09-29"));
  });

  it("counted from the opening does not exist after D of a short term", () => {
    const verdict = { opened: at("2026-09-28", "10:00"), due: at("2026-09-29", "18:00"), zone, calendar };
    const { due, skipped } = climb(named("verdict"), verdict, fresh, at("2026-09-30", "10:00"));
    expect(names([...due, ...skipped]).sort()).toEqual(["due", "opened"]);
  });
});

describe("a repeated reminder counted from the opening", () => {
  it("ends at D, where the ladder of D continues", () => {
    const daily = { n: 1, unit: "bd" } as const;
    const [opening, ...rest] = ordinary.rungs;
    if (!opening) throw new Error("no steps");
    const policy: Policy = {
      ...ordinary,
      rungs: [opening, { ...opening, name: "daily", offset: daily, every: daily }, ...rest],
    };
    const short = { ...example, opened: at("2026-09-28", "10:00") };
    const found: string[] = [];
    for (const rung of rungs(policy, short)) {
      if (rung.at > at("2026-10-20")) break;
      found.push(rung.name);
    }
    expect(found).toEqual(["opened", "daily", "-1bd", "daily#1", "day", "+1bd", "+3bd", "+5bd", "+10bd"]);
  });
});

describe("a late rung", () => {
  it("is sent once, the highest due one, marked as belated, and overtaken ones are recorded", () => {
    const { due, skipped, belated } = climb(ordinary, example, since("2026-09-29"), at("2026-10-14", "11:00"));
    expect(names(due)).toEqual(["+5bd"]);
    expect(names(skipped)).toEqual(["day", "+1bd", "+3bd"]);
    expect(belated).toBe(true);
  });

  it("is not belated within the hour", () => {
    expect(climb(ordinary, example, since("2026-09-28"), at("2026-09-29", "09:59")).belated).toBe(false);
    expect(climb(ordinary, example, since("2026-09-28"), at("2026-09-29", "10:01")).belated).toBe(true);
  });

  it("is not replaced by a repetition if it is the only notice to the authority", () => {
    const { due, skipped } = climb(ordinary, example, since("2026-10-13"), at("2026-11-04"));
    expect(names(due)).toEqual(["+10bd", "then-5bd#1"]);
    expect(names(skipped)).toEqual(["then-5bd"]);
  });

  it("includes a doer who was never notified, together with the board", () => {
    const critical = named("rectification-critical");
    const anchor = { opened: at("2026-09-28"), due: at("2026-09-29"), zone, calendar };
    const { due, skipped } = climb(critical, anchor, fresh, at("2026-09-29", "11:00"));
    expect(names(due)).toEqual(["opened+12h", "due"]);
    expect(names(skipped)).toEqual(["opened"]);
  });

  it("does not invite people to a drill that is over", () => {
    const { due } = climb(named("drill-hold"), example, fresh, at("2026-10-08"));
    expect(names(due)).toEqual(["+1bd"]);
  });

  it("after years is computed at once, and is only the last repetition", () => {
    const { due, next } = climb(ordinary, example, since("2029-06-01", "08:00"), at("2029-06-08", "10:00"));
    expect(due.map((rung) => rung.rule.name)).toEqual(["then-5bd"]);
    expect(next && next > at("2029-06-08")).toBe(true);
  });
});

describe("after an acknowledgement", () => {
  const acknowledged = (from: Date | null, now: Date) =>
    climb(ordinary, example, { processedThrough: from, acknowledged: true }, now);

  it("only the reminders at −1 bd and D remain", () => {
    const first = acknowledged(example.opened, at("2026-09-22"));
    expect([first.due, first.skipped, first.next]).toEqual([[], [], at("2026-09-29")]);
    expect(names(acknowledged(at("2026-09-22"), at("2026-09-29")).due)).toEqual(["-1bd"]);
    expect(names(acknowledged(at("2026-09-29"), at("2026-09-30")).due)).toEqual(["day"]);
  });

  it("the ladder after D is unchanged", () => {
    const { due, next } = acknowledged(at("2026-09-30"), at("2026-10-08"));
    expect([names(due), next]).toEqual([["+1bd"], at("2026-10-10")]);
  });

  it("a ladder in hours sends nothing before D", () => {
    const anchor = { opened: at("2026-09-29"), due: at("2026-09-30"), zone, calendar };
    const state = { processedThrough: anchor.opened, acknowledged: true };
    const { due, next } = climb(named("rectification-critical"), anchor, state, at("2026-09-29", "22:00"));
    expect([due, next]).toEqual([[], anchor.due]);
  });
});

describe("after an extension", () => {
  it("the ladder is that of the new D: unsent rungs of the old one are dropped", () => {
    const moved = { ...example, due: at("2026-10-16", "18:00") };
    const { due, skipped, next } = climb(ordinary, moved, since("2026-09-29", "12:00"), at("2026-10-08", "12:00"));
    expect([names(due), skipped, next]).toEqual([[], [], at("2026-10-10")]);
    expect(rungOf(ordinary, moved, "-5bd").at).toEqual(at("2026-10-10"));
  });

  it("excluded rungs neither exist nor are skipped, and excluding all of them does not hang", () => {
    const without = { ...since("2026-09-28"), exclude: (rung: Rung) => rung.name === "-1bd" };
    expect(climb(ordinary, example, without, at("2026-09-29"))).toEqual({
      due: [],
      skipped: [],
      next: at("2026-09-30"),
      belated: false,
    });
    expect(climb(ordinary, example, { ...without, exclude: () => true }, at("2026-09-29")).next).toBeNull();
  });
});

describe("after the second return", () => {
  const again: Anchor = { ...example, opened: at("2026-09-21", "10:00") };

  it("no supervisor is notified before the new D, whatever rung was reached", () => {
    for (const name of ["opened", "-1bd", "day"]) {
      const notices = sentBy(ordinary, again, name, "+10bd");
      expect(
        notices.every((one) => one.startsWith("doer ")),
        name,
      ).toBe(true);
    }
    // A rung that notifies them before the first D is not sent, either.
    expect(sentBy(named("filing"), again, "-1bd", "+2bd")).toEqual([]);
    expect(sentBy(named("filing"), again, "-1bd", null)).toEqual(["legal-representative email reminder"]);
  });

  it("the first rung at or after the new D also notifies the recipients of the highest rung reached before", () => {
    expect(sentBy(ordinary, again, "+1bd", "+3bd")).toEqual([
      "doer email+sms overdue",
      "legal-representative email escalated",
    ]);
  });

  it("a rung of at least that rank notifies only its own recipients", () => {
    expect(sentBy(ordinary, again, "+3bd", "+3bd")).toEqual([
      "legal-representative email escalated",
      "doer email overdue",
    ]);
    expect(sentBy(ordinary, again, "+10bd", "+3bd")).toEqual(["authority email escalated"]);
  });

  it("the channels of one audience are merged", () => {
    expect(sentBy(ordinary, again, "+3bd", "+5bd")).toEqual([
      "legal-representative email escalated",
      "doer email overdue",
      "supervisory-board email+sms escalated",
    ]);
  });

  it("the more frequent of two repeating rungs does not include the recipients of the other forever", () => {
    expect(sentBy(ordinary, again, "then-5bd", "then-20bd")).toContain("authority email escalated");
    expect(sentBy(ordinary, again, "then-5bd#4", "then-20bd")).toEqual([
      "doer email overdue",
      "supervisory-board email escalated",
    ]);
  });

  it("a rung of a replaced policy adds no recipients", () => {
    expect(sentBy(ordinary, again, "opened", "+24h")).toEqual(["doer email due"]);
  });
});

describe("the rank", () => {
  it("of a rung is its position among those of the due day and after; a repetition has that of its rung", () => {
    expect(["day", "+1bd", "+3bd", "+10bd", "then-5bd#7"].map((name) => reach(ordinary, name))).toEqual([
      0, 1, 2, 4, 5,
    ]);
    expect(["opened", "-5bd", "nonsense"].map((name) => reach(ordinary, name))).toEqual([-1, -1, -1]);
  });
});

describe("another zone", () => {
  it("keeps 09:00 local time across a change of the clocks", () => {
    const where = "Europe/Berlin";
    const anchor = { ...example, zone: where, due: instantAt("2026-10-27", "18:00", where), opened: at("2026-10-01") };
    expect(rungOf(ordinary, anchor, "-5bd").at.toISOString()).toBe("2026-10-20T07:00:00.000Z");
    expect(rungOf(ordinary, anchor, "-1bd").at.toISOString()).toBe("2026-10-26T08:00:00.000Z");
  });
});
