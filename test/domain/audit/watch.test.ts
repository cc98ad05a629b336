import { describe, expect, test } from "vitest";
import {
  auditWrong,
  calendarWrong,
  certificateWrong,
  diskWrong,
  evaluate,
  markSent,
  type Readings,
  relayWrong,
  silent,
  type WatchState,
} from "../../../domain/audit/watch.ts";

const now = new Date("2026-12-07T08:00:00Z");
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

/** Notifications of the operator in consecutive checks, if each one arrives. */
function notifications(checks: readonly Readings[]): string[][] {
  let state: WatchState = {};
  return checks.map((readings) => {
    const seen = evaluate(state, readings, now);
    state = markSent(seen.state, seen.alarms);
    return seen.alarms.map(({ part, begun }) => `${part} ${begun ? "begun" : "over"}`);
  });
}

describe("the watchdog", () => {
  test("notifies once when a problem begins, once when it is over, and not in between", () => {
    const wrong = { engine: silent };
    const well = { engine: null };
    const checks = [well, wrong, wrong, wrong, wrong, well, well, well, wrong, wrong];
    expect(notifications(checks)).toEqual([
      [],
      [],
      ["engine begun"],
      [],
      [],
      [],
      ["engine over"],
      [],
      [],
      ["engine begun"],
    ]);
  });

  test("does not notify of a restart, which is over at the next check", () => {
    const restart = [{ engine: silent }, { engine: null }, { engine: null }, { engine: null }];
    expect(notifications(restart).flat()).toEqual([]);
  });

  test("keeps the state of a part that it cannot check: the relay, while the database does not respond", () => {
    const late = relayWrong(ago(5), 3, now);
    const checks = [
      { relay: late },
      { relay: late },
      { database: silent },
      { database: silent },
      { relay: late, database: null },
    ];
    expect(notifications(checks)).toEqual([[], ["relay begun"], [], ["database begun"], []]);
  });

  test("repeats a notification that did not arrive", () => {
    const first = evaluate({}, { disk: silent }, now);
    const second = evaluate(first.state, { disk: silent }, now);
    expect(second.alarms).toHaveLength(1);
    const third = evaluate(second.state, { disk: silent }, now);
    expect(third.alarms).toMatchObject([{ part: "disk", begun: true, since: now.toISOString() }]);
    expect(evaluate(markSent(third.state, third.alarms), { disk: silent }, now).alarms).toEqual([]);
  });

  test("applies its limits exactly", () => {
    expect([relayWrong(ago(1.9), 1, now), relayWrong(null, 0, now)]).toEqual([null, null]);
    expect(relayWrong(ago(2), 4, now)?.en).toBe("4 nudges wait, the oldest for 2 minutes");
    const long = ago(40 * 60);
    expect(auditWrong(ago(25 * 60), long, now)).toBeNull();
    expect(auditWrong(ago(26 * 60), long, now)?.en).toBe("the last one was 26 hours ago");
    // A program that was off over the weekend has not run its first nightly audit yet.
    expect(auditWrong(ago(60 * 60), ago(60), now)).toBeNull();
    expect(auditWrong(null, long, now)?.en).toBe("none was made yet");
    expect(diskWrong(5 * 1024 ** 3, 40 * 1024 ** 3)).toBeNull();
    expect(diskWrong(3 * 1024 ** 3, 40 * 1024 ** 3)?.en).toBe("3.0 GiB are left");
    const day = 86_400_000;
    expect(certificateWrong(new Date(now.getTime() + 21 * day), now)).toBeNull();
    expect(certificateWrong(new Date(now.getTime() + 20.9 * day), now)?.en).toBe("expires in 20 days");
    expect(certificateWrong(ago(1), now)?.zh).toBe("已经过期");
  });

  test("reports missing holidays of the next year from December on", () => {
    const announced = (until: string) => (date: string) => date <= until;
    expect(calendarWrong(announced("2026-12-31"), "2026-11-30")).toBeNull();
    expect(calendarWrong(announced("2026-12-31"), "2026-12-01")?.en).toContain("2027");
    expect(calendarWrong(announced("2027-12-31"), "2026-12-01")).toBeNull();
    expect(calendarWrong(announced("2026-12-31"), "2027-02-01")?.en).toContain("2027");
  });
});
