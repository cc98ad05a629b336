import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boundsOf,
  type Campaign,
  CampaignError,
  type DueDisclosure,
  disclosureOf,
  disclosuresOf,
  isLong,
  lastDayOf,
  nextDisclosure,
  readCampaign,
} from "../../../domain/donations/disclosure.ts";
import { addDays, addMonths, type Calendar, chinaCalendar, daysBetween } from "../../../domain/time/calendar.ts";
import { dateIn, instantAt, timeIn } from "../../../domain/time/zones.ts";

const zone = "Asia/Shanghai";
const calendar = chinaCalendar();
const place = { zone, calendar };
const far = new Date("2040-01-01T00:00:00Z");

const wall = (at: Date): string => `${dateIn(at, zone)} ${timeIn(at, zone)}`;
const lineOf = (one: DueDisclosure): string => `${one.period} opens ${wall(one.opensAt)} due ${wall(one.dueAt)}`;
const due = (campaign: Campaign, through = far): string[] => disclosuresOf(campaign, place, through).map(lineOf);

describe("a campaign's disclosures", () => {
  it("of five months: one, within three months after its end, moved forward to a workday", () => {
    // 2026-08-30 is a Sunday.
    expect(due({ emergency: false, startsOn: "2026-01-05", endsOn: "2026-05-30" })).toEqual([
      "final opens 2026-05-31 00:00 due 2026-08-31 18:00",
    ]);
  });

  it("of seven months: after each three months, and the rest with the final one", () => {
    expect(due({ emergency: false, startsOn: "2031-03-03", endsOn: "2031-10-10" })).toEqual([
      "2031-03-03..2031-06-02 opens 2031-05-06 00:00 due 2031-06-03 18:00",
      "2031-06-03..2031-09-02 opens 2031-08-06 00:00 due 2031-09-03 18:00",
      "final opens 2031-10-11 00:00 due 2032-01-12 18:00",
    ]);
  });

  it("of exactly six months are those of a short campaign; with one day more it is a long one", () => {
    const campaign = { emergency: false, startsOn: "2031-03-03" };
    expect(isLong({ ...campaign, endsOn: "2031-09-03" })).toBe(false);
    expect(isLong({ ...campaign, endsOn: "2031-09-04" })).toBe(true);
    expect(isLong(campaign)).toBe(true);
    expect(isLong({ ...campaign, endsOn: "2032-01-01", endedOn: "2031-04-01" })).toBe(false);
  });

  it("for three months from 30 November end on the last day of February", () => {
    const [first, second] = disclosuresOf({ emergency: false, startsOn: "2026-11-30" }, place, far);
    expect(first?.period).toBe("2026-11-30..2027-02-27");
    expect(second?.period).toBe("2027-02-28..2027-05-29");
    // 28 February 2027 is a Sunday.
    expect(first && wall(first.dueAt)).toBe("2027-03-01 18:00");
  });

  it("in an emergency are due by 24:00 of each fifth day, also on holidays and weekends", () => {
    const campaign = { emergency: true, startsOn: "2026-09-28", emergencyEndsOn: "2026-10-09", endsOn: "2026-12-01" };
    expect(due(campaign)).toEqual([
      "2026-10-03 opens 2026-09-28 00:00 due 2026-10-04 00:00",
      "2026-10-08 opens 2026-10-04 00:00 due 2026-10-09 00:00",
      "2026-10-13 opens 2026-10-09 00:00 due 2026-10-14 00:00",
      "final opens 2026-12-02 00:00 due 2027-03-01 18:00",
    ]);
    const policies = disclosuresOf(campaign, place, far).map((one) => one.policy);
    expect(policies).toEqual(["disclosure-emergency", "disclosure-emergency", "disclosure-emergency", "disclosure"]);
  });

  it("after the response phase of a long campaign continue every three months, counted from the last fifth day", () => {
    const campaign = { emergency: true, startsOn: "2031-03-03", emergencyEndsOn: "2031-03-05" };
    expect(due(campaign, new Date("2031-09-01T00:00:00Z"))).toEqual([
      "2031-03-08 opens 2031-03-03 00:00 due 2031-03-09 00:00",
      "2031-03-09..2031-06-07 opens 2031-05-12 00:00 due 2031-06-09 18:00",
      "2031-06-08..2031-09-07 opens 2031-08-11 00:00 due 2031-09-08 18:00",
    ]);
  });

  it("of a campaign that is entered late omit the earlier ones; the first requested one covers their days", () => {
    const campaign = { emergency: true, startsOn: "2031-03-03", enteredOn: "2031-03-15", endsOn: "2031-03-17" };
    const [first, second] = disclosuresOf(campaign, place, far);
    expect(first && lineOf(first)).toBe("2031-03-18 opens 2031-03-14 00:00 due 2031-03-19 00:00");
    expect(first).toMatchObject({ from: "2031-03-03", to: "2031-03-18" });
    expect(second?.period).toBe("final");
    // The final one is requested however late the campaign is entered.
    expect(due({ emergency: false, startsOn: "2030-01-01", endsOn: "2030-06-01", enteredOn: "2031-01-01" })).toEqual([
      "final opens 2030-06-02 00:00 due 2030-09-02 18:00",
    ]);
  });

  it("of a campaign that is extended beyond six months include only three-month periods that end after that day", () => {
    const moved = { emergency: false, startsOn: "2031-03-03", endsOn: "2031-12-01", longerFrom: "2031-07-01" };
    expect(disclosuresOf(moved, place, far).map((one) => one.period)).toEqual(["2031-03-03..2031-09-02", "final"]);
  });

  it("are listed one by one until the final one is done", () => {
    const campaign = { emergency: false, startsOn: "2031-03-03", endsOn: "2031-10-10" };
    const done: string[] = [];
    for (let next = nextDisclosure(campaign, done, place); next; next = nextDisclosure(campaign, done, place))
      done.push(next.period);
    expect(done).toEqual(["2031-03-03..2031-06-02", "2031-06-03..2031-09-02", "final"]);
    expect(nextDisclosure({ emergency: false, startsOn: "2031-03-03" }, done.slice(0, 2), place)?.period).toBe(
      "2031-09-03..2031-12-02",
    );
  });

  it("cannot be computed from invalid facts, which the error names", () => {
    expect(() => readCampaign({ emergency: true })).toThrow(CampaignError);
    expect(() => readCampaign({ startsOn: "2026-02-30" })).toThrow('startsOn: "2026-02-30" is no day');
    expect(() => readCampaign({ startsOn: "2026-02-28", endsOn: 5 })).toThrow('endsOn: "5"');
    expect(readCampaign({ startsOn: "2026-02-28", endsOn: null, title: "x" })).toEqual({
      emergency: false,
      startsOn: "2026-02-28",
    });
  });
});

