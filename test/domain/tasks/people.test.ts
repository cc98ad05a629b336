import { describe, expect, it } from "vitest";
import { findAbove, type Holder } from "../../../domain/tasks/people.ts";
import type { Role } from "../../../domain/terms.ts";

const task = { roles: ["secretariat"] as const, personId: null, passedById: null, verifier: null, didIds: [] };
const held = (...pairs: readonly (readonly [Role, string])[]): Holder[] =>
  pairs.map(([role, personId]) => ({ role, personId }) as Holder);

describe("a rung whose audience does the task itself", () => {
  const both = [
    ["secretariat", "a"],
    ["legal-representative", "a"],
  ] as const;

  it("is escalated to the next role up that somebody else holds, and names the one it skipped", () => {
    const holders = held(...both, ["supervisory-board", "b"], ["authority", "c"]);
    expect(findAbove("legal-representative", task, holders, ["a"])).toEqual({
      people: ["b"],
      vacant: null,
      passed: "legal-representative",
      kept: null,
    });
    // The doer who is the whole board as well is passed once more.
    const small = held(...both, ["supervisory-board", "a"], ["authority", "c"]);
    expect(findAbove("legal-representative", task, small, ["a"])).toMatchObject({ people: ["c"] });
  });

  it("stays with them only if nobody else is above", () => {
    expect(findAbove("legal-representative", task, held(...both), ["a"])).toMatchObject({
      people: ["a"],
      passed: null,
      kept: "legal-representative",
    });
  });

  it("stays if one of them does not do it", () => {
    const holders = held(...both, ["legal-representative", "d"], ["supervisory-board", "b"]);
    expect(findAbove("legal-representative", task, holders, ["a"])).toMatchObject({ people: ["a", "d"], passed: null });
  });
});
