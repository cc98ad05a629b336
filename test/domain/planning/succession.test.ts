import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { cadenceSteps, heldOn, type LevelSetting, levelSteps } from "../../../domain/planning/levels.ts";
import { type Occurrence, type Planned, plan } from "../../../domain/planning/plan.ts";
import { type Held, succession } from "../../../domain/planning/succession.ts";
import { type Level, levels } from "../../../domain/terms.ts";
import { rollBack, rollForward } from "../../../domain/time/business-days.ts";
import { addDays, chinaCalendar } from "../../../domain/time/calendar.ts";
import { periodOf, periodOfKey } from "../../../domain/time/periods.ts";

const calendar = chinaCalendar();
const organization: Planned = {
  id: "o1",
  type: "CHA",
  party: true,
  qualified: true,
  registration: "foundation",
  marks: [],
  zone: "Asia/Shanghai",
  joined: "2029-01-01",
};
const start = "2031-01-01";

interface Kept extends Held {
  dueOn: string;
  touched: boolean;
  /** Days on which it was open for its doer. */
  asked: string[];
}

/** What the doer does on a day: nothing, begins it, or completes it. */
type DoerAct = "nothing" | "begins" | "does";

/** A duty of one organization over the days, as the planner handles it each morning. */
class Diary {
  readonly cases: Kept[] = [];
  private readonly number: string;
  private settings: LevelSetting[] = [];

  constructor(number: string) {
    this.number = number;
  }

  set(level: Level, from: string): void {
    const setAt = new Date(this.settings.length);
    this.settings = [...this.settings, { hazard: "respiratory", level, district: "", type: "", from, setAt }];
  }

  steps() {
    const duty = dutyOf(this.number);
    return cadenceSteps(duty, levelSteps(this.settings, { district: "", types: ["CHA"] })) ?? [];
  }

  wanted(today: string): Occurrence[] {
    const duty = dutyOf(this.number);
    const steps = this.steps();
    const planned = { duty, cadence: steps[0]?.value ?? "yearly", steps, policy: "ordinary" };
    return plan(organization, [planned], calendar, { from: today, to: addDays(today, 1) });
  }

  /** One run of the planner. @returns whether anything changed */
  morning(today: string): boolean {
    const held = this.cases.map(
      ({ touched, dueOn, ...one }): Held => ({
        ...one,
        ...(one.state === "open" && { standing: dueOn < today ? "late" : touched ? "begun" : "asked" }),
      }),
    );
    const { opens, counted, ends, missed } = succession(today, this.wanted(today), held);
    for (const { occurrence, again } of opens) {
      const known = this.cases.find(({ id }) => id === again);
      if (known) Object.assign(known, { state: "open", countedBy: null });
      else this.add(occurrence, "open", null);
    }
    for (const { occurrence, as, by } of counted) this.add(occurrence, as, by);
    for (const { id, as, by } of ends) {
      const ended = this.cases.find((one) => one.id === id);
      Object.assign(ended ?? {}, { state: as, countedBy: by });
    }
    for (const { period, times } of missed)
      Object.assign(this.cases.find((one) => one.period === period) ?? {}, { missed: times });
    return opens.length + counted.length + ends.length + missed.length > 0;
  }

  evening(today: string, doing: DoerAct): void {
    for (const one of this.cases)
      if (one.state === "open" && one.opensOn <= today) {
        one.asked.push(today);
        if (doing === "begins") one.touched = true;
        if (doing === "does") Object.assign(one, { state: "done", done: true });
      }
  }

  private add({ period, cadence, opensOn, dueOn }: Occurrence, state: Held["state"], countedBy: string | null): void {
    if (this.cases.some((one) => one.period === period)) throw new Error(`${period} was planned twice`);
    this.cases.push({
      ...{ id: period, period, cadence, opensOn, dueOn, state, countedBy },
      ...{ done: state === "credited", missed: 0, touched: false, asked: [] },
    });
  }
}

const change = fc.record({
  day: fc.integer({ min: 5, max: 500 }),
  ahead: fc.integer({ min: 0, max: 20 }),
  level: fc.constantFrom(...levels),
});
const actsOf = fc.array(fc.constantFrom<DoerAct>("nothing", "nothing", "nothing", "begins", "does"), {
  minLength: 7,
  maxLength: 60,
});
const rows = fc.constantFrom("22a", "4", "6", "16", "27");

function simulate(
  number: string,
  changes: readonly { day: number; ahead: number; level: Level }[],
  acts: readonly DoerAct[],
  days: number,
  check: (diary: Diary, today: string) => void = () => undefined,
): Diary {
  const diary = new Diary(number);
  for (let n = 0; n < days; n++) {
    const today = addDays(start, n);
    for (const { day, ahead, level } of changes) if (day === n) diary.set(level, addDays(today, ahead));
    diary.morning(today);
    check(diary, today);
    diary.evening(today, acts[n % acts.length] ?? "nothing");
  }
  return diary;
}

