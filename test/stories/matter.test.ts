import { beforeAll, describe, expect, test } from "vitest";
import { cancelCase } from "../../client/cases/cases.ts";
import { changeMatter, holdMatter, planMatter } from "../../client/kinds/matter.ts";
import { pauseOrganization, resumeOrganization } from "../../client/registry/organizations.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Organization } from "../support/organization.ts";
import { recipientsOf } from "../support/recipients.ts";
import { missingOf } from "../support/refusals.ts";
import { rungByRung } from "../support/rung-by-rung.ts";
import { startWorld, type World, worldBy, zone } from "../support/world.ts";

let city: World;
let organization: Organization;
let matter: string;

beforeAll(async () => {
  city = await startWorld();
});

const actor = "administrator";
const dueDay = async (key: string): Promise<string> => dateIn((await city.task(matter, key)).dueAt, zone);
const submit = async (key: string, values: Record<string, string>): Promise<void> => {
  await city.submit({ caseId: matter, key }, organization.person("secretariat"), values);
  await city.settled();
};
async function plan(on: string): Promise<{ created: boolean; late: boolean }> {
  organization = await city.organization();
  const input = { organizationId: organization.id, key: "congress", what: "召开会员代表大会", on, actor } as const;
  const { caseId, ...planned } = await planMatter(city.context, input);
  matter = caseId;
  await city.settled();
  expect(await planMatter(city.context, { ...input, on: "2031-12-01" })).toEqual({
    caseId,
    ...planned,
    created: false,
  });
  return planned;
}
const hold = (anyway?: string) => holdMatter(city.context, { caseId: matter, ...(anyway && { anyway }), actor });

describe("a major matter", () => {
  test("is filed fifteen days before its day, filed again when it changes, and takes place with the receipt", async () => {
    city = await worldBy("2031-03-04 09:00", city);
    city.newMessages();
    // Fifteen days before Monday 2031-03-31 is Sunday 03-16, so D is the Friday before.
    expect(await plan("2031-03-31")).toEqual({ created: true, late: false });
    expect(await dueDay("file")).toBe("2031-03-14");
    const messages = city.newMessages(organization);
    expect(recipientsOf(messages)).toEqual(["secretariat email"]);
    expect(messages[0]?.text).toMatch(
      /Due: Friday, 14 March 2031, 18:00 Beijing time\n +Set by: Guangzhou rules on reporting major matters/,
    );
    await changeMatter(city.context, { caseId: matter, on: "2031-04-02", reason: "场地冲突", actor });
    expect(await dueDay("file")).toBe("2031-03-18");
    expect(await missingOf(hold())).toEqual([
      "The filing receipt of the major matter is not there",
      expect.stringMatching(/^The day of the matter has not come: it is on \S+ \(\d+ days? from now\)$/),
    ]);
    await submit("file", { "receipt-number": "穗社重〔2031〕12号" });
    expect(await changeMatter(city.context, { caseId: matter, what: "增加换届选举", actor })).toEqual({
      changed: true,
      refiled: true,
      late: false,
    });
    expect(await missingOf(hold())).toEqual([
      "The matter changed and has not been filed again",
      expect.stringMatching(/^The day of the matter has not come: it is on \S+ \(\d+ days? from now\)$/),
    ]);
    await submit("refile", { "receipt-number": "穗社重〔2031〕15号" });
    await city.until("2031-04-02 09:30");
    expect(await hold()).toEqual({ changed: true });
    expect(await hold()).toEqual({ changed: false });
    expect(await city.resultOf(`matter-${matter}`)).toBe("held");
    await city.record("matter-held", `matter-${matter}`);
  });

  test("that is planned too late is marked so, and escalates to the supervisory board and the authority from the start", async () => {
    city = await worldBy("2031-04-03 10:00", city);
    city.newMessages();
    // Today is Thursday; it should have been filed by Wednesday 2031-04-02, fifteen days before 04-17.
    await city.until("2031-04-03 10:00");
    expect(await plan("2031-04-17")).toEqual({ created: true, late: true });
    // One day after D: the board is notified at once, and the recipients of earlier rungs get a copy.
    expect(recipientsOf(city.newMessages(organization))).toEqual(
      expect.arrayContaining(["secretariat email", "supervisory-board email", "supervisory-board sms"]),
    );
    await city.until("2031-04-04 09:20");
    expect(recipientsOf(city.newMessages(organization))).toContain("authority email");
    await pauseOrganization(city.context, organization.code, actor);
    await city.until("2031-04-08 12:00");
    expect(city.newMessages(organization)).toEqual([]);
    await resumeOrganization(city.context, organization.code, actor);
    await city.until("2031-04-10 09:20");
    expect(recipientsOf(city.newMessages(organization))).toEqual(
      expect.arrayContaining(["secretariat email", "supervisory-board email", "authority email"]),
    );
  });

  test("that takes place without its receipt is recorded with its reason, and its supervisors are notified at once", async () => {
    city = await worldBy("2031-04-10 12:00", city);
    await plan("2031-04-28");
    await city.until("2031-04-28 09:30");
    city.newMessages();
    expect(await missingOf(hold())).toEqual(["The filing receipt of the major matter is not there"]);
    expect(await hold("主管单位现场要求如期召开")).toEqual({ changed: true });
    await city.settled();
    const messages = city.newMessages(organization);
    expect(recipientsOf(messages)).toEqual([
      "authority email",
      "authority sms",
      "supervisory-board email",
      "supervisory-board sms",
    ]);
    expect(messages.find((one) => one.channel === "email")?.text).toContain("主管单位现场要求如期召开");
    // The filing is still required.
    await submit("file", { "receipt-number": "穗社重〔2031〕20号" });
    expect(await city.resultOf(`matter-${matter}`)).toBe("held");
    await city.record("matter-held-anyway", `matter-${matter}`);
  });

  test("that is cancelled requests nothing more", async () => {
    city = await worldBy("2031-06-02 09:00", city);
    await plan("2031-06-30");
    await cancelCase(city.context, { caseId: matter, actor, reason: "不召开" });
    expect(await city.resultOf(`matter-${matter}`)).toBe("cancelled");
    await city.record("matter-given-up", `matter-${matter}`);
    expect((await city.task(matter, "file")).state).toBe("cancelled");
  });
});

