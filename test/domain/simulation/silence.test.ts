import { describe, expect, it } from "vitest";
import { weekFrom } from "../../../domain/messages/routine-day.ts";
import { reportOf } from "../../../domain/simulation/report.ts";
import type { SimulatedOrganization } from "../../../domain/simulation/scenario.ts";
import { summaryOf } from "../../../domain/simulation/summary.ts";
import { defaultRules, simulatedTypes, typicalOrganization } from "../../../domain/simulation/typical.ts";
import { addBusinessDays, businessDaysBetween } from "../../../domain/time/business-days.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { addDays } from "../../../domain/time/dates.ts";

/** A month of response in which nobody answers anything, after a year like it. */
const span = { from: "2026-03-01", to: "2026-03-31", answers: "never" } as const;
const rules = defaultRules("response");
const calendar = chinaCalendar();
const shared = ["authority", "registrar", "regulator"];

/** Organizations of every type, with people of their own and one authority. */
const city = (organizations: number): SimulatedOrganization[] =>
  Array.from({ length: organizations }, (_, n) => {
    const one = typicalOrganization(simulatedTypes[n % simulatedTypes.length] ?? "OTH", "usual", `organization-${n}`);
    const holders = one.holders.map((held) =>
      shared.includes(held.personId) ? held : { ...held, personId: `${held.personId} of ${n}` },
    );
    return { ...one, gentle: false, holders };
  });

describe("where nobody answers at all, at response", () => {
  const { messages } = reportOf(city(simulatedTypes.length), rules, span);
  const most = (channel: string, by: (day: string) => string, person?: string): number => {
    const counts = new Map<string, number>();
    for (const { personId, at, channel: over } of messages) {
      if (over !== channel || (person !== undefined && personId !== person)) continue;
      const key = `${personId}/${by(at.slice(0, 10))}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return Math.max(0, ...counts.values());
  };

  it("nobody of any type, nor whoever supervises all of them, is sent more than a mail a workday and three SMS a week", () => {
    expect(most("email", (day) => day)).toBe(1);
    expect(most("sms", weekFrom)).toBe(3);
    expect(most("sms", weekFrom, "authority")).toBeLessThanOrEqual(1);
    const off = messages.filter(({ at, channel }) => {
      const day = at.slice(0, 10);
      return channel === "email" && addBusinessDays(calendar, addDays(day, -1), 1) !== day;
    });
    expect(off).toEqual([]);
  });

  it("an authority over 1,000 is sent a mail a workday, and no more SMS than one a week", async () => {
    const { people, organizations } = await summaryOf(city(1_000), rules, span);
    expect(organizations).toBe(1_000);
    const [month] = people.find(({ personId }) => personId === "authority")?.months ?? [];
    expect(month?.mails).toBeGreaterThan(15);
    expect(month?.mails).toBeLessThanOrEqual(businessDaysBetween(calendar, addDays(span.from, -1), span.to));
    expect(month?.sms).toBeLessThanOrEqual(4);
  });
});
