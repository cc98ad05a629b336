import { beforeAll, describe, expect, test } from "vitest";
import { endCampaign, startCampaign } from "../../client/kinds/campaign.ts";
import { beginCampaign, disclosedAs, planCampaign } from "../../client/kinds/campaign-plan.ts";
import { cancelCampaign, movePlan } from "../../client/kinds/campaign-plan-changes.ts";
import { recordDonations } from "../../client/kinds/donation.ts";
import { leave } from "../../client/registry/people.ts";
import { addDays } from "../../domain/time/dates.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { filingsOf } from "../../records/donations/campaigns.ts";
import { hurried } from "../../web/public/public-campaigns.ts";
import { chapters } from "../support/chapters.ts";
import type { Organization } from "../support/organization.ts";
import { recipientsOf } from "../support/recipients.ts";
import { missingOf } from "../support/refusals.ts";
import { agreed, filed, type PlanArguments, planFor, shown, submitPlan } from "../support/stories/campaign-plan.ts";
import { startWorld, type World, worldBy, zone } from "../support/world.ts";

let city: World;
let organization: Organization;
let plan: string;

beforeAll(async () => {
  city = await startWorld();
});

const actor = "administrator";
const state = async (id: string): Promise<string> => {
  const found = await city.db.case.findUnique({ where: { id } });
  return found?.state ?? "";
};
const dueDay = async (key: string, caseId = plan): Promise<string> =>
  dateIn((await city.task(caseId, key)).dueAt, zone);
const submit = (key: string, values: Record<string, string>, role?: Parameters<Organization["person"]>[0]) =>
  submitPlan(city, { organization, plan }, key, values, role);
/** Waits for a task that the workflow requests. */
const awaitTask = (key: string): Promise<void> => city.awaitTask(plan, key);
const prepare = async (...planning: PlanArguments): Promise<void> => {
  ({ organization, plan } = await planFor(city, ...planning));
};
const begin = () => beginCampaign(city.context, { planId: plan, actor });

describe("a qualified charity's campaign", () => {
  const chapter = chapters(async () => {
    city = await worldBy("2031-03-03 17:00", city);
  });
  chapter(
    "is planned: the plan is filed ten days before its start, moved back to a workday, and the notice is published",
    async () => {
      city.newMessages();
      // Ten days before Thursday 2031-04-03 is Monday 03-24.
      await prepare({ startsOn: "2031-04-03", endsOn: "2031-05-10" });
      expect(await dueDay("file-plan")).toBe("2031-03-24");
      expect(await dueDay("publish-notice")).toBe("2031-04-03");
      const [mail] = city.newMessages(organization);
      expect(mail?.to).toBe(organization.email("secretariat"));
      expect(mail?.text).toContain("File the fundraising plan");
      const again = await planCampaign(city.context, {
        organizationId: organization.id,
        key: "winter",
        title: "另一个",
        startsOn: "2031-06-01",
        emergency: false,
        actor,
      });
      expect(again).toEqual({ caseId: plan, created: false });
    },
  );

  chapter(
    "cannot begin or receive donations before its gate is passed; everything that is missing is listed",
    async () => {
      const lacks = [
        "File the fundraising plan",
        "The solicitation notice is not published",
        expect.stringMatching(/^The first day that the plan names has not come: it is \S+ \(\d+ days? from now\)$/),
      ];
      expect(await missingOf(begin())).toEqual(lacks);
      expect(await missingOf(disclosedAs(city.db, plan, city.now()))).toEqual(lacks);
      const plain = { organizationId: organization.id, title: "不报备", emergency: false, actor } as const;
      expect(await missingOf(startCampaign(city.context, plain))).toEqual([
        "File the fundraising plan",
        "Publish the solicitation notice",
      ]);
      await expect(
        recordDonations(city.context, {
          caseId: plan,
          rows: [{ on: "2031-03-03", direction: "received", amount: "1" }],
          actor,
        }),
      ).rejects.toThrow(/No campaign/);
    },
  );

  chapter(
    "moves D of its filing when it is moved; if it is already filed, the change must be filed before it may begin",
    async () => {
      // Ten days before Tuesday 2031-04-08 is Saturday 03-29, so D is the Friday before.
      await movePlan(city.context, { planId: plan, startsOn: "2031-04-08", reason: "场地未定", actor });
      expect(await dueDay("file-plan")).toBe("2031-03-28");
      await submit("file-plan", filed);
      expect(await movePlan(city.context, { planId: plan, startsOn: "2031-04-09", actor })).toEqual({
        changed: true,
        refiled: true,
      });
      expect(await movePlan(city.context, { planId: plan, startsOn: "2031-04-09", actor })).toEqual({
        changed: false,
        refiled: false,
      });
      // Ten days after Monday 2031-03-03.
      expect(await dueDay("file-change")).toBe("2031-03-13");
      expect(await missingOf(begin())).toContain("What changed in the plan is not filed");
      await submit("file-change", { "filing-number": "4401000032100001A03001-1" });
    },
  );

  chapter("publishes a notice with every item that the law requires, or none", async () => {
    expect(await missingOf(submit("publish-notice", shown({ contacts: "finding", query: "na" })))).toEqual([
      "Contacts",
      "How to query what was raised",
    ]);
    await submit("publish-notice", shown());
    expect(await missingOf(begin())).toEqual([
      expect.stringMatching(/^The first day that the plan names has not come: it is \S+ \(\d+ days? from now\)$/),
    ]);
  });

  chapter(
    "begins once on its day, even if it is started twice, has a case for its disclosures, and receives donations",
    async () => {
      await city.until("2031-04-09 10:00");
      const { caseId, created } = await begin();
      expect(created).toBe(true);
      expect(await begin()).toEqual({ caseId, created: false });
      expect(await disclosedAs(city.db, plan, city.now())).toBe(caseId);
      await recordDonations(city.context, {
        caseId,
        rows: [{ on: "2031-04-09", direction: "received", amount: "500" }],
        actor,
      });
      await expect(cancelCampaign(city.context, { caseId: plan, reason: "不办了", actor })).rejects.toThrow(
        /taken donations/,
      );
    },
  );

  chapter("ends: the supervisory board inspects it, and the case of its plan is done", async () => {
    const caseId = await disclosedAs(city.db, plan, city.now());
    // Longer than the filed plan, so the change must be filed.
    await endCampaign(city.context, { caseId, endedOn: "2031-05-20", actor });
    expect(await dueDay("file-change:2")).toBe("2031-04-21");
    await submit("file-change:2", { "filing-number": "-2" });
    await endCampaign(city.context, { caseId, endedOn: "2031-04-09", actor });
    city.newMessages();
    await city.until("2031-04-10 09:30");
    expect(await city.resultOf(`fundraising-${plan}`)).toBe("ended");
    await city.record("fundraising-qualified", `fundraising-${plan}`);
    const inspections = await city.db.case.findMany({ where: { parentId: caseId } });
    expect(inspections.map(({ duty }) => duty)).toEqual(["30"]);
    expect(recipientsOf(city.newMessages(organization))).toContain("supervisory-board email");
    expect(await state(caseId)).toBe("open"); // the full disclosure is not published yet
  });
});

