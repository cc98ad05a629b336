import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Anchor, climb, mergeNotices, type Rung, rungs } from "../../../domain/escalation/ladder.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import type { Offset, Policy } from "../../../domain/escalation/policy.ts";
import { checkPolicy } from "../../../domain/escalation/policy-check.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { timeIn } from "../../../domain/time/zones.ts";

const calendar = chinaCalendar();
const hour = 3_600_000;
const day = 24 * hour;

/** A generated ladder that passes the check. */
const invented: fc.Arbitrary<Policy> = fc
  .record({
    unit: fc.constantFrom<Offset["unit"]>("bd", "d", "h", "min"),
    after: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
    before: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
    every: fc.integer({ min: 1, max: 40 }),
    second: fc.integer({ min: 1, max: 90 }),
    hours: fc.boolean(),
  })
  .map(({ unit, after, before, every, second, hours }): Policy => {
    const clocked = unit === "h" || unit === "min";
    const between = clocked && hours ? { between: ["08:00", "18:00"] as const } : {};
    const tell = [{ audience: "authority", channels: ["email"], shape: "escalated" }] as const;
    const at = [...new Set([...before.map((n) => -n), ...after])].sort((a, b) => a - b);
    // Minutes would take the test too long.
    const scale = unit === "min" ? 60 : 1;
    return {
      name: "invented",
      for: { zh: "", en: "" },
      rungs: [
        { name: "opened", from: "opened", offset: { n: 0, unit: "min" }, tell },
        ...at.map((n) => ({ name: `s${n}`, from: "due" as const, offset: { n: n * scale, unit }, tell, ...between })),
        ...[every, second].map((n, i) => ({
          name: `then${i}`,
          from: "due" as const,
          offset: { n: (70 + i) * scale, unit },
          every: { n: n * scale, unit },
          tell,
          ...between,
        })),
      ],
    };
  });
const policies = fc.oneof(fc.constantFrom(...Object.values(defaultPolicies)), invented);
const anchors: fc.Arbitrary<Anchor> = fc
  .record({
    opened: fc.date({ min: new Date("2025-01-01"), max: new Date("2027-06-01"), noInvalidDate: true }),
    term: fc.integer({ min: -3 * 24, max: 60 * 24 }),
    zone: fc.constantFrom("Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"),
  })
  .map(({ opened, term, zone }) => ({ opened, due: new Date(opened.getTime() + term * hour), zone, calendar }));
/** Hours from the opening at which the ladder is evaluated, in order; some are weeks apart. */
const visits = fc.array(fc.integer({ min: 0, max: 40 * 24 }), { minLength: 1, maxLength: 12 }).map((gaps) => {
  let hours = 0;
  return gaps.map((gap) => {
    hours += gap;
    return hours;
  });
});

function until(policy: Policy, anchor: Anchor, end: Date): Rung[] {
  const found: Rung[] = [];
  for (const rung of rungs(policy, anchor)) {
    if (rung.at > end) return found;
    found.push(rung);
  }
  throw new Error("the ladder ended");
}

describe("a ladder, for any policy, days and instants,", () => {
  it("never goes silent: there is always a next rung, in the future", () => {
    fc.assert(
      fc.property(policies, anchors, visits, fc.boolean(), (policy, anchor, hours, acknowledged) => {
        for (const after of hours) {
          const now = new Date(anchor.opened.getTime() + after * hour);
          const { next } = climb(policy, anchor, { processedThrough: null, acknowledged }, now);
          expect(next && next > now).toBe(true);
        }
      }),
    );
  });

  it("sends or skips every rung once, and none twice", () => {
    fc.assert(
      fc.property(policies, anchors, visits, (policy, anchor, hours) => {
        let processedThrough: Date | null = null;
        const sent: string[] = [];
        const skipped: string[] = [];
        for (const after of hours) {
          const now = new Date(anchor.opened.getTime() + after * hour);
          const result = climb(policy, anchor, { processedThrough, acknowledged: false }, now);
          expect(result.due.length > 0).toBe(result.due.length + result.skipped.length > 0);
          sent.push(...result.due.map((rung) => rung.name));
          skipped.push(...result.skipped.map((rung) => rung.name));
          processedThrough = now;
        }
        const all = until(policy, anchor, processedThrough ?? anchor.opened).map((rung) => rung.name);
        expect([...sent, ...skipped].sort()).toEqual(all.sort());
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  it("sends nothing twice and still everything after D, whenever it is acknowledged", () => {
    fc.assert(
      fc.property(policies, anchors, visits, fc.nat(11), (policy, anchor, hours, from) => {
        let processedThrough: Date | null = null;
        const seen: Rung[] = [];
        hours.forEach((after, i) => {
          const now = new Date(anchor.opened.getTime() + after * hour);
          const { due, skipped } = climb(policy, anchor, { processedThrough, acknowledged: i >= from }, now);
          seen.push(...due, ...skipped);
          processedThrough = now;
        });
        const found = seen.map((rung) => rung.name);
        expect(new Set(found).size).toBe(found.length);
        const past = until(policy, anchor, processedThrough ?? anchor.opened).filter((rung) => rung.at >= anchor.due);
        expect(found).toEqual(expect.arrayContaining(past.map((rung) => rung.name)));
      }),
    );
  });

  it("skips nothing and reaches every rung at its instant when it is advanced from each instant to the next", () => {
    fc.assert(
      fc.property(policies, anchors, (policy, anchor) => {
        let [processedThrough, now]: [Date | null, Date | null] = [null, anchor.opened];
        const sent: Rung[] = [];
        for (let i = 0; i < 25 && now; i += 1) {
          const result = climb(policy, anchor, { processedThrough, acknowledged: false }, now);
          for (const rung of result.due) expect(rung.at).toEqual(now);
          expect([result.skipped, result.belated]).toEqual([[], false]);
          sent.push(...result.due);
          [processedThrough, now] = [now, result.next];
        }
        expect(sent.map((rung) => rung.name)).toEqual(
          until(policy, anchor, processedThrough ?? anchor.opened).map((rung) => rung.name),
        );
      }),
    );
  });

  it("is in chronological order, never before its opening, and for rungs in days at the hour of its policy", () => {
    fc.assert(
      fc.property(policies, anchors, (policy, anchor) => {
        let last = anchor.opened.getTime();
        for (const { at, rule } of until(policy, anchor, new Date(anchor.due.getTime() + 90 * day))) {
          expect(at.getTime()).toBeGreaterThanOrEqual(last);
          last = at.getTime();
          if (rule.offset.unit === "bd" || rule.offset.unit === "d")
            expect(timeIn(at, anchor.zone)).toBe(rule.at ?? "09:00");
        }
      }),
    );
  });

  it("merges simultaneous rungs into one entry for each audience, without losing a channel", () => {
    fc.assert(
      fc.property(policies, anchors, (policy, anchor) => {
        const met = until(policy, anchor, new Date(anchor.due.getTime() + 60 * day));
        const merged = mergeNotices(met);
        expect(new Set(merged.map(({ audience }) => audience)).size).toBe(merged.length);
        for (const notice of met.flatMap((rung) => rung.rule.tell)) {
          const one = merged.find(({ audience }) => audience === notice.audience);
          expect(one?.channels).toEqual(expect.arrayContaining([...notice.channels]));
        }
      }),
    );
  });

  it("passes the check of policies", () => {
    fc.assert(
      fc.property(invented, (policy) => {
        expect(checkPolicy(policy)).toEqual([]);
      }),
    );
  });
});
