import { describe, expect } from "vitest";
import { startCampaign } from "../../../client/kinds/campaign.ts";
import { planCampaign } from "../../../client/kinds/campaign-plan.ts";
import { setLevel } from "../../../client/registry/levels.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { chapters } from "../../support/chapters.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";

const { db } = await freshDatabase({ calm: true });
const now = new Date("2031-03-04T01:00:00Z");
const context = { db, calendar: chinaCalendar(), now: () => now, flush: async () => undefined };
const { id: organizationId } = await found(db, new Date("2031-03-03T01:00:00Z"), { type: "CHA", qualified: true });
const campaign = (key: string) => ({
  ...{ organizationId, key, title: "救灾募捐", startsOn: "2031-03-04", emergency: true },
  actor: "administrator" as const,
});
const factsOf = async (caseId: string) => (await db.case.findUniqueOrThrow({ where: { id: caseId } })).facts;

const chapter = chapters();

describe("a campaign for an emergency", () => {
  chapter("is refused, planned or started, if no hazard is above normal and no emergency is named", async () => {
    for (const begin of [planCampaign, startCampaign])
      await expect(begin(context as never, campaign("undeclared"))).rejects.toMatchObject({
        code: "REFUSED",
        causes: [{ reason: "emergency-undeclared" }],
      });
    expect(await db.case.count()).toBe(0);
  });

  chapter("is accepted with a named emergency, which is recorded", async () => {
    const declared = "台风“海神”Ⅰ级应急响应";
    const { caseId } = await startCampaign(context as never, { ...campaign("declared"), declared });
    const { parentId } = await db.case.findUniqueOrThrow({ where: { id: caseId } });
    expect(await factsOf(parentId ?? caseId)).toMatchObject({ emergency: true, declared });
  });

  chapter("is accepted without a name if a hazard is above normal", async () => {
    await setLevel(context as never, { hazard: "flood", level: "response", because: "台风", actor: "administrator" });
    const { caseId } = await planCampaign(context as never, campaign("raised"));
    expect(await factsOf(caseId)).toMatchObject({ emergency: true });
  });
});
