import { describe, expect, it } from "vitest";
import { weekFrom } from "../../../domain/messages/routine-day.ts";
import { reportOf } from "../../../domain/simulation/report.ts";
import type { SimulatedOrganization, SimulationRules } from "../../../domain/simulation/scenario.ts";
import { summaryOf } from "../../../domain/simulation/summary.ts";
import { defaultRules, simulatedTypes, typicalOrganization } from "../../../domain/simulation/typical.ts";
import { addBusinessDays, businessDaysBetween } from "../../../domain/time/business-days.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { addDays } from "../../../domain/time/dates.ts";

/** A month at `response` in which nobody acts, after a year in which nobody acted. */
const span = { from: "2026-03-01", to: "2026-03-31", answers: "never" } as const;
const rules = defaultRules("response");
const calendar = chinaCalendar();
const shared = ["authority", "registrar", "regulator"];

/** Organizations of every type, each with its own people and with one authority for all. */
const city = (organizations: number): SimulatedOrganization[] =>
  Array.from({ length: organizations }, (_, n) => {
    const one = typicalOrganization(simulatedTypes[n % simulatedTypes.length] ?? "OTH", "usual", `organization-${n}`);
    const holders = one.holders.map((held) =>
      shared.includes(held.personId) ? held : { ...held, personId: `${held.personId} of ${n}` },
    );
    return { ...one, gentle: false, holders };
  });

type Message = ReturnType<typeof reportOf>["messages"][number];

/** Maximum number of messages to one person in a day or a week. */
const most = (messages: readonly Message[], by: (day: string) => string): number => {
  const counts = new Map<string, number>();
  for (const { personId, at } of messages) {
    const key = `${personId}/${by(at.slice(0, 10))}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
};

/** Policies of an administrator that send every notice to an authority also by SMS. */
const withSms: SimulationRules = {
  ...rules,
  policies: new Map(
    [...rules.policies].map(([name, policy]) => [
      name,
      {
        ...policy,
        rungs: policy.rungs.map((rung) => ({
          ...rung,
          tell: rung.tell.map((one) =>
            one.audience === "authority" ? { ...one, channels: ["email", "sms"] as const } : one,
          ),
        })),
      },
    ]),
  ),
};

describe("if nobody acts at all, at response,", () => {
  const { messages } = reportOf(city(simulatedTypes.length), rules, span);
  const over = (channel: string, person?: string, among = messages): Message[] =>
    among.filter((one) => one.channel === channel && (person === undefined || one.personId === person));

  it("nobody in any type of organization, and no supervisor of all of them, is sent more than a mail a workday and three SMS a week", () => {
    expect(most(over("email"), (day) => day)).toBe(1);
    expect(most(over("sms"), weekFrom)).toBe(3);
    const off = over("email").filter(({ at }) => {
      const day = at.slice(0, 10);
      return addBusinessDays(calendar, addDays(day, -1), 1) !== day;
    });
    expect(off).toEqual([]);
  });

  it("an authority is sent mails, and no SMS about recurring duties; with ladders that send it SMS, three a week and one a day", () => {
    expect(over("email", "authority").length).toBeGreaterThan(15);
    expect(over("sms", "authority")).toEqual([]);
    const loud = over("sms", "authority", reportOf(city(simulatedTypes.length), withSms, span).messages);
    expect(most(loud, weekFrom)).toBe(3);
    expect(most(loud, (day) => day)).toBe(1);
  });

  it("an authority over 1,000 is sent a mail a workday, and no SMS", async () => {
    const { people, organizations } = await summaryOf(city(1_000), rules, span);
    expect(organizations).toBe(1_000);
    const [month] = people.find(({ personId }) => personId === "authority")?.months ?? [];
    expect(month?.mails).toBeGreaterThan(15);
    expect(month?.mails).toBeLessThanOrEqual(businessDaysBetween(calendar, addDays(span.from, -1), span.to));
    expect(month?.sms).toBe(0);
  });
});
