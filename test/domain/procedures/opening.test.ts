import { describe, expect, it } from "vitest";
import type { Profile } from "../../../domain/catalogue/applies.ts";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import { explanationOf } from "../../../domain/messages/because.ts";
import { openSteps } from "../../../domain/procedures/opening.ts";
import { chinaCalendar } from "../../../domain/time/china.ts";

const charity: Profile = { type: "CHA", party: false, qualified: true, registration: "foundation", marks: [] };

/** When the notice of a campaign that starts on that day is due, if its task opens then. */
function noticeDue(opens: string, startsOn: string): string | undefined {
  const [task] = openSteps(
    {
      ...{ caseId: "c", organizationId: "o", shard: 0, zone: "Asia/Shanghai", duty: dutyOf("37") },
      openedAt: new Date(`${opens}+08:00`),
      caseFacts: { startsOn, emergency: true },
    },
    ["publish-notice"],
    {
      organization: charity,
      holders: [],
      policies: new Map(Object.entries(defaultPolicies)),
      calendar: chinaCalendar(),
    },
  );
  return task?.dueAt.toISOString();
}

describe("a task that is due on a day of its case", () => {
  it.each([
    ["on that day before its hour, is due at that hour", "2031-03-03T10:00", "2031-03-03T10:00:00.000Z"],
    ["on that day after its hour, is due when the day ends", "2031-03-03T20:49", "2031-03-03T16:00:00.000Z"],
    ["on a later day, is late", "2031-03-04T09:00", "2031-03-03T10:00:00.000Z"],
  ])("and opens %s", (_, opens, due) => {
    expect(noticeDue(opens, "2031-03-03")).toBe(due);
  });
});

it("a requester from outside is notified as the requester, not by a role", () => {
  const about = {
    organization: "青岩商会",
    part: "asker",
    task: { roles: ["secretariat"] },
    policy: "ordinary",
  } as const;
  const of = (holds: readonly ("member" | "secretariat")[]) =>
    explanationOf({ ...about, task: { roles: ["secretariat"], verifier: null }, holds, step: "opened" });
  expect(of([]).zh).toMatch(/^此事由您向青岩商会提出（/);
  expect(of([]).en).toMatch(/^you raised this with 青岩商会 \(/);
  expect(of(["member"]).zh).toMatch(/^您是青岩商会会员，此事由您提出（/);
});
