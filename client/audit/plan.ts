import type { Gap } from "../../domain/audit/checks.ts";
import { latestAt, shouldBePlanned } from "../../domain/audit/checks.ts";
import { plannable } from "../../domain/planning/plannable.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { plannedOrganizations, withoutCase } from "../../records/audit/planned.ts";
import { nameOf, occurrencesOf, planChangesOf, type Wanted } from "../../records/cases/planned.ts";
import { settingsOf } from "../../records/settings.ts";
import type { ActContext } from "../context.ts";

/** Organizations in a page, so that others' transactions can run in between. */
const page = 500;

/** Cases that the planner should have written on past days and that do not exist, computed by the planner's own functions. */
export async function unplanned({ db, calendar }: ActContext, now: Date): Promise<(Gap & { shard: number })[]> {
  const settings = await settingsOf(db);
  const organizations = (await plannedOrganizations(db)).filter(({ createdAt }) => createdAt <= latestAt("plan", now));
  const gaps: (Gap & { shard: number })[] = [];
  for (let from = 0; from < organizations.length; from += page) {
    const groups = new Map<string, { organizationIds: string[]; occurrences: { duty: string; period: string }[] }>();
    const wanted = new Map<string, Wanted>();
    for (const organization of organizations.slice(from, from + page)) {
      const occurrences = occurrencesOf(organization, plannable, dateIn(now, organization.zone), {
        calendar,
        settings,
      }).filter(({ opensAt }) => shouldBePlanned(opensAt, now));
      for (const occurrence of occurrences)
        wanted.set(nameOf({ organization, occurrence }), { organization, occurrence });
      const keys = occurrences.map(({ duty, period }) => ({ duty, period }));
      const key = keys.map(({ duty, period }) => `${duty}/${period}`).join();
      const known = groups.get(key);
      if (known) known.organizationIds.push(organization.id);
      else groups.set(key, { organizationIds: [organization.id], occurrences: keys });
    }
    const missing = await withoutCase(db, [...groups.values()]);
    if (missing.size === 0) continue;
    // The planner decides what it would open: an occurrence without a case may be counted by another case.
    const duties = new Set([...missing].map((name) => name.split("/").slice(0, 2).join("/")));
    const asked = [...wanted.values()].filter((one) => duties.has(`${one.organization.id}/${one.occurrence.duty}`));
    const { opens } = await planChangesOf(db, asked, now, { lock: false });
    gaps.push(
      ...opens
        .filter((one) => missing.has(nameOf(one)))
        .map(({ organization, occurrence }) => ({
          check: "case-unplanned" as const,
          organizationId: organization.id,
          what: `${occurrence.duty} ${occurrence.period}`,
          since: occurrence.opensAt,
          shard: organization.shard,
        })),
    );
  }
  return gaps;
}