test("of a service organization that is a qualified charity has the same gate, and discloses what it raised", async () => {
  await prepare({ startsOn: "2031-07-21", endsOn: "2031-08-10" }, { type: "SVC", qualified: true });
  expect(await city.db.case.findUniqueOrThrow({ where: { id: plan } })).toMatchObject({ duty: "37" });
  expect(await missingOf(begin())).toEqual(
    expect.arrayContaining(["File the fundraising plan", "The solicitation notice is not published"]),
  );
});

describe("an unqualified organization's campaign", () => {
  const chapter = chapters(async () => {
    city = await worldBy("2031-04-11 17:00", city);
  });
  chapter("goes through a qualified partner, step by step", async () => {
    city.newMessages();
    await prepare({ startsOn: "2031-05-20", endsOn: "2031-06-10" }, { type: "VOL", qualified: false });
    expect(await missingOf(begin())).toEqual([
      "Assess the partner",
      "Sign the written agreement with the partner",
      "Have the partner file the fundraising plan",
      expect.stringMatching(/^The first day that the plan names has not come: it is \S+ \(\d+ days? from now\)$/),
    ]);
    expect(await missingOf(submit("agreement", { "signed-on": "2031-04-10", ...agreed() }))).toEqual([
      "Assess the partner",
    ]);
    await submit("assess-partner", { partner: "木棉花开慈善基金会", certificate: "53440000B", assessment: "资质齐全" });
    city.newMessages();
    expect(
      await missingOf(submit("agreement", { "signed-on": "2031-04-10", ...agreed({ account: "finding" }) })),
    ).toEqual(["All that is raised goes into the qualified charity's account and is managed by it"]);
    await submit("agreement", { "signed-on": "2031-04-10", ...agreed() });
    expect(await missingOf(submit("partner-plan", { "filing-number": "A1", "names-us": "no" }))).toEqual([
      "The plan must name both partners",
    ]);
  });

  chapter(
    "escalates while the partner's plan is not filed; a leaver's task is requested from the role's next holder",
    async () => {
      // Ten days before Tuesday 2031-05-20 is Saturday 05-10, so D is the Friday before.
      expect(await dueDay("partner-plan")).toBe("2031-05-09");
      await city.until("2031-05-09 09:20");
      expect(recipientsOf(city.newMessages(organization))).toEqual(
        expect.arrayContaining([
          "legal-representative email",
          "legal-representative sms",
          "secretariat email",
          "secretariat sms",
        ]),
      );
      await city.until("2031-05-12 09:20");
      // Earlier recipients get one copy.
      expect(recipientsOf(city.newMessages(organization))).toEqual([
        "legal-representative email",
        "secretariat email",
        "supervisory-board email",
        "supervisory-board sms",
      ]);
      await city.until("2031-05-13 09:20");
      expect(recipientsOf(city.newMessages(organization))).toContain("authority email");
      await leave(city.context, organization.email("secretariat"), { actor });
      await city.until("2031-05-15 09:20");
      const roles = recipientsOf(city.newMessages(organization));
      expect(roles).not.toContain("secretariat email");
      expect(roles).toContain("deputy email");
      await submit("partner-plan", { "filing-number": "A1", "names-us": "yes" }, "deputy");
    },
  );

  chapter(
    "begins; after its planned end the accounts are settled and the partner's evaluation is published",
    async () => {
      await city.until("2031-05-20 10:00");
      await begin();
      await city.until("2031-06-10 18:30");
      await awaitTask("reconcile");
      await awaitTask("evaluate-partner");
      expect(await dueDay("reconcile")).toBe("2031-07-10");
      expect(await dueDay("evaluate-partner")).toBe("2031-09-10");
      const campaign = await disclosedAs(city.db, plan, city.now());
      await endCampaign(city.context, { caseId: campaign, endedOn: "2031-06-09", actor });
      expect(await dueDay("reconcile")).toBe("2031-07-09");
      await submit("reconcile", { raised: "12000.00" }, "deputy");
      await submit("evaluate-partner", { evaluation: "履约良好", address: "https://example.org/e" }, "deputy");
      expect(await city.resultOf(`fundraising-${plan}`)).toBe("ended");
      await city.record("fundraising-unqualified", `fundraising-${plan}`);
      expect(await state(plan)).toBe("done");
    },
  );
});

