import { describe, expect, it } from "vitest";
import type { Profile } from "../../../domain/catalogue/applies.ts";
import { allDuties, dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { findHazard, guidelineHazard } from "../../../domain/hazards/index.ts";
import { taskTitle } from "../../../domain/messages/task-title.ts";
import { procedureOf } from "../../../domain/procedures/kinds.ts";
import { fieldsOf, titleOf, wordingFacts } from "../../../domain/procedures/steps.ts";
import { unChinese } from "../../support/chinese.ts";

const profile: Profile = { type: "SVC", party: true, qualified: true, registration: "association", marks: [] };
const unsupervised: Profile = { ...profile, supervised: false };

describe("an organization without a supervising authority", () => {
  it("reports to the registrar instead (row 54, and an incident); others report as the catalogue says", () => {
    const worded = (number: string, step: string, supervised: boolean) =>
      titleOf(dutyOf(number), step, wordingFacts(dutyOf(number), step, guidelineHazard, { ...profile, supervised }));
    expect(worded("54", "do", true)).toEqual({
      zh: "向业务主管单位、行业管理部门汇报",
      en: "Report to the supervising and industry authorities",
    });
    expect(worded("54", "do", false)).toEqual({
      zh: "向登记管理机关、行业管理部门汇报",
      en: "Report to the registrar and the industry authority",
    });
    expect(worded("20", "report-authority", false).zh).toBe("将事件报告登记管理机关");
    expect(wordingFacts(dutyOf("26"), "hold", guidelineHazard, unsupervised)).toEqual({});
  });

  it("has no step and no form that mentions an authority that it does not have", () => {
    // Statutory duties that mention an authority apply only to organizations that have one.
    const duties = allDuties.filter(({ supervised }) => supervised !== true);
    for (const duty of duties)
      for (const step of ["do", ...Object.keys(procedureOf(duty.kind).steps)]) {
        const facts = wordingFacts(duty, step, guidelineHazard, unsupervised);
        const words = JSON.stringify([titleOf(duty, step, facts), fieldsOf(duty, step, facts)]);
        expect(words, `${duty.number} ${step}`).not.toMatch(/业务主管单位|supervising/);
        expect(unChinese(titleOf(duty, step, facts).zh)).toEqual([]);
      }
  });
});

it("has lists that name the duty of a step once, in the words of the task", () => {
  const facts = wordingFacts(dutyOf("54"), "do", guidelineHazard, unsupervised);
  const title = (step: string) => taskTitle({ duty: "54", step, subject: "", facts }, "zh-CN");
  expect(title("do")).toBe("向登记管理机关、行业管理部门汇报");
  expect(title("report-incident")).toBe("向登记管理机关、行业管理部门报告突发事件（向登记管理机关、行业管理部门汇报）");
  const flood = findHazard("flood");
  if (!flood) throw new Error("it is shipped");
  const own = wordingFacts(dutyOf("22a"), "premises", flood, profile);
  expect(taskTitle({ duty: "22a", step: "premises", subject: "", facts: own }, "zh-CN")).not.toContain("防控");
});
