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

  it("is escalated to the next higher role that somebody else holds, and names the role that it skipped", () => {
    const holders = held(...both, ["supervisory-board", "b"], ["authority", "c"]);
    expect(findAbove("legal-representative", task, holders, ["a"])).toEqual({
      people: ["b"],
      vacant: null,
      passed: "legal-representative",
      kept: null,
    });
    // A doer who is also the only member of the board is skipped there, too.
    const small = held(...both, ["supervisory-board", "a"], ["authority", "c"]);
    expect(findAbove("legal-representative", task, small, ["a"])).toMatchObject({ people: ["c"] });
  });

  it("is sent to them only if nobody else holds a higher role", () => {
    expect(findAbove("legal-representative", task, held(...both), ["a"])).toMatchObject({
      people: ["a"],
      passed: null,
      kept: "legal-representative",
    });
  });

  it("is sent to them if one of them is not a doer", () => {
    const holders = held(...both, ["legal-representative", "d"], ["supervisory-board", "b"]);
    expect(findAbove("legal-representative", task, holders, ["a"])).toMatchObject({ people: ["a", "d"], passed: null });
  });
});
