import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Duty } from "../../../domain/catalogue/duty.ts";
import { type Occurrence, type Planned, type PlannedDuty, periodOf, plan } from "../../../domain/planning/plan.ts";
import { type Cadence, cadences } from "../../../domain/terms.ts";
import { addDays, type Calendar, chinaCalendar, daysBetween } from "../../../domain/time/calendar.ts";

const calendar = chinaCalendar();
const organization: Planned = {
  id: "o1",
  type: "CHA",
  party: false,
  qualified: true,
  registration: "foundation",
  marks: [],
  zone: "Asia/Shanghai",
  joined: "2020-01-01",
};
const duty = (number: string, more: Partial<Duty> = {}): Duty => ({
  number,
  clause: "二(二)4",
  quote: "适时组织演练",
  title: { zh: "演练", en: "Drill" },
  roles: ["secretariat"],
  who: "SEC",
  types: "ALL",
  events: [],
  evidence: [],
  done: { zh: "记录", en: "record" },
  kind: "RT",
  policy: "ordinary",
  ...more,
});
const every = (cadence: Cadence, more: Partial<PlannedDuty> = {}): PlannedDuty => ({
  duty: duty(cadence),
  cadence,
  policy: "ordinary",
  ...more,
});
const of = (cadence: Cadence, from: string, to: string, more: Partial<Planned> = {}): string[] =>
  plan({ ...organization, ...more }, [every(cadence)], calendar, { from, to }).map(
    ({ period, opensOn, dueOn }) => `${period} ${opensOn} ${dueOn}`,
  );

describe("a period", () => {
  it.each<[Cadence, string, string, string, string]>([
    ["weekly", "2026-11-24", "2026-W48", "2026-11-23", "2026-11-29"],
    ["weekly", "2027-01-01", "2026-W53", "2026-12-28", "2027-01-03"],
    ["weekly", "2025-12-29", "2026-W01", "2025-12-29", "2026-01-04"],
    ["weekly", "2023-01-01", "2022-W52", "2022-12-26", "2023-01-01"],
    ["monthly", "2028-02-29", "2028-02", "2028-02-01", "2028-02-29"],
    ["monthly", "2026-12-31", "2026-12", "2026-12-01", "2026-12-31"],
    ["quarterly", "2026-10-01", "2026-Q4", "2026-10-01", "2026-12-31"],
    ["quarterly", "2026-03-31", "2026-Q1", "2026-01-01", "2026-03-31"],
    ["half-yearly", "2026-06-30", "2026-H1", "2026-01-01", "2026-06-30"],
    ["half-yearly", "2026-07-01", "2026-H2", "2026-07-01", "2026-12-31"],
    ["yearly", "2026-07-01", "2026", "2026-01-01", "2026-12-31"],
  ])("%s around %s is %s, %s to %s", (cadence, date, key, from, to) => {
    expect(periodOf(cadence, date)).toEqual({ key, from, to });
  });

  it("contains its days, follows the previous one and shares its key with no other", () => {
    fc.assert(
      fc.property(fc.constantFrom(...cadences), fc.integer({ min: 0, max: 20_000 }), (cadence, n) => {
        const date = addDays("2004-01-01", n);
        const period = periodOf(cadence, date);
        expect(period.from <= date && date <= period.to).toBe(true);
        expect(periodOf(cadence, period.from)).toEqual(period);
        expect(periodOf(cadence, period.to)).toEqual(period);
        const next = periodOf(cadence, addDays(period.to, 1));
        expect(next.from).toBe(addDays(period.to, 1));
        expect(next.key > period.key).toBe(true);
      }),
    );
  });
});

