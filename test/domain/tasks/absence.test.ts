import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Absence, principalsOf, standInOf, wouldLoop } from "../../../domain/tasks/absence.ts";
import { find, type Holder } from "../../../domain/tasks/people.ts";
import { relationshipOf } from "../../../domain/tasks/standing.ts";

const day = (n: number): Date => new Date(Date.UTC(2026, 10, n));
const away = (personId: string, delegateId: string, from: number, until: number): Absence => ({
  personId,
  delegateId,
  from: day(from),
  until: day(until),
});

/** Holders at an instant, with their delegates as the database returns them. */
function holdersAt(people: readonly string[], absences: readonly Absence[], at: Date): Holder[] {
  return people.map((personId): Holder => {
    const absent = absences.find((one) => one.personId === personId && one.from <= at && at < one.until);
    return { personId, role: "staff", ...(absent && { away: absent.delegateId }) };
  });
}

const people = ["ann", "bob", "cy", "dee"] as const;
const absence = fc
  .record({
    personId: fc.constantFrom(...people),
    delegateId: fc.constantFrom(...people),
    from: fc.integer({ min: 1, max: 20 }),
    days: fc.integer({ min: 1, max: 9 }),
  })
  .filter(({ personId, delegateId }) => personId !== delegateId)
  .map(({ personId, delegateId, from, days }) => away(personId, delegateId, from, from + days));

describe("delegated work", () => {
  it("never comes back to the absent person, at any instant, whatever the order of absences", () => {
    fc.assert(
      fc.property(fc.array(absence, { maxLength: 12 }), (asked) => {
        const made: Absence[] = [];
        for (const one of asked) {
          const twice = made.some(
            (other) => other.personId === one.personId && other.from < one.until && one.from < other.until,
          );
          if (!twice && !wouldLoop(one, made)) made.push(one);
        }
        for (let n = 1; n < 32; n++) {
          const holders = holdersAt(people, made, day(n));
          for (const { personId, away } of holders) {
            const found = standInOf(personId, holders);
            // A person who is found is present; an absent person is never found for their own role.
            expect(holders.find((one) => one.personId === found)?.away).toBeUndefined();
            if (away !== undefined) expect(found).not.toBe(personId);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("is refused only for absences that overlap; two people can stand in for each other one after the other", () => {
    expect(wouldLoop(away("bob", "ann", 10, 15), [away("ann", "bob", 1, 10)])).toBe(false);
    expect(wouldLoop(away("bob", "ann", 9, 15), [away("ann", "bob", 1, 10)])).toBe(true);
    expect(wouldLoop(away("cy", "ann", 5, 6), [away("ann", "bob", 1, 10), away("bob", "cy", 5, 8)])).toBe(true);
    expect(wouldLoop(away("cy", "ann", 8, 9), [away("ann", "bob", 1, 10), away("bob", "cy", 5, 8)])).toBe(false);
  });
});

describe("while a person is absent, the task is requested from", () => {
  const task = {
    roles: ["secretariat" as const],
    personId: null,
    passedById: null,
    verifier: "supervisory-board" as const,
    didIds: [] as string[],
  };
  const holders = (delegates: Record<string, string>): Holder[] =>
    (
      [
        ["sec", "secretariat"],
        ["dep", "deputy"],
        ["staff", "staff"],
        ["board", "supervisory-board"],
        ["legal", "legal-representative"],
      ] as const
    ).map(
      ([personId, role]): Holder => ({ personId, role, ...(delegates[personId] && { away: delegates[personId] }) }),
    );

  it("the delegate or, if they are absent too, their delegate; all of them and the person may do it", () => {
    const all = holders({ sec: "dep", dep: "staff" });
    expect(find("doer", task, all).people).toEqual(["staff"]);
    expect(principalsOf("staff", all)).toEqual(["sec", "dep"]);
    expect(relationshipOf(task, "staff", all)).toEqual(["doer"]);
    expect(relationshipOf(task, "sec", all)).toEqual(["doer"]);
    expect(relationshipOf(task, "dep", all)).toEqual([]);
  });

  it("never its verifier: the task stays with the absent person", () => {
    expect(find("doer", task, holders({ sec: "board" })).people).toEqual(["sec"]);
    expect(find("doer", { ...task, verifier: null }, holders({ sec: "board" })).people).toEqual(["board"]);
  });

  it("neither the doer nor a delegate of theirs, for a verdict", () => {
    const all = holders({ sec: "staff", board: "staff" });
    expect(find("verifier", { ...task, didIds: ["dep"] }, all).people).toEqual(["staff"]);
    expect(find("verifier", { ...task, didIds: ["sec"] }, all).people).toEqual(["board"]);
  });

  it("nobody else if it is a one-person step", () => {
    const named = { ...task, roles: ["staff" as const], personId: "staff", verifier: null };
    const all = holders({ staff: "dep" });
    expect(find("doer", { ...named, duty: "5", step: "sign" }, all).people).toEqual(["staff"]);
    expect(find("doer", { ...named, duty: "29", step: "fix" }, all).people).toEqual(["dep"]);
  });

  it("nobody who has left the organization", () => {
    expect(find("doer", task, holders({ sec: "gone" })).people).toEqual(["sec"]);
  });

  it("a supervisor's delegate, who may do what the supervisor may", () => {
    const all = holders({ legal: "dep" });
    expect(find("legal-representative", task, all).people).toEqual(["dep"]);
    expect(relationshipOf(task, "dep", all)).toEqual(["supervisor"]);
  });
});
