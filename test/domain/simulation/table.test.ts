import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadTables, readmes, withTables } from "../../../docs/make-load.ts";
import { weekFrom } from "../../../domain/messages/routine-day.ts";
import { reportOf } from "../../../domain/simulation/report.ts";
import { tableRow, tableRows, tableYear } from "../../../domain/simulation/table.ts";
import { defaultRules, simulatedTypes, sizes, typicalOrganization } from "../../../domain/simulation/typical.ts";
import { levels } from "../../../domain/terms.ts";
import { addBusinessDays } from "../../../domain/time/business-days.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { addDays } from "../../../domain/time/dates.ts";

/** Maximum monthly workload of a secretariat (LEVELS: mean and highest number of acts and mails, SMS, open at any time). */
const bounds = {
  normal: { actsMean: 2, actsWorst: 4, mailsMean: 2, mailsWorst: 4, smsMean: 0, openWorst: 20 },
  watch: { actsMean: 4, actsWorst: 6, mailsMean: 4, mailsWorst: 7, smsMean: 0, openWorst: 25 },
  response: { actsMean: 8, actsWorst: 12, mailsMean: 9, mailsWorst: 13, smsMean: 1, openWorst: 30 },
} as const;

describe.each(levels)("a month at %s", (level) => {
  it.each(simulatedTypes)("of a %s requires no more than an organization can manage", (type) => {
    for (const size of sizes) {
      const row = tableRow(type, level, size);
      const most = size === "small" ? 1.3 : 1;
      for (const [name, bound] of Object.entries(bounds[level]) as [keyof typeof bounds.normal, number][])
        expect(row[name], `${name} of ${type}, ${size}`).toBeLessThanOrEqual(bound * most);
      expect(row.actsMean).toBeGreaterThan(1);
    }
  });
});

it("is in the READMEs (regenerate it with: npx tsx docs/make-load.ts)", () => {
  const rows = tableRows();
  expect(rows).toHaveLength(9 * 3 * 2);
  for (const [file, language] of Object.entries(readmes)) {
    const page = readFileSync(file, "utf8");
    expect(withTables(page, loadTables(language, rows))).toBe(page);
  }
});

describe("if nobody acts, at response,", () => {
  const calendar = chinaCalendar();
  const span = { from: "2026-03-01", to: "2026-05-31", answers: "never" } as const;
  const organization = typicalOrganization("IND", "usual", "organization-1");
  const { messages } = reportOf([organization], defaultRules("response"), span);
  const counted = (channel: string, of: (day: string) => string): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const one of messages.filter((message) => message.channel === channel)) {
      const key = `${one.personId} ${of(one.at.slice(0, 10))}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  };

  it("nobody is sent more than one mail a day, nor any on a day off", () => {
    const mails = counted("email", (day) => day);
    expect([...mails].filter(([, n]) => n > 1)).toEqual([]);
    const off = [...mails.keys()].filter((key) => {
      const day = key.split(" ")[1] ?? "";
      return addBusinessDays(calendar, addDays(day, -1), 1) !== day;
    });
    expect(off).toEqual([]);
  });

  it("nobody is sent more than three SMS a week", () => {
    const weeks = counted("sms", weekFrom);
    expect(Math.max(...weeks.values())).toBe(3);
  });

  it("the secretariat, its heads, the board and the authority are notified", () => {
    const recipients = new Set(messages.map(({ personId }) => personId));
    expect([...recipients].sort()).toEqual(
      ["authority", "board", "head", "legal-representative", "party", "secretariat", "staff"].sort(),
    );
  });
});

describe("a simulation", () => {
  const rules = defaultRules("normal");
  const span = { ...tableYear, to: "2026-03-31" };
  it("lists rungs without recipients", () => {
    const organization = typicalOrganization("OTH", "small", "organization-1");
    const alone = {
      ...organization,
      holders: organization.holders.filter(({ personId }) => personId === "secretariat"),
    };
    const { nobody } = reportOf([alone], rules, { ...span, answers: "never" });
    expect(nobody).toContainEqual(expect.objectContaining({ duty: "1", role: "supervisory-board" }));
    const usual = reportOf([typicalOrganization("OTH", "usual", "organization-1")], rules, {
      ...span,
      answers: "never",
    });
    expect(usual.nobody).toEqual([]);
  });

  it("is reproducible, and bundles the notices of one person from several organizations", () => {
    const one = typicalOrganization("OTH", "usual", "organization-1");
    const other = { ...one, id: "organization-1b", code: "b" };
    const alone = reportOf([one], rules, span);
    expect(reportOf([one], rules, span)).toEqual(alone);
    const both = reportOf([one, { ...other, id: one.id }], rules, span);
    expect(both.totals.acts).toBe(2 * alone.totals.acts);
    expect(both.totals.mails).toBeLessThan(2 * alone.totals.mails);
  });
});