describe("a duty opens", () => {
  it("each week from its first to its last business day; a week without business days is left out", () => {
    expect(of("weekly", "2026-09-14", "2026-10-11")).toEqual([
      "2026-W38 2026-09-14 2026-09-20",
      "2026-W39 2026-09-21 2026-09-24",
      "2026-W40 2026-09-28 2026-09-30",
      "2026-W41 2026-10-08 2026-10-10",
    ]);
    // Spring Festival 2026: 15 to 23 February, no day worked between Monday 16 and Sunday 22.
    expect(of("weekly", "2026-02-09", "2026-03-01")).toEqual([
      "2026-W07 2026-02-09 2026-02-14",
      "2026-W09 2026-02-24 2026-02-28",
    ]);
  });

  it("each month, even if it begins with a holiday", () => {
    expect(of("monthly", "2026-10-01", "2026-11-30")).toEqual([
      "2026-10 2026-10-08 2026-10-30",
      "2026-11 2026-11-02 2026-11-30",
    ]);
  });

  it("each quarter and half-year", () => {
    expect(of("quarterly", "2026-04-01", "2026-06-30")).toEqual(["2026-Q2 2026-04-01 2026-06-30"]);
    expect(of("half-yearly", "2026-01-01", "2026-12-31")).toEqual([
      "2026-H1 2026-01-04 2026-06-30",
      "2026-H2 2026-07-01 2026-12-31",
    ]);
  });

  it("each year in October, so that a quarter remains for it", () => {
    expect(of("yearly", "2026-01-01", "2026-10-07")).toEqual([]);
    expect(of("yearly", "2026-01-01", "2026-10-08")).toEqual(["2026 2026-10-08 2026-12-31"]);
  });

  it("at 09:00 and is due at 18:00 of its days, in the organization's zone", () => {
    const [one] = plan({ ...organization, zone: "Asia/Urumqi" }, [every("monthly")], calendar, {
      from: "2026-11-02",
      to: "2026-11-02",
    });
    expect(one).toMatchObject({
      duty: "monthly",
      opensAt: new Date("2026-11-02T03:00:00Z"),
      dueAt: new Date("2026-11-30T12:00:00Z"),
      provisional: false,
    });
  });

  it("with a note that its days may move if the calendar is not announced yet", () => {
    const year = Number(calendar.until.slice(0, 4));
    const found = plan(organization, [every("monthly")], calendar, { from: `${year}-12-01`, to: `${year + 1}-01-31` });
    expect(found.map(({ period, provisional }) => [period, provisional])).toEqual([
      [`${year}-12`, false],
      [`${year + 1}-01`, true],
    ]);
  });
});

describe("a week that extends beyond the announced year", () => {
  it("is provisional although it opens in the announced year: its last business day may move", () => {
    const until = "2026-12-31";
    const ours: Calendar = { ...calendar, until, announced: (date) => date <= until };
    const found = plan(organization, [every("weekly")], ours, { from: "2026-12-21", to: "2026-12-31" });
    expect(found.map(({ period, provisional }) => [period, provisional])).toEqual([
      ["2026-W52", false],
      ["2026-W53", true],
    ]);
  });
});

describe("a window", () => {
  it("includes what is already open, once, and neither what was due before it nor what opens after", () => {
    expect(of("monthly", "2026-11-30", "2026-12-01")).toEqual([
      "2026-11 2026-11-02 2026-11-30",
      "2026-12 2026-12-01 2026-12-31",
    ]);
    expect(of("monthly", "2026-10-31", "2026-11-01")).toEqual([]);
  });

  it("that ends before it begins is empty", () => {
    expect(of("weekly", "2026-11-30", "2026-11-01")).toEqual([]);
  });

  it("with a nonexistent day is rejected", () => {
    expect(() => of("weekly", "2026-11-31", "2026-12-31")).toThrow('"2026-11-31" is not a day');
    expect(() => of("weekly", "2026-11-30", "2026-12-32")).toThrow('"2026-12-32" is not a day');
  });

  it("across New Year loses no period and has no key twice", () => {
    const weeks = of("weekly", "2025-12-15", "2026-01-18").map((line) => line.slice(0, 8));
    expect(weeks).toEqual(["2025-W51", "2025-W52", "2026-W01", "2026-W02", "2026-W03"]);
  });
});

