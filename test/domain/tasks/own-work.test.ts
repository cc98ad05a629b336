import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RefusedError } from "../../../domain/errors.ts";
import { asPresent, principalsOf } from "../../../domain/tasks/absence.ts";
import { type Bounded, boundsOf, isStatutory } from "../../../domain/tasks/own-work.ts";
import { find, findInPerson, type Holder } from "../../../domain/tasks/people.ts";
import { deciding, offered } from "../../../domain/tasks/permitted.ts";
import { relationshipOf } from "../../../domain/tasks/standing.ts";
import type { Act, TaskFacts } from "../../../domain/tasks/task.ts";
import { taskStates, verbs } from "../../../domain/tasks/task-states.ts";
import { transition } from "../../../domain/tasks/transition.ts";
import { type Role, roles } from "../../../domain/terms.ts";
import { rollForward } from "../../../domain/time/business-days.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { dateIn, instantAt } from "../../../domain/time/zones.ts";
import { fresh } from "../../support/task-facts.ts";

const day = 86_400_000;
const now = new Date("2026-11-23T02:00:00Z");
const inDays = (days: number): Date => new Date(now.getTime() + days * day);
const place = { zone: "Asia/Shanghai", calendar: chinaCalendar() };
const people = ["ann", "bob", "cy", "dee"] as const;
const person = fc.constantFrom(...people);

const holders = fc.uniqueArray(fc.record({ personId: person, role: fc.constantFrom(...roles) }), {
  minLength: 1,
  maxLength: 12,
  selector: ({ personId, role }) => `${personId}/${role}`,
});
/** Some of them are absent, each with a delegate, also in chains and circles. */
const away = fc.tuple(holders, fc.dictionary(person, person)).map(([held, delegates]) =>
  held.map((one): Holder => {
    const delegate = delegates[one.personId];
    return delegate === undefined || delegate === one.personId ? one : { ...one, away: delegate };
  }),
);
const facts = fc.record({
  state: fc.constantFrom(...taskStates),
  dueRevision: fc.constant(0),
  openedAt: fc.constant(inDays(-10)),
  dueAt: fc.constantFrom(inDays(-5), inDays(5)),
  firstDueAt: fc.constant(inDays(-5)),
  verifier: fc.constantFrom<Role | null>("supervisory-board", "head", null),
  personId: fc.option(person, { nil: null }),
  passedById: fc.option(person, { nil: null }),
  didIds: fc.uniqueArray(person, { maxLength: 3 }),
  submittedById: fc.option(person, { nil: null }),
  returns: fc.constant(0),
  submissions: fc.constant(0),
  askedUntil: fc.constantFrom(inDays(6), null),
  askedById: fc.option(person, { nil: null }),
  roles: fc.constantFrom<Role[]>(
    ["secretariat"],
    ["legal-representative"],
    ["supervisory-board"],
    ["head", "party-head"],
  ),
  duty: fc.constantFrom("29", "26", "S1", "40a", "23"),
  step: fc.constantFrom("do", "fix", "publish"),
});
const take = (task: TaskFacts & Bounded, act: Act, held: readonly Holder[]) =>
  transition(task, act, () => inDays(30), boundsOf(task, act.by, held, now, place));
const isOwn = (task: TaskFacts & Bounded, by: string, held: readonly Holder[]): boolean =>
  relationshipOf(task, by, held).includes("doer") ||
  task.didIds.includes(by) ||
  [task.submittedById, task.passedById, task.personId].includes(by);