describe("for any campaign", () => {
  const first = daysBetween("1970-01-01", "2030-01-01");
  const campaigns: fc.Arbitrary<Campaign> = fc
    .record({
      start: fc.integer({ min: first, max: first + 1500 }).map((n) => addDays("1970-01-01", n)),
      emergency: fc.boolean(),
      days: fc.record(
        { endsOn: fc.nat(900), endedOn: fc.nat(900), emergencyEndsOn: fc.nat(60), enteredOn: fc.nat(400) },
        { requiredKeys: [] },
      ),
    })
    .map(({ start, emergency, days }) => ({
      emergency,
      startsOn: start,
      ...Object.fromEntries(Object.entries(days).map(([name, n]) => [name, addDays(start, n)])),
    }));
  const through = (campaign: Campaign): Date => instantAt(addDays(campaign.startsOn, 1200), "00:00", zone);
  const all = (campaign: Campaign, days: Calendar = calendar): DueDisclosure[] =>
    disclosuresOf(campaign, { zone, calendar: days }, through(campaign));
  /** Thursday is the only working day: due days move far, keys must not. */
  const odd: Calendar = {
    isBusinessDay: (date) => new Date(`${date}T00:00:00Z`).getUTCDay() === 4,
    announced: () => true,
    until: "9999-12-31",
  };

  it("every day is published, no day is in two periods, and each disclosure is requested before it is due", () => {
    fc.assert(
      fc.property(campaigns, (campaign) => {
        const due = all(campaign);
        const parts = due.filter((one) => !one.final);
        parts.forEach((one, index) => {
          const before = parts[index - 1];
          expect(one.from).toBe(before ? addDays(before.to, 1) : campaign.startsOn);
          expect(one.from <= one.to).toBe(true);
        });
        due.forEach((one, index) => {
          expect(one.opensAt < one.dueAt).toBe(true);
          expect(one.opensAt >= (due[index - 1]?.opensAt ?? new Date(0))).toBe(true);
        });
        expect(new Set(due.map((one) => one.period)).size).toBe(due.length);
        const end = lastDayOf(campaign);
        expect(due.filter((one) => one.final).map((one) => [one.from, one.to])).toEqual(
          end ? [[campaign.startsOn, end]] : [],
        );
      }),
    );
  });

  it("at most five days are between two in the response phase, under any calendar", () => {
    fc.assert(
      fc.property(campaigns, fc.constantFrom(calendar, odd), (campaign, days) => {
        const emergency = all({ ...campaign, emergency: true }, days).filter((one) => one.emergency);
        emergency.forEach((one, index) => {
          const before = emergency[index - 1];
          if (before) expect(daysBetween(before.to, one.to)).toBe(5);
          expect(one.dueAt).toEqual(instantAt(one.to, "24:00", zone));
        });
      }),
    );
  });

  it("at most three months are between two of a campaign longer than six, apart from the days to the next workday", () => {
    fc.assert(
      fc.property(campaigns, (campaign) => {
        const slow = { ...campaign, emergency: false };
        delete slow.enteredOn;
        const parts = all(slow).filter((one) => !one.final);
        if (!isLong(slow)) expect(parts).toEqual([]);
        else expect(parts.length).toBeGreaterThan(1);
        parts.forEach((one, index) => {
          const nominal = addMonths(slow.startsOn, 3 * (index + 1));
          expect(one.to).toBe(addDays(nominal, -1));
          expect(dateIn(one.dueAt, zone) >= nominal).toBe(true);
          expect(calendar.isBusinessDay(dateIn(one.dueAt, zone))).toBe(true);
        });
      }),
    );
  });

  it("keys are the same under any calendar, and contain the bounds", () => {
    fc.assert(
      fc.property(campaigns, (campaign) => {
        const open = { ...campaign };
        delete open.enteredOn;
        expect(
          all(open, odd)
            .map((one) => one.period)
            .slice(0, 3),
        ).toEqual(
          all(open)
            .map((one) => one.period)
            .slice(0, 3),
        );
        for (const one of all(campaign)) {
          expect(boundsOf(campaign, one.period)).toEqual({ from: one.from, to: one.to });
          expect(disclosureOf(campaign, one.period, place)).toEqual(one);
        }
        expect(disclosureOf(campaign, "2029-01-01", place)).toBeNull();
      }),
    );
  });

  it("requesting the next one repeatedly returns the same list, each once", () => {
    fc.assert(
      fc.property(campaigns, (campaign) => {
        const done: string[] = [];
        for (const one of all(campaign)) {
          expect(nextDisclosure(campaign, done, place)).toEqual(one);
          done.push(one.period);
        }
      }),
    );
  });
});