describe("an organization has no occurrence", () => {
  it("of a period that had ended when it was added; it has the current one", () => {
    expect(of("monthly", "2026-09-01", "2026-11-30", { joined: "2026-10-30" })).toEqual([
      "2026-10 2026-10-08 2026-10-30",
      "2026-11 2026-11-02 2026-11-30",
    ]);
    expect(of("monthly", "2026-10-01", "2026-10-31", { joined: "2026-10-31" })).toEqual([]);
  });

  it("while it is paused, or of a paused duty", () => {
    expect(of("monthly", "2026-10-01", "2026-11-30", { paused: true })).toEqual([]);
    const found = plan(organization, [every("monthly", { paused: true }), every("weekly")], calendar, {
      from: "2026-11-02",
      to: "2026-11-02",
    });
    expect(found.map((one) => one.duty)).toEqual(["weekly"]);
  });

  it("of a duty for other types, for party organizations or for organizations that may not raise funds", () => {
    const others: PlannedDuty[] = [
      every("monthly", { duty: duty("40a", { types: ["CHA"] }) }),
      every("monthly", { duty: duty("43", { types: ["VOL"] }) }),
      every("monthly", { duty: duty("7", { party: true }) }),
      every("monthly", { duty: duty("38", { unqualified: true }) }),
    ];
    const numbers = (more: Partial<Planned>): string[] =>
      plan({ ...organization, ...more }, others, calendar, { from: "2026-11-02", to: "2026-11-02" }).map(
        (one) => one.duty,
      );
    expect(numbers({})).toEqual(["40a"]);
    expect(numbers({ type: "VOL", party: true, qualified: false })).toEqual(["43", "7", "38"]);
  });
});

describe("planning", () => {
  const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays("2023-06-01", n));
  const linesOf = (found: readonly Occurrence[]): string[] =>
    found.map((one) => `${one.duty} ${one.period} ${one.dueOn}`);

  it("returns each period once, whatever windows cover the days", () => {
    fc.assert(
      fc.property(day, fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 10 }), (start, lengths) => {
        const duties = cadences.map((cadence) => every(cadence));
        const pieces = new Set<string>();
        let from = start;
        for (const length of lengths) {
          const to = addDays(from, length - 1);
          const piece = linesOf(plan(organization, duties, calendar, { from, to }));
          expect(new Set(piece).size).toBe(piece.length);
          for (const one of piece) pieces.add(one);
          from = addDays(to, 1);
        }
        const whole = linesOf(plan(organization, duties, calendar, { from: start, to: addDays(from, -1) }));
        expect([...pieces].sort()).toEqual(whole.sort());
      }),
    );
  });

  it("returns business days within the period and the window, the first not after the last", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 400 }), fc.constantFrom(...cadences), (from, length, cadence) => {
        const to = addDays(from, length);
        for (const one of plan(organization, [every(cadence)], calendar, { from, to })) {
          const period = periodOf(cadence, one.opensOn);
          expect(period.key).toBe(one.period);
          expect(period).toEqual(periodOf(cadence, one.dueOn));
          expect(calendar.isBusinessDay(one.opensOn) && calendar.isBusinessDay(one.dueOn)).toBe(true);
          expect(one.opensOn <= one.dueOn && one.opensOn <= to && one.dueOn >= from).toBe(true);
          for (let n = 1; n <= daysBetween(one.dueOn, period.to); n += 1)
            expect(calendar.isBusinessDay(addDays(one.dueOn, n))).toBe(false);
        }
      }),
    );
  });

  it("keeps a period's key when the calendar moves its days", () => {
    const moved = chinaCalendar({ closed: ["2026-11-02", "2026-11-30"] });
    const window = { from: "2026-11-01", to: "2026-11-30" };
    const [before] = plan(organization, [every("monthly")], calendar, window);
    const [after] = plan(organization, [every("monthly")], moved, window);
    expect([before?.period, before?.opensOn, before?.dueOn]).toEqual(["2026-11", "2026-11-02", "2026-11-30"]);
    expect([after?.period, after?.opensOn, after?.dueOn]).toEqual(["2026-11", "2026-11-03", "2026-11-27"]);
  });

  it("fails with an error that says so if the calendar has no workdays", () => {
    const idle: Calendar = { isBusinessDay: () => false, announced: () => true, until: "2026-12-31" };
    expect(() => plan(organization, [every("weekly")], idle, { from: "2026-11-01", to: "2026-11-30" })).toThrow(
      "no business day",
    );
  });

  it("returns the same statutory days each year, workdays or not", () => {
    const report = duty("S2", { days: { opens: "04-01", due: "05-31" } });
    const yearly = { duty: report, cadence: "yearly" as const, policy: "filing" };
    const found = plan(organization, [yearly], calendar, { from: "2026-01-01", to: "2027-12-31" });
    // 31 May 2026 is a Sunday, so nobody is late before the end of Monday.
    expect(found.map(({ period, opensOn, dueOn }) => [period, opensOn, dueOn])).toEqual([
      ["2026", "2026-04-01", "2026-06-01"],
      ["2027", "2027-04-01", "2027-05-31"],
    ]);
  });
});

