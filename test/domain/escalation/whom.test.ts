import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allDuties } from "../../../domain/catalogue/packs/index.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import type { Policy } from "../../../domain/escalation/policy.ts";
import { rolesAhead, rolesSearched } from "../../../domain/escalation/whom.ts";
import type { Holder } from "../../../domain/tasks/people.ts";
import { type Role, roles } from "../../../domain/terms.ts";

const policy = (name: string): Policy => {
  const found = defaultPolicies[name];
  if (!found) throw new Error(name);
  return found;
};
const held = (...of: (readonly [Role, string])[]): Holder[] => of.map(([role, personId]) => ({ role, personId }));
const task = {
  roles: ["secretariat"] as const,
  personId: null,
  passedById: null,
  verifier: "supervisory-board" as Role | null,
  didIds: [] as string[],
};
const usual = held(
  ["secretariat", "s"],
  ["legal-representative", "l"],
  ["supervisory-board", "b"],
  ["authority", "a"],
  ["registrar", "r"],
);

describe("the roles that a ladder will reach", () => {
  it("are the recipients of its rungs from D on, in the order of the role chain", () => {
    expect(rolesAhead(policy("ordinary"), "doer", task, usual)).toEqual([
      "legal-representative",
      "supervisory-board",
      "authority",
    ]);
    expect(rolesAhead(policy("receipt"), "doer", task, usual).at(0)).toBe("legal-representative");
    expect(rolesAhead(policy("verdict"), "verifier", { ...task, didIds: ["s"] }, usual)).toEqual([
      "legal-representative",
      "authority",
    ]);
  });
  it("exclude the doers of the submitted work, and include the next higher role", () => {
    expect(rolesAhead(policy("verdict"), "verifier", { ...task, didIds: ["l"] }, usual)).toEqual(["authority"]);
    const none = usual.filter(({ role }) => role !== "authority" && role !== "registrar");
    expect(rolesAhead(policy("verdict"), "verifier", { ...task, didIds: ["l"] }, none)).toEqual([]);
  });
  it("are empty for a one-person step", () => {
    expect(rolesAhead(policy("personal"), "doer", { ...task, personId: "s" }, usual)).toEqual([]);
  });
  it("include only roles that the organization has, and deputies by their own role", () => {
    const small = held(["secretariat", "s"], ["legal-representative", "s"], ["authority", "a"]);
    expect(rolesAhead(policy("ordinary"), "doer", task, small)).toEqual(["authority"]);
    // In a directly registered organization, the registrar also holds the authority's role.
    const direct = held(["secretariat", "s"], ["legal-representative", "l"], ["registrar", "r"], ["authority", "r"]);
    expect(rolesAhead(policy("ordinary"), "doer", task, direct)).toEqual(["legal-representative", "registrar"]);
    expect(rolesAhead(policy("ordinary"), "doer", task, held(["secretariat", "s"]))).toEqual([]);
  });
  it("after a rung are those of later rungs, and of repeating ones", () => {
    expect(rolesAhead(policy("ordinary"), "doer", task, usual, "+5bd")).toEqual(["supervisory-board", "authority"]);
    expect(rolesAhead(policy("drill-evaluation"), "doer", task, usual, "then-5bd#3")).toEqual([
      "supervisory-board",
      "authority",
    ]);
  });
  it("are the same if only the holders of the relevant roles are known, whoever holds what", () => {
    const organization = fc.array(fc.tuple(fc.constantFrom(...roles), fc.constantFrom("a", "b", "c", "d", "e")));
    const doers = fc.constantFrom(...allDuties.map((duty) => duty.roles));
    const verifier = fc.option(fc.constantFrom<Role>("supervisory-board", "head", "authority"));
    const ladder = fc.constantFrom("doer", "verifier");
    const did = fc.subarray(["a", "b"]);
    const name = fc.constantFrom(...Object.keys(defaultPolicies));
    fc.assert(
      fc.property(organization, doers, verifier, ladder, did, name, (all, roles, verifier, ladder, didIds, name) => {
        const about = { ...task, roles, verifier, didIds };
        const known = rolesSearched(policy(name), ladder, about);
        const holders = held(...all);
        const few = holders.filter(({ role }) => known.includes(role));
        expect(rolesAhead(policy(name), ladder, about, few)).toEqual(rolesAhead(policy(name), ladder, about, holders));
      }),
      // Found by a generated test: a head who verifies and is also a member was named as the member.
      {
        examples: [
          [
            [
              ["member", "d"],
              ["head", "d"],
            ],
            ["secretariat"],
            "head",
            "doer",
            [],
            "verdict",
          ],
        ],
      },
    );
  });
});