describe("occurrences of a duty, for any levels and answers,", () => {
  test("are open one at a time; no period is planned twice or lost, and a completed one is not requested again", () => {
    fc.assert(
      fc.property(rows, fc.array(change, { maxLength: 8 }), actsOf, (number, changes, acts) => {
        const diary = simulate(number, changes, acts, 420, (diary, today) => {
          const open = diary.cases.filter(({ state, opensOn }) => state === "open" && opensOn <= today);
          if (open.length > 1) throw new Error(`${today}: ${open.map(({ period }) => period).join(", ")}`);
          // A second run changes nothing.
          if (diary.morning(today)) throw new Error(`${today}: it changes again`);
        });
        // A duty of a past period opens in the next one.
        if (number !== "27") expect(unplanned(diary, 400)).toEqual([]);
        expect(requestedAgain(diary)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

/** Periods of the cadence in effect at their end for which nothing was planned; a week of holidays has no day for it. */
function unplanned(diary: Diary, days: number): string[] {
  const steps = diary.steps();
  const found: string[] = [];
  for (let n = 0; n < days; n++) {
    const today = addDays(start, n);
    const period = periodOf(heldOn(steps, today) ?? "yearly", today);
    if (period.to !== today || period.from < start) continue;
    const planned = diary.cases.some((one) => {
      const { from, to } = periodOfKey(one.period);
      return from <= period.to && to >= period.from;
    });
    // A period is not requested on the day on which it is due.
    const lastDay = rollBack(calendar, period.to);
    const tooLate = steps.some(
      ({ from }) => from > period.from && from <= period.to && rollForward(calendar, from) >= lastDay,
    );
    if (tooLate) continue;
    const worked = [0, 1, 2, 3, 4, 5, 6].some((back) => calendar.isBusinessDay(addDays(today, -back)));
    if (worked && !planned) found.push(period.key);
  }
  return found;
}

/** Longer periods that were requested after a shorter one within them was done. */
function requestedAgain(diary: Diary): string[] {
  return diary.cases.flatMap((one) => {
    const { from, to } = periodOfKey(one.period);
    return diary.cases.flatMap((other) => {
      const within = periodOfKey(other.period);
      if (other === one || other.state !== "done" || within.from < from || within.to >= to) return [];
      const before = other.asked.at(-1) ?? "";
      return one.asked.some((day) => day > before) ? [`${one.period} after ${other.period}`] : [];
    });
  });
}

const states = (diary: Diary): string[] => diary.cases.map(({ period, state }) => `${period} ${state}`);

describe("a level", () => {
  test("that is raised opens the shorter period on its day, which supersedes the longer one", () => {
    const diary = new Diary("22a");
    diary.morning("2031-03-03");
    diary.set("response", "2031-03-05");
    diary.morning("2031-03-05");
    expect(states(diary)).toEqual(["2031-Q1 superseded", "2031-W10 open"]);
    expect(diary.cases[1]?.opensOn).toBe("2031-03-05");
  });

  test("that is lowered leaves a case that somebody has begun, which counts for the longer period", () => {
    const diary = new Diary("22a");
    diary.set("response", start);
    diary.morning("2031-03-03");
    diary.evening("2031-03-03", "begins");
    diary.set("normal", "2031-03-05");
    diary.morning("2031-03-05");
    expect(states(diary)).toEqual(["2031-W10 open", "2031-Q1 superseded"]);
  });

  test("that is raised and lowered again on one day changes nothing", () => {
    const diary = new Diary("22a");
    diary.morning("2031-03-03");
    diary.set("response", "2031-03-05");
    diary.morning("2031-03-05");
    diary.set("normal", "2031-03-05");
    diary.morning("2031-03-05");
    expect(states(diary)).toEqual(["2031-Q1 open", "2031-W10 superseded"]);
  });

  test("that is lowered after the week was done requests nothing more for the quarter", () => {
    const diary = new Diary("22a");
    diary.set("response", start);
    diary.morning("2031-03-03");
    diary.evening("2031-03-04", "does");
    diary.set("normal", "2031-03-05");
    diary.morning("2031-03-05");
    expect(states(diary)).toEqual(["2031-W10 done", "2031-Q1 credited"]);
  });
});

test("each occurrence that is missed ends when the next opens, which stores how many were missed in a row", () => {
  const diary = new Diary("22a");
  diary.set("response", start);
  for (let n = 0; n < 27; n++) diary.morning(addDays("2031-03-03", n));
  expect(diary.cases.map(({ period, state, missed }) => [period, state, missed])).toEqual([
    ["2031-W10", "missed", 0],
    ["2031-W11", "missed", 1],
    ["2031-W12", "missed", 2],
    ["2031-W13", "open", 3],
  ]);
});