describe("a statutory day", () => {
  const report = duty("S2", { days: { opens: "04-01", due: "05-31" } });
  const slot = (year: number) => {
    const window = { from: `${year}-05-20`, to: `${year}-05-20` };
    const [one] = plan(organization, [{ duty: report, cadence: "yearly", policy: "filing" }], calendar, window);
    return one && [one.askedBy, one.dueOn, one.dueAt.toISOString()];
  };

  it("on a Sunday is requested by the Friday before, and late from the end of the Monday after", () => {
    // 31 May 2026 is a Sunday.
    expect(slot(2026)).toEqual(["2026-05-29", "2026-06-01", "2026-06-01T16:00:00.000Z"]);
  });

  it("on a workday is the whole of that day", () => {
    // 31 May 2023 is a Wednesday.
    expect(slot(2023)).toEqual(["2023-05-31", "2023-05-31", "2023-05-31T16:00:00.000Z"]);
  });
});

describe("an occurrence due before an organization was added", () => {
  it("is not planned: instants are compared, not days", () => {
    // Friday 2026-11-27, after 18:00: D of the weekly occurrence has passed, and no other.
    const entered = new Date("2026-11-27T10:30:00Z");
    const window = { from: "2026-11-27", to: "2026-11-28" };
    const periodsOf = (since?: Date) =>
      plan(
        { ...organization, ...(since && { since }) },
        cadences.map((one) => every(one)),
        calendar,
        window,
      ).map(({ period }) => period);
    expect(periodsOf()).toContain("2026-W48");
    expect(periodsOf(entered)).not.toContain("2026-W48");
    expect(periodsOf(entered)).toContain("2026-11");
    expect(periodsOf(new Date("2026-11-27T09:59:00Z"))).toContain("2026-W48");
  });
});

describe("a duty of a past period", () => {
  const rollUp = { duty: duty("27", { dueInNext: 5 }), cadence: "monthly" as const, policy: "ordinary" };
  const found = (window: { from: string; to: string }, joined = "2020-01-01") =>
    plan({ ...organization, joined }, [rollUp], calendar, window).map(({ period, opensOn, dueOn }) => [
      period,
      opensOn,
      dueOn,
    ]);

  it("opens on the first business day of the next one and is due on its fifth, with holidays and make-up days", () => {
    // 1 to 7 October 2026 are holidays, Saturday the 10th is worked: the fifth workday is Wednesday the 14th.
    expect(found({ from: "2026-10-01", to: "2026-11-06" })).toEqual([
      ["2026-09", "2026-10-08", "2026-10-13"],
      ["2026-10", "2026-11-02", "2026-11-06"],
    ]);
  });

  it("is in each window of its days, also over New Year, and for no month before the organization was added", () => {
    expect(found({ from: "2027-01-05", to: "2027-01-05" })).toEqual([["2026-12", "2027-01-04", "2027-01-08"]]);
    expect(found({ from: "2026-11-09", to: "2026-11-30" })).toEqual([]);
    expect(found({ from: "2026-11-03", to: "2026-11-03" }, "2026-10-31")).toHaveLength(1);
    expect(found({ from: "2026-11-03", to: "2026-11-03" }, "2026-11-02")).toEqual([]);
  });
});
