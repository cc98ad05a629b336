import { describe, expect, it } from "vitest";
import type { Deadline } from "../../../../domain/catalogue/duty.ts";
import { allDuties, dutyOf, findDeadline, statutory } from "../../../../domain/catalogue/packs/index.ts";
import { textsToReview } from "../../../../domain/catalogue/packs/reading.ts";
import { relatedDeadlines } from "../../../../domain/catalogue/packs/related-deadlines.ts";
import { procedureOf } from "../../../../domain/procedures/kinds.ts";

const monthsOf: Readonly<Record<string, number>> = { monthly: 1, quarterly: 3, "half-yearly": 6, yearly: 12 };

/** The figures as a lawyer would list them; "rolls" if a last day that is no workday moves. */
const expected = `
campaign-disclosure-interval V every 3 months rolls
campaign-disclosure-final V after 3 months rolls
project-disclosure-interval V every 3 months rolls
project-disclosure-final V after 3 months rolls
emergency-receipts V every 5 days
emergency-use V
disclosure-platform P
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
party-member-meeting V every 3 months
party-lecture P every 3 months
party-committee-meeting V every 1 months
party-day P every 1 months
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

  it("each name their source, its article if it was read, and their rule in both languages", () => {
    for (const { name, source, rule, status } of statutory) {
      const cited = status === "V" ? /《.+》.*第[一二三四五六七八九十百零]+条/ : /《.+》|〔2022〕1号/;
      expect([name, source.zh]).toEqual([name, expect.stringMatching(cited)]);
      expect(source.en).not.toMatch(/\p{Script=Han}/u);
      expect(rule.zh).toMatch(/\p{Script=Han}/u);
      expect(rule.en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it("say where they are published, in which article, and when they were last read", () => {
    for (const { name, article, publication, address, readOn, status } of statutory) {
      expect([name, article]).toEqual([name, expect.stringMatching(/^(第.+条.*)?$/)]);
      expect(publication.zh, name).toMatch(/，/);
      expect(publication.en, name).not.toMatch(/\p{Script=Han}/u);
      expect(address, name).toMatch(/^https:\/\/[a-z0-9.]+$/);
      // A law that was read or is quoted has the day of reading; one that is only recalled has none.
      expect([name, readOn !== null]).toEqual([name, status !== "R"]);
    }
    expect(findDeadline("campaign-disclosure-final")?.article).toBe("第七十九条第二款");
  });

  it("must be read again after a year, and at once if they were never read", () => {
    const names = (day: string) => textsToReview(day).map(({ name }) => name);
    // Only a quotation of it was read.
    expect(names("2026-12-01")).toContain("fire-drill");
    expect(names("2026-12-01")).not.toContain("guangzhou-2022");
    expect(names("2027-11-24")).toContain("guangzhou-2022");
    expect(names("2026-12-01")).not.toContain("donor-query");
    expect(names("2027-11-23")).not.toContain("donor-query");
    expect(names("2027-11-24")).toContain("donor-query");
  });

  /** Every row of the table of statutory deadlines, with the names of its deadlines and the duties that implement it. */
  const rows: readonly (readonly [rule: string, deadlines: readonly string[], duties: readonly string[]])[] = [
    ["慈善法 art. 79 ¶2", ["campaign-disclosure-interval", "campaign-disclosure-final"], ["40a"]],
    ["art. 79 ¶3", ["project-disclosure-interval", "project-disclosure-final"], ["40b"]],
    ["art. 72", ["emergency-receipts", "emergency-use"], ["40a"]],
    ["art. 24 ¶2", ["fundraising-plan"], ["37"]],
    ["公开募捐管理办法 art. 11", ["fundraising-plan-before"], ["37"]],
    ["慈善法 art. 73", ["fundraising-plan-late"], ["37"]],
    ["art. 26", ["fundraising-partner"], ["38"]],
    ["arts 25, 27", ["fundraising-display"], ["36"]],
    ["art. 38", ["donation-receipt"], ["40a"]],
    ["慈善组织信息公开办法 arts 13–15", ["charity-events", "related-party-list"], ["S5", "S6"]],
    ["the same, articles unseen", ["charity-annual-report", "partner-evaluation"], ["S4", "38"]],
    ["广州市慈善促进条例", ["donor-query", "changed-use", "related-party-dealings"], ["40a"]],
    ["广州市慈善促进条例, mutual aid", ["mutual-aid-results"], ["S11"]],
    [
      "社团条例 art. 28; 民非条例 art. 23, to the authority",
      ["association-annual-report-supervisor", "service-annual-report-supervisor"],
      ["S1"],
    ],
    ["the same, to the registrar", ["association-annual-report-registrar", "service-annual-report-registrar"], ["S2"]],
    ["基金会管理条例 art. 36", ["foundation-annual-report"], ["S3"]],
    ["社团条例 art. 26; 民非条例 art. 21", ["association-donation-report", "service-donation-report"], ["S12"]],
    ["穗社管规字〔2022〕1号", ["major-matter-filing"], ["23"]],
    ["fire drills", ["fire-drill-key-unit", "fire-drill"], ["S7", "S8"]],
    ["production-safety drills", ["production-drill-comprehensive", "production-drill-on-site"], ["S9", "S10"]],
    [
      "三会一课",
      ["party-member-meeting", "party-lecture", "party-committee-meeting", "party-day"],
      ["S13", "S14", "S15", "S16"],
    ],
    ["慈善中国", ["disclosure-platform"], ["40a", "40b"]],
  ];

  it.each(rows)("%s: each of its deadlines belongs to a duty that runs", (_, names, numbers) => {
    const around = new Set(numbers.flatMap((number) => relatedDeadlines(dutyOf(number)).map(({ name }) => name)));
    for (const name of names) expect(around, name).toContain(name);
    for (const number of numbers) {
      const duty = dutyOf(number);
      // The duty opens: by its cadence, or by an event that has a text for the person who reports it.
      expect([number, duty.cadence !== undefined || duty.events.length > 0]).toEqual([number, true]);
    }
  });

  it("are all in that table, except the rules for counting terms, which are not duties", () => {
    const listed = [...rows.flatMap(([, names]) => names), "fundraising-plan-changed", "counting-terms"];
    expect([...listed].sort()).toEqual(statutory.map(({ name }) => name).sort());
  });

  it("with a figure set the day of a step or a duty, or the cadence of a duty", () => {
    const used = new Set<string>();
    const note = (name: string | undefined): void => void (name && used.add(name));
    for (const duty of allDuties) {
      note(duty.due?.deadline);
      for (const step of Object.values(procedureOf(duty.kind).steps)) note(step.due?.deadline);
      // A cadence, or a day of the year: as often as the law requires.
      for (const name of duty.deadlines ?? []) {
        const { figure } = findDeadline(name) ?? {};
        const [month, day] = duty.days?.due.split("-").map(Number) ?? [];
        if (figure?.type === "by" && figure.month === month && figure.day === day) note(name);
        if (figure?.type === "every" && monthsOf[duty.cadence ?? ""] === figure.months) note(name);
      }
    }
    // Disclosures have their own calendar (domain/donations/disclosure.ts), computed from these figures.
    const own = /^(campaign|project)-disclosure|^emergency-receipts$/;
    const idle = statutory.filter(({ name, figure }) => figure && !used.has(name) && !own.test(name));
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  it("have unique names", () => {
    expect(new Set(statutory.map((deadline) => deadline.name)).size).toBe(statutory.length);
    expect(findDeadline("emergency-receipts")?.source.en).toContain("art. 72");
    expect(findDeadline("rain")).toBeUndefined();
  });

  it("never move the five days of an emergency", () => {
    expect(findDeadline("emergency-receipts")?.figure).toEqual({ type: "every", days: 5, roll: false });
  });
});
