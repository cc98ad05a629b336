import { describe, expect, it } from "vitest";
import { dueFigureOf, figuresOf, originText, stepsOf, termsByLaw, textOf } from "../../../domain/catalogue/figures.ts";
import { allDuties, dutyOf, findDeadline, statutoryDuties } from "../../../domain/catalogue/packs/index.ts";
import { textsToReview } from "../../../domain/catalogue/packs/reading.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import { policyOfCase, severities } from "../../../domain/procedures/kinds.ts";
import { ownLadder, rowOf, stepOf } from "../../../domain/procedures/steps.ts";

const policies = new Map(Object.entries(defaultPolicies));

describe("every figure that determines a duty", () => {
  it.each(allDuties.map(({ number }) => number))("of duty %s names its source, and when that was read", (number) => {
    const figures = figuresOf(dutyOf(number), policies);
    expect(figures.length).toBeGreaterThan(0);
    const review = textsToReview("2026-12-01").map(({ name }) => name);
    for (const one of figures) {
      const about = `${number}: ${one.what.en}`;
      expect(one.source.zh, about).toMatch(/《.+》|〔\d+〕/);
      expect(one.source.en, about).not.toMatch(/^$/);
      expect(one.publication.zh, about).toMatch(/网站|数据库|党员网/);
      expect(one.address, about).toMatch(/^https:\/\//);
      expect(one.value.zh !== "" && one.value.en !== "", about).toBe(true);
      // Laws that nobody has read are on the administrator's list.
      if (one.readOn === null) expect(review, about).toContain(one.deadline);
      expect(originText(one).zh, about).toMatch(one.by === "law" ? /^法定：/ : /^本系统默认/);
    }
  });

  it("is listed: each cadence, day, term and ladder in the catalogue and its procedures", () => {
    for (const duty of allDuties) {
      const figures = figuresOf(duty, policies);
      const count = (step: string | null, words: RegExp): number =>
        figures.filter((one) => one.step === step && words.test(one.what.en)).length;
      expect([duty.number, count(null, /^rhythm$/)]).toEqual([duty.number, duty.cadence ? 1 : 0]);
      expect([duty.number, count(null, /^due day$/)]).toEqual([
        duty.number,
        (duty.days ? 1 : 0) + (duty.dueInNext ? 1 : 0),
      ]);
      for (const step of stepsOf(duty)) {
        const form = stepOf(duty.kind, step);
        const rules = [form.due ?? rowOf(duty, step).due, form.term, form.cadence, form.latest, form.verdictBy];
        expect([duty.number, step, figures.filter((one) => one.step === step).length]).toEqual([
          ...[duty.number, step],
          rules.filter(Boolean).length,
        ]);
        for (const severity of severities) {
          const name = ownLadder(form, { severity }) ?? policyOfCase(duty, { severity });
          const label = name && figures.some(({ what }) => what.en.includes("times of its rungs"));
          if (name) expect([duty.number, name, label]).toEqual([duty.number, name, true]);
        }
      }
    }
  });

  it("is a statutory one if the statutory pack names it", () => {
    const open: string[] = [];
    for (const duty of statutoryDuties.duties)
      for (const one of figuresOf(duty, policies)) {
        expect(one.article, `${duty.number}: ${one.what.en}`).toMatch(duty.number === "S4" ? /^$/ : /^第.+条/);
        if (one.by === "default" && !one.what.en.startsWith("Ladder")) open.push(`${duty.number} ${one.what.en}`);
      }
    // The law requires a report on donations without a day, so it is due with the annual report. The terms of a drill's steps are those of this program.
    expect(open.filter((one) => !/^S([789]|10) /.test(one))).toEqual([
      "S12 rhythm",
      "S12 due day",
      "S17 rhythm",
      "S17 due day",
    ]);
  });

  it("is statutory for a policy whose term a statute names", () => {
    for (const [policy, name] of Object.entries(termsByLaw)) {
      const { figure } = findDeadline(name) ?? {};
      const { term } = policies.get(policy) ?? {};
      expect(figure).toMatchObject({ type: "every", days: term?.n });
      expect(term?.unit).toBe("d");
    }
  });

  it("is found for a task by its rule, its cadence, or its policy's term", () => {
    const of = (number: string, step: string, policy: string) =>
      dueFigureOf(dutyOf(number), step, policies.get(policy))?.value.en;
    expect(of("S1", "do", "filing")).toBe("by 03-31");
    expect(of("S6", "do", "filing")).toBe("30 days after on");
    expect(of("22a", "premises", "ordinary")).toBe("weekly");
    expect(of("29", "fix", "rectification-major")).toMatch(/business days/);
    expect(textOf(dutyOf("23")).article).toBe("二（二）3");
  });
});
