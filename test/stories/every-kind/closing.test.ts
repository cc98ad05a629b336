import { beforeAll, describe, expect, test } from "vitest";
import { closeOrganization } from "../../../client/cases/closing.ts";
import { startCampaign } from "../../../client/kinds/campaign.ts";
import { planMatter } from "../../../client/kinds/matter.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { recipientsOf } from "../../support/recipients.ts";
import { startWorld, type World, zone } from "../../support/world.ts";

let city: World;

beforeAll(async () => {
  city = await startWorld();
});

describe("an organization that is closed while cases are running", () => {
  test("ends its workflows, notifies everybody with an open task once, and opens nothing more", async () => {
    const organization = await city.organization();
    const common = { organizationId: organization.id, actor: "administrator" as const };
    const drill = await city.start({
      ...common,
      duty: "26",
      subject: "",
      dueAt: instantAt("2031-04-30", "18:00", zone),
    });
    const fix = await city.start({ ...common, duty: "29", subject: "灭火器过期", facts: { severity: "major" } });
    const days = { startsOn: "2031-03-03", endsOn: "2031-04-30", emergency: true };
    const campaign = await startCampaign(city.context, { ...common, ...days, title: "助学" });
    const plan = await city.db.case.findFirstOrThrow({ where: { organizationId: organization.id, kind: "FG" } });
    const congress = { ...common, key: "congress", what: "会员代表大会", on: "2031-04-30" };
    const { caseId: matter } = await planMatter(city.context, congress);
    await city.settled();
    await city.plan();
    city.newMessages();

    await closeOrganization(city.context, organization.code, { reason: "登记证书已注销", actor: "administrator" });
    await city.settled();
    const result = (id: string): Promise<unknown> => city.resultOf(id);
    expect(await result(`drill-${drill}`)).toBe("cancelled");
    expect(await result(`rectification-${fix}`)).toBe("cancelled");
    expect(await result(`disclosure-${campaign.caseId}`)).toBe("cancelled");
    expect(await result(`fundraising-${plan.id}`)).toBe("cancelled");
    expect(await result(`matter-${matter}`)).toBe("cancelled");
    const words = city.newMessages(organization);
    // One mail per person, however many of their tasks were cancelled.
    const receivers = words.filter((one) => one.to === organization.email("secretariat"));
    expect(receivers.length).toBeGreaterThanOrEqual(1);
    expect(words.every((one) => one.channel === "email")).toBe(true);
    expect(receivers.map((one) => one.text).join()).toContain("登记证书已注销");

    await city.until("2031-04-02 10:00", { plan: true });
    expect(recipientsOf(city.newMessages(organization))).toEqual([]);
    const left = { organizationId: organization.id };
    const later = { gt: instantAt("2031-03-04", "00:00", zone) };
    expect(await city.db.task.count({ where: { ...left, settledAt: null } })).toBe(0);
    expect(await city.db.task.count({ where: { ...left, openedAt: later } })).toBe(0);
  });
});