describe("one's own work", () => {
  it("is never decided on by the person who did it, whatever their roles and its state", () => {
    fc.assert(
      fc.property(facts, away, person, fc.constantFrom(...verbs), (task, held, by, verb) => {
        fc.pre(deciding(verb) && isOwn(task, by, held));
        const standing = relationshipOf(task, by, held);
        expect(offered(task, standing, by, boundsOf(task, by, held, now, place))).not.toContain(verb);
        const act: Act = {
          verb,
          by,
          standing,
          at: now,
          until: inDays(8),
          to: "dee",
          reason: "because",
          outlook: "at-risk",
        };
        let change: ReturnType<typeof take> = "done already";
        try {
          change = take(task, act, held);
        } catch (error) {
          expect(error).toBeInstanceOf(RefusedError);
        }
        // A repeated request changes nothing.
        expect(change).toBe("done already");
      }),
      { numRuns: 5_000 },
    );
  });

  it("is verified neither by its doers, nor by the people they stand in for, nor by their delegates", () => {
    fc.assert(
      fc.property(facts, away, person, person, fc.boolean(), (task, held, by, verifier, back) => {
        const open = { ...task, state: "open" as const, verifier: "supervisory-board" as const };
        const act = { by, standing: relationshipOf(open, by, held), at: now };
        let submitted: TaskFacts & Bounded;
        try {
          const change = take(open, { ...act, verb: "submit" }, held);
          if (change === "done already") return;
          submitted = { ...open, ...change.set };
        } catch (error) {
          expect(error).toBeInstanceOf(RefusedError);
          return;
        }
        for (const principal of findInPerson("doer", open, held).people)
          if (principalsOf(by, held).includes(principal)) expect(submitted.didIds).toContain(principal);
        // It may be verified during the absences or after them.
        const then = back ? asPresent(held) : held;
        const standing = relationshipOf(submitted, verifier, then);
        try {
          take(submitted, { verb: "accept", by: verifier, standing, at: now }, then);
        } catch (error) {
          expect(error).toBeInstanceOf(RefusedError);
          return;
        }
        expect(submitted.didIds).not.toContain(verifier);
        for (const principal of principalsOf(verifier, then)) expect(submitted.didIds).not.toContain(principal);
        expect(find("verifier", submitted, then).people.some((id) => submitted.didIds.includes(id))).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  it("is never extended by its doer, nor by anybody whose role cannot grant it", () => {
    fc.assert(
      fc.property(facts, away, person, fc.integer({ min: -30, max: 30_000 }), (task, held, by, days) => {
        const bounds = boundsOf(task, by, held, now, place);
        const act: Act = {
          verb: "grant-extension",
          by,
          standing: relationshipOf(task, by, held),
          at: now,
          until: inDays(days),
        };
        let granted: Date | undefined;
        try {
          const change = take(task, act, held);
          granted = change === "done already" ? undefined : change.set.dueAt;
        } catch (error) {
          expect(error).toBeInstanceOf(RefusedError);
        }
        if (!granted) return;
        expect(isOwn(task, by, held)).toBe(false);
        expect(granted > now && granted > task.dueAt && granted <= bounds.latest).toBe(true);
        expect(isStatutory(task.duty, task.step)).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  it("offers exactly the verbs that it accepts", () => {
    fc.assert(
      fc.property(facts, away, person, (task, held, by) => {
        const standing = relationshipOf(task, by, held);
        const bounds = boundsOf(task, by, held, now, place);
        const open = offered(task, standing, by, bounds);
        for (const verb of verbs) {
          const until = new Date(Math.min(inDays(6).getTime(), bounds.latest.getTime()));
          const act: Act = {
            verb,
            by,
            standing,
            at: now,
            until,
            to: "zoe",
            reason: "because",
            outlook: "blocked",
            every: "2bd",
          };
          let accepted = true;
          try {
            take({ ...task, dueAt: inDays(-5), askedUntil: inDays(6), askedById: "zoe" }, act, held);
          } catch (error) {
            if (!(error instanceof RefusedError)) throw error;
            accepted = false;
          }
          if (open.includes(verb)) expect(accepted, verb).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

const task = (more: Partial<TaskFacts & Bounded> = {}): TaskFacts & Bounded => ({
  ...fresh(),
  openedAt: inDays(-10),
  dueAt: inDays(4),
  firstDueAt: inDays(4),
  roles: ["secretariat"],
  duty: "29",
  step: "fix",
  ...more,
});
const held = (people: Record<string, readonly Role[]>): Holder[] =>
  Object.entries(people).flatMap(([personId, all]) => all.map((role) => ({ personId, role })));
const whole = held({
  sec: ["secretariat"],
  legal: ["legal-representative"],
  board: ["supervisory-board"],
  staff: ["staff"],
  bureau: ["authority"],
  registrar: ["registrar"],
});

/** The end of that day in Shanghai, or of the workday after it. */
const endOf = (at: Date): Date => instantAt(rollForward(place.calendar, dateIn(at, place.zone)), "24:00", place.zone);

describe("an extension", () => {
  it.each([
    ["legal", 1],
    ["board", 2],
    ["bureau", 3],
    ["registrar", 4],
  ] as const)("by %s can give the secretariat %i more terms", (by, terms) => {
    expect(boundsOf(task(), by, whole, now, place).latest).toEqual(endOf(inDays(4 + terms * 14)));
  });

  it("of a late task is counted from today", () => {
    expect(
      boundsOf(task({ firstDueAt: inDays(-3), openedAt: inDays(-10) }), "legal", whole, now, place).latest,
    ).toEqual(endOf(inDays(7)));
  });

  it("of a statutory deadline cannot be granted; only the registrar or an administrator can waive the task", () => {
    for (const [by, waives] of [
      ["legal", false],
      ["board", false],
      ["bureau", false],
      ["registrar", true],
      [null, true],
    ] as const) {
      const bounds = boundsOf(task({ duty: "S2", step: "do", verifier: null }), by, whole, now, place);
      expect([by, bounds.waives, bounds.extends]).toEqual([by, waives, false]);
    }
    expect([
      isStatutory("40a", "publish"),
      isStatutory("23", "file"),
      isStatutory("29", "fix"),
      isStatutory("S1", "do"),
    ]).toEqual([true, true, false, true]);
  });
});

describe("a statutory day", () => {
  const bounds = boundsOf(task({ duty: "S2", step: "do", verifier: null }), null, whole, now, place);
  const move = (days: number): Act => ({
    verb: "move",
    by: null,
    standing: ["administrator"],
    at: now,
    until: inDays(days),
  });
  const moved = (one: TaskFacts, act: Act, within: Partial<typeof bounds>) => () =>
    transition(one, act, () => inDays(3), within);

  it("cannot be moved by hand, backward or forward, and no page offers it", () => {
    for (const days of [2, 30]) expect(moved(fresh(), move(days), bounds)).toThrow(RefusedError);
    expect(offered(fresh(), ["administrator"], null, bounds)).not.toContain("move");
    // A day that the organization set can be moved; the system moves a statutory day when the day it is counted from moves.
    expect(moved(fresh(), move(30), { ...bounds, extends: true })).not.toThrow();
    expect(moved(fresh(), { ...move(30), standing: ["system"] }, {})).not.toThrow();
  });
  it("lets the organization choose the day of a meeting before it", () => {
    const drill = { ...fresh(), facts: { begins: inDays(2).toISOString() } };
    expect(moved(drill, move(3), bounds)).not.toThrow();
    expect(offered(drill, ["administrator"], null, bounds)).toContain("move");
  });
});

describe("a task can be reassigned", () => {
  it("to people of the organization, but neither to its verifier nor to people outside", () => {
    const { mayDo } = boundsOf(task(), "sec", whole, now, place);
    expect(["sec", "legal", "staff", "board", "bureau", "registrar", "nobody"].filter(mayDo)).toEqual([
      "sec",
      "legal",
      "staff",
    ]);
  });

  it("also to the board, if nobody verifies it", () => {
    expect(boundsOf(task({ verifier: null }), "sec", whole, now, place).mayDo("board")).toBe(true);
  });
});

describe("an organization of one person", () => {
  const alone = held({
    ann: ["secretariat", "legal-representative", "head"],
    bureau: ["authority"],
    vol: ["volunteer"],
  });
  const submit = (duty: string, step: string, people: Holder[]) => {
    const act: Act = { verb: "submit", by: "ann", standing: ["doer", "supervisor"], at: now };
    const change = take(task({ duty, step, verifier: null }), act, people);
    return change === "done already" ? {} : change.set;
  };

  it("has its statutory tasks and donations verified by the authority", () => {
    for (const [duty, step] of [
      ["S2", "do"],
      ["40a", "publish"],
      ["36", "file"],
    ] as const)
      expect(submit(duty, step, alone)).toMatchObject({ state: "submitted", verifier: "authority" });
  });

  it("declares everything else itself, and this is recorded", () => {
    expect(submit("6", "do", alone)).toMatchObject({ state: "closed", selfDeclared: true });
    expect(submit("S2", "do", held({ ann: ["secretariat", "legal-representative"] }))).toMatchObject({
      state: "closed",
      selfDeclared: true,
    });
  });

  it("is one in which nobody else holds an office", () => {
    expect(submit("6", "do", whole)).toMatchObject({ state: "closed", selfDeclared: false });
    expect(submit("6", "do", held({ ann: ["secretariat"], bob: ["supervisory-board"] }))).toMatchObject({
      selfDeclared: false,
    });
  });
});
