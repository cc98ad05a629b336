import { describe, expect, it } from "vitest";
import { applies, type Profile } from "../../../domain/catalogue/applies.ts";
import { dutyOf, guangzhou2022, statutoryDuties } from "../../../domain/catalogue/packs/index.ts";

type Given = Pick<Profile, "type" | "party" | "qualified"> & Partial<Profile>;
const profileOf = (given: Given): Profile => ({ registration: "association", marks: [], ...given });

function dutiesOf(given: Given): string[] {
  const profile = profileOf(given);
  return guangzhou2022.duties.filter((duty) => applies(duty, profile)).map((duty) => duty.number);
}

/** 三会一课 */
const party = ["S13", "S14", "S15", "S16"] as const;

/** Duties of every organization, counted by hand: 74 rows minus 25 of types, 2 of unqualified organizations, 8 of party organizations. */
const everyone = 74 - 25 - 2 - 8;

describe("which duties an organization has", () => {
  it.each([
    ["HUB", true, false, everyone + 8 + 2 + 3],
    ["CHA", true, true, everyone + 8 + 4],
    ["SVC", true, true, everyone + 8 + 4 + 4],
    ["CHA", true, false, everyone + 8 + 2 + 4],
    ["VOL", true, false, everyone + 8 + 2 + 3],
    ["IND", true, false, everyone + 8 + 2 + 7],
    ["CHM", true, false, everyone + 8 + 2 + 1 + 7],
    ["SVC", true, false, everyone + 8 + 2 + 4],
    ["COM", true, false, everyone + 8 + 2 + 2],
    ["OTH", true, false, everyone + 8 + 2 + 1],
    ["OTH", false, false, everyone + 2 + 1],
  ] as const)("%s, party organization %s, qualified %s: %i duties", (type, party, qualified, count) => {
    expect(dutiesOf({ type, party, qualified })).toHaveLength(count);
  });

  it("without a party organization, the duties of one do not apply, and those that the heads share do", () => {
    const found = dutiesOf({ type: "IND", party: false, qualified: false });
    for (const number of ["7", "8", "9", "10", "11", "12", "58", "59"]) expect(found).not.toContain(number);
    for (const number of ["60", "61", "62", "69", "70"]) expect(found).toContain(number);
  });

  it("an organization that may not raise funds from the public needs a partner, whatever its type", () => {
    for (const type of ["CHA", "VOL", "OTH"] as const) {
      expect(applies(dutyOf("38"), profileOf({ type, party: true, qualified: false }))).toBe(true);
      expect(applies(dutyOf("39"), profileOf({ type, party: true, qualified: true }))).toBe(false);
    }
  });

  it("an organization of several types has the rows of each type, once", () => {
    const both = dutiesOf({ type: "HUB", types: ["HUB", "VOL"], party: false, qualified: false });
    expect(both).toHaveLength(everyone + 2 + 3 + 3);
    expect(new Set(both).size).toBe(both.length);
    for (const number of ["33", "34", "35", "41", "42", "43"]) expect(both).toContain(number);
  });

  it("a hometown chamber is a chamber, too", () => {
    const found = dutiesOf({ type: "CHM", party: false, qualified: false });
    for (const number of ["44", "45", "46", "47", "48", "49", "50", "51"]) expect(found).toContain(number);
    expect(dutiesOf({ type: "IND", party: false, qualified: false })).not.toContain("51");
  });

  it("without a supervising authority, nothing is requested for one, and the registrar receives the report on donations", () => {
    const numbers = (supervised?: boolean) =>
      statutoryDuties.duties
        .filter((duty) =>
          applies(duty, {
            ...profileOf({ type: "OTH", party: false, qualified: false }),
            ...(supervised !== undefined && { supervised }),
          }),
        )
        .map(({ number }) => number);
    expect(numbers(false)).toEqual(["S2", "S11", "S17"]);
    expect(numbers(true)).toEqual(["S1", "S2", "S11", "S12"]);
    expect(numbers()).toEqual(numbers(true));
  });

  it("the duties of charities apply by status: as stated, otherwise by type or fundraising qualification", () => {
    const has = (given: Partial<Profile>) =>
      applies(dutyOf("40a"), profileOf({ type: "IND", party: true, qualified: false, ...given }));
    expect(has({})).toBe(false);
    expect(has({ charity: true })).toBe(true);
    expect(has({ type: "CHA", charity: false })).toBe(false);
    expect(has({ types: ["IND", "CHA"] })).toBe(true);
    expect(has({ qualified: true })).toBe(true);
    expect(has({ type: "CHA" })).toBe(true);
    for (const number of ["36", "37", "40b", "S4", "S5", "S6"])
      expect(applies(dutyOf(number), profileOf({ type: "SVC", party: true, qualified: true })), number).toBe(true);
  });

  it.each([
    ["association", [], ["S1", "S2", "S11", "S12", ...party]],
    ["service", ["fire-unit"], ["S1", "S2", "S8", "S11", "S12", ...party]],
    ["foundation", ["fire-key-unit"], ["S3", "S7", "S11", ...party]],
    ["foundation", ["production-safety"], ["S3", "S9", "S10", "S11", ...party]],
  ] as const)("the law requires from a %s marked %j: %j", (registration, marks, numbers) => {
    const profile = profileOf({ type: "OTH", party: true, qualified: false, registration, marks });
    expect(statutoryDuties.duties.filter((duty) => applies(duty, profile)).map(({ number }) => number)).toEqual(
      numbers,
    );
  });
});
