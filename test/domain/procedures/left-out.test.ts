import { describe, expect, it } from "vitest";
import { applies, type Profile } from "../../../domain/catalogue/applies.ts";
import { allDuties, dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import { readSubmission } from "../../../domain/forms/submission.ts";
import { openSteps } from "../../../domain/procedures/opening.ts";
import { fieldsOf } from "../../../domain/procedures/steps.ts";
import { chinaCalendar } from "../../../domain/time/china.ts";

const chamber: Profile = { type: "IND", party: false, qualified: false, registration: "association", marks: [] };

/** The items of duty 30 that the board of such an organization sees, and the items that its task leaves out. */
function itemsOf30(organization: Profile) {
  const duty = dutyOf("30");
  const [task] = openSteps(
    {
      ...{ caseId: "c", organizationId: "o", shard: 0, zone: "Asia/Shanghai", duty },
      openedAt: new Date("2031-03-03T01:00:00Z"),
    },
    ["inspect"],
    { organization, holders: [], policies: new Map(Object.entries(defaultPolicies)), calendar: chinaCalendar() },
  );
  const facts = JSON.parse(JSON.stringify(task?.facts ?? {}));
  const fields = fieldsOf(duty, "inspect", facts);
  return { facts, fields, items: fields.find(({ name }) => name === "items")?.items?.map(({ name }) => name) };
}

const everybodys = ["lawful", "procedure", "qualification", "partner", "rectified"];
const charitys = ["lawful", "procedure", "qualification", "notice", "partner", "received", "used", "rectified"];

describe("the inspection of donations (row 30)", () => {
  it.each([
    ["a trade association", chamber, everybodys],
    ["a charity by its type", { ...chamber, type: "CHA" }, charitys],
    ["an agency that is a charity", { ...chamber, type: "SVC", charity: true }, charitys],
    ["a chamber that is also of a charity's type", { ...chamber, types: ["IND", "CHA"] }, charitys],
    ["one of that type that is no charity", { ...chamber, type: "CHA", charity: false }, everybodys],
  ] as const)("has only the items that apply to %s", (_, organization, items) => {
    expect(itemsOf30(organization).items).toEqual(items);
  });

  it("is complete without the omitted items; that of a charity is not", () => {
    const values = Object.fromEntries(everybodys.map((name) => [`items.${name}`, "ok"]));
    const wrong = (organization: Profile) => {
      const { fields } = itemsOf30(organization);
      return readSubmission(fields, { ...values, report: "依法依规" }).problems.map(({ field }) => field);
    };
    expect(wrong(chamber)).toEqual([]);
    expect(wrong({ ...chamber, charity: true })).toEqual(["items.notice", "items.received", "items.used"]);
  });

  it("has all items if the task's facts omit none", () => {
    expect(itemsOf30({ ...chamber, charity: true }).facts).toEqual({});
    expect(fieldsOf(dutyOf("30"), "inspect", {})[0]?.items).toHaveLength(charitys.length);
  });
});

it("has items that refer only to existing rows that do not apply to every organization", () => {
  const named = allDuties.flatMap(({ evidence }) =>
    evidence.flatMap(({ items = [] }) => items.flatMap((one) => one.row ?? [])),
  );
  expect(named).toEqual(["36", "40a", "40b"]);
  for (const row of named) expect(applies(dutyOf(row), chamber)).toBe(false);
});
