import { describe, expect, it } from "vitest";
import { applies, type Profile } from "../../domain/applies.ts";
import { allDuties, dutyOf } from "../../domain/packs/index.ts";

function dutiesOf(profile: Profile): string[] {
  return allDuties.filter((duty) => applies(duty, profile)).map((duty) => duty.number);
}

/** What every organization has, counted by hand: 74 rows less 25 of a type, 2 of the unqualified, 8 of party organizations. */
const everyone = 74 - 25 - 2 - 8;

describe("which duties an organization has", () => {
  it.each([
    ["HUB", true, false, everyone + 8 + 2 + 3],
    ["CHA", true, true, everyone + 8 + 4],
    ["CHA", true, false, everyone + 8 + 2 + 4],
    ["VOL", true, false, everyone + 8 + 2 + 3],
    ["IND", true, false, everyone + 8 + 2 + 7],
    ["CHM", true, false, everyone + 8 + 2 + 1],
    ["SVC", true, false, everyone + 8 + 2 + 4],
    ["COM", true, false, everyone + 8 + 2 + 2],
    ["OTH", true, false, everyone + 8 + 2 + 1],
    ["OTH", false, false, everyone + 2 + 1],
  ] as const)("%s, party organization %s, qualified %s: %i duties", (type, party, qualified, count) => {
    expect(dutiesOf({ type, party, qualified })).toHaveLength(count);
  });

  it("without a party organization, its duties fall away, and those the heads share with the party's stay", () => {
    const found = dutiesOf({ type: "IND", party: false, qualified: false });
    for (const number of ["7", "8", "9", "10", "11", "12", "58", "59"]) expect(found).not.toContain(number);
    for (const number of ["60", "61", "62", "69", "70"]) expect(found).toContain(number);
  });

  it("whoever may not raise funds in public does so with a partner, whatever its type", () => {
    for (const type of ["CHA", "VOL", "OTH"] as const) {
      expect(applies(dutyOf("38"), { type, party: true, qualified: false })).toBe(true);
      expect(applies(dutyOf("39"), { type, party: true, qualified: true })).toBe(false);
    }
  });

  it("a duty of charities is no chamber's", () => {
    expect(applies(dutyOf("40a"), { type: "IND", party: true, qualified: true })).toBe(false);
    expect(applies(dutyOf("40a"), { type: "CHA", party: true, qualified: true })).toBe(true);
  });
});