describe("a campaign in a major emergency", () => {
  const chapter = chapters();
  chapter("begins at once, and its plan is filed within ten days after the start", async () => {
    organization = await city.organization();
    city.newMessages();
    // The first day is read before the start, because the engine's clock may advance while the city settles.
    const day = dateIn(city.now(), zone);
    const flood = { organizationId: organization.id, key: "flood", title: "暴雨救灾", emergency: true, actor } as const;
    const { caseId, created } = await startCampaign(city.context, flood);
    expect(created).toBe(true);
    expect(await startCampaign(city.context, flood)).toEqual({ caseId, created: false });
    plan = (await city.db.case.findUnique({ where: { id: caseId } }))?.parentId ?? "";
    await city.settled();
    expect(recipientsOf(city.newMessages(organization))).toContain("secretariat email");
    const later = dateIn(new Date(Date.parse(day) + 10 * 86_400_000), zone);
    expect((await dueDay("file-late")) >= later).toBe(true);
    await submit("file-late", filed);
  });

  chapter("closes its plan and its disclosures if it is cancelled before any donation", async () => {
    const campaign = await disclosedAs(city.db, plan, city.now());
    expect(await cancelCampaign(city.context, { caseId: campaign, reason: "险情解除", actor })).toEqual({
      changed: true,
    });
    expect(await city.resultOf(`fundraising-${plan}`)).toBe("cancelled");
    await city.record("fundraising-cancelled", `fundraising-${plan}`);
    expect(await state(campaign)).toBe("cancelled");
    expect((await city.task(plan, "publish-notice")).state).toBe("cancelled");
  });

  chapter("of an unqualified organization still requires a partner", async () => {
    organization = await city.organization({ qualified: false });
    const flood = { organizationId: organization.id, title: "暴雨救灾", emergency: true, actor } as const;
    expect(await missingOf(startCampaign(city.context, flood))).toEqual([
      "Assess the partner",
      "Sign the written agreement with the partner",
    ]);
  });
});

describe("on the public page of a campaign", () => {
  const words = async (): Promise<string> => {
    const [filing] = await filingsOf(city.db, organization.id);
    if (!filing) throw new Error("nothing is on record");
    return hurried(filing, zone, "zh-CN").toString();
  };
  const planned = async (days: number): Promise<void> => {
    const startsOn = dateIn(new Date(city.now().getTime() + days * 86_400_000), zone);
    await prepare({ startsOn, endsOn: addDays(startsOn, 20) });
    await submit("file-plan", filed);
    await submit("publish-notice", shown());
    await city.until(`${startsOn} 09:30`);
    await begin();
    await city.settled();
  };

  test("it is stated if it began less than ten days after its plan was filed", async () => {
    await planned(3);
    expect(await words()).toContain("备案后3天即开始募捐，未满法定十日");
  });

  test("nothing is stated if it waited for ten days", async () => {
    await planned(10);
    expect(await words()).toBe("");
  });
});
