import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { audiences, type Policy } from "../../../domain/escalation/policy.ts";
import { checkPolicy } from "../../../domain/escalation/policy-check.ts";
import { find, type Holder } from "../../../domain/tasks/people.ts";
import { type Role, roles } from "../../../domain/terms.ts";

const task = { roles: ["head"] as Role[], personId: null, passedById: null, verifier: null, didIds: [] };
const held = (...these: Role[]): Holder[] => these.map((role) => ({ role, personId: role }));
/** Roles of a duty, each once. */
const duties = fc.uniqueArray(fc.constantFrom(...roles), { maxLength: 3 });
const someRoles = fc.uniqueArray(fc.constantFrom(...roles), { maxLength: roles.length });

describe("who stands in for whom", () => {
  it("is the same in the check of a policy and in the engine, for every audience and vacancy", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...audiences),
        duties,
        fc.option(fc.constantFrom(...roles), { nil: null }),
        someRoles,
        (audience, doer, verifier, present) => {
          const vacant = roles.filter((role) => !present.includes(role));
          fc.pre(vacant.length > 0);
          const policy: Policy = {
            name: "one-step",
            for: { zh: "一步", en: "one step" },
            rungs: [
              {
                name: "all",
                from: "due",
                offset: { n: 1, unit: "bd" },
                every: { n: 1, unit: "bd" },
                tell: [{ audience, channels: ["email"], shape: "escalated" }],
              },
            ],
          };
          const problems = checkPolicy(policy, { vacant, doer, ...(verifier && { verifier }) });
          const found = find(audience, { ...task, roles: doer, verifier }, held(...present));
          expect(problems.map(({ code }) => code)).toEqual(found.people.length === 0 ? ["nobody"] : []);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("does not include the secretariat for the head's tasks", () => {
    expect(find("doer", task, held("secretariat"))).toEqual({ people: [], vacant: "head" });
    expect(find("doer", task, held("secretariat", "legal-representative"))).toEqual({
      people: ["legal-representative"],
      vacant: "head",
    });
  });
});

describe("an organization without a supervising authority", () => {
  const of = (...roles: Role[]) => ({ ...task, roles });
  // Holders of the registrar's role are also found as the authority (records/roster/holders.ts).
  const registrar: Holder[] = ["registrar", "authority"].map((role) => ({ role: role as Role, personId: "registrar" }));

  it("uses the party committee in party matters and the registrar in all others; nobody is notified that the authority is missing", () => {
    const holders = [...held("secretariat", "party-organization", "party-committee"), ...registrar];
    expect(find("authority", of("party-organization"), holders)).toEqual({ people: ["party-committee"], vacant: null });
    expect(find("authority", of("party-head"), holders).people).toEqual(["party-committee"]);
    expect(find("authority", of("secretariat"), holders)).toEqual({ people: ["registrar"], vacant: null });
    // A step that the heads share with the party's heads is not a party matter.
    expect(find("authority", of("head", "party-head"), holders).people).toEqual(["registrar"]);
    expect(find("authority", of("party-organization"), registrar)).toEqual({ people: ["registrar"], vacant: null });
  });

  it("uses another order than one with an authority, whose order is unchanged", () => {
    expect(find("authority", of("party-organization"), held("authority", "registrar")).people).toEqual(["authority"]);
    expect(find("authority", of("secretariat"), held("registrar"))).toEqual({
      people: ["registrar"],
      vacant: "authority",
    });
  });
});
