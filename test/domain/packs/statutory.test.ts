import { describe, expect, it } from "vitest";
import type { Deadline } from "../../../domain/duty.ts";
import { findDeadline, statutory } from "../../../domain/packs/index.ts";

/** The figures as a lawyer would list them; "rolls" where a last day that is no workday moves. */
const expected = `
campaign-disclosure-interval V every 3 months rolls
campaign-disclosure-final V after 3 months rolls
project-disclosure-interval V every 3 months rolls
project-disclosure-final V after 3 months rolls
emergency-receipts V every 5 days
emergency-use V
fundraising-plan V
fundraising-plan-before P before 10 days rolls
fundraising-plan-late V after 10 days rolls
fundraising-plan-changed R after 10 days rolls
fundraising-partner V
fundraising-display V
donation-receipt V
partner-evaluation P after 3 months rolls
charity-events V after 30 days rolls
related-party-list V by 5-31
charity-annual-report P by 5-31
donor-query V after 20 days rolls
changed-use V after 10 days rolls
mutual-aid-results V after 30 days rolls
related-party-dealings V after 30 days rolls
association-annual-report-supervisor V by 3-31
association-annual-report-registrar V by 5-31
service-annual-report-supervisor V by 3-31
service-annual-report-registrar V by 5-31
foundation-annual-report V by 3-31
association-donation-report V
service-donation-report V
major-matter-filing P before 15 days rolls
fire-drill-key-unit P every 6 months
fire-drill P every 12 months
production-drill-comprehensive P every 12 months
production-drill-on-site P every 6 months
party-member-meeting R every 3 months
party-lecture R every 3 months
party-committee-meeting R every 1 months
party-day R every 1 months
counting-terms V
`;

function line(deadline: Deadline): string {
  const { name, status, figure } = deadline;
  if (!figure) return `${name} ${status}`;
  const rolls = figure.roll ? " rolls" : "";
  if (figure.type === "by") return `${name} ${status} by ${figure.month}-${figure.day}${rolls}`;
  const term = figure.days === undefined ? `${figure.months} months` : `${figure.days} days`;
  return `${name} ${status} ${figure.type} ${term}${rolls}`;
}

describe("the statutory deadlines", () => {
  it("have the figures and the status that were found for them", () => {
    expect(statutory.map(line)).toEqual(expected.trim().split("\n"));
  });

  it("each name their source, with its article, and say their rule in both languages", () => {
    for (const { name, source, rule } of statutory) {
      expect([name, source.zh]).toEqual([
        name,
        expect.stringMatching(/《.+》.*第[一二三四五六七八九十百零]+条|〔2022〕1号|未见条文|三会一课/),
      ]);
      expect(source.en).not.toMatch(/\p{Script=Han}/u);
      expect(rule.zh).toMatch(/\p{Script=Han}/u);
      expect(rule.en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it("are known by a name of their own", () => {
    expect(new Set(statutory.map((deadline) => deadline.name)).size).toBe(statutory.length);
    expect(findDeadline("emergency-receipts")?.source.en).toContain("art. 72");
    expect(findDeadline("rain")).toBeUndefined();
  });

  it("never move the five days of an emergency", () => {
    expect(findDeadline("emergency-receipts")?.figure).toEqual({ type: "every", days: 5, roll: false });
  });
});