/* In a separate city, which begins on Monday 2031-03-03 at 09:00, so that no other task is open meanwhile. Monday to Friday are working days. */
describe("a major matter that nobody files", () => {
  beforeAll(async () => {
    city = await startWorld();
  });

  test("escalates to the legal representative, the board and the authority, and repeats every two days, also after the day of the matter", async () => {
    // Fifteen days before Monday 14 April is a Sunday, so D is Friday 28 March.
    await plan("2031-04-14");
    const all = "authority E story · legal-representative E story · secretariat E · supervisory-board E story";
    const expected = {
      matter: {
        "2031-03-03 09:00": "secretariat E",
        "2031-03-14 09:00": "secretariat E S", // −10 business days
        "2031-03-21 09:00": "secretariat E S", // −5
        "2031-03-26 09:00": "secretariat E S", // −2
        "2031-03-27 09:00": "legal-representative E story", // −1
        "2031-03-28 09:00": "legal-representative E S story · secretariat E S",
        "2031-03-31 09:00": "legal-representative E copy · secretariat E · supervisory-board E S story", // +1
        "2031-04-01 09:00": "authority E story · supervisory-board E copy", // +2
        "2031-04-03 09:00": all, // then every 2
        // From here on the secretariat is also reminded to record the matter.
        "2031-04-07 09:00": all,
        "2031-04-09 09:00": all,
        "2031-04-11 09:00": all.replace("secretariat E", "secretariat E S"),
        "2031-04-14 09:00": "secretariat E S", // the day of the matter
        "2031-04-15 09:00": all.replace("secretariat E", "secretariat E S"), // +1 of the record, which nobody submits
        "2031-04-17 09:00": all, // +3
        "2031-04-21 09:00":
          "authority E story · legal-representative E story · secretariat E · supervisory-board E S story", // +5
        "2031-04-23 09:00": all,
        "2031-04-25 09:00": all,
        "2031-04-28 09:00": "authority E story · legal-representative E copy · supervisory-board E copy", // +10
        "2031-04-29 09:00": all,
      },
    };
    expect(await rungByRung(city, { matter: organization }, expected)).toEqual(expected);
    expect(await missingOf(hold())).toEqual(["The filing receipt of the major matter is not there"]);
    const before = city.inbox.messages().find((one) => one.to === organization.email("legal-representative"));
    expect(before?.subject).toMatch(/^Reminder, due tomorrow 18:00/);
    expect(before?.text).toContain("is due soon, and nothing has been submitted yet.");
    expect(before?.text).toContain("26 Mar 09:00 mail and SMS sent: secretariat");
    const first = city.inbox.messages().find((one) => one.to === organization.email("authority"));
    expect(first?.text).toContain("31 Mar 09:00 mail sent: legal representative, secretariat, supervisory board");
  });
});
