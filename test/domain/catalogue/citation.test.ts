import { describe, expect, it } from "vitest";
import { citationOf, glossOf, quoteOf } from "../../../domain/catalogue/citation.ts";
import { allDuties, dutyOf, statutory } from "../../../domain/catalogue/packs/index.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import { words } from "../../../domain/words.ts";

describe("the citation of a duty", () => {
  it("names the guideline in full, and the clause with full-width brackets", () => {
    expect(citationOf(dutyOf("26"))).toEqual({
      zh: "《关于做好社会组织落实疫情防控工作的指引（试行）》二（二）4",
      en: "Guangzhou guideline on epidemic measures (trial, 2022), clause 二（二）4",
    });
  });
  it("names an article in the notation of statutes", () => {
    expect(citationOf(dutyOf("S3"))).toEqual({
      zh: "《基金会管理条例》第三十六条",
      en: "Regulations on foundations art. 36",
    });
    for (const { source } of statutory) expect(source.zh).not.toMatch(/第\d+条/);
  });
  it("has an English translation of each quote (domain/catalogue/packs/glosses.ts)", () => {
    for (const duty of allDuties) expect(glossOf(duty), duty.number).toMatch(/^[^\p{Script=Han}]+$/u);
    expect(glossOf(dutyOf("26"))).toBe("hold drills at suitable times");
  });
  it("marks an error of the guideline as the original's", () => {
    expect(quoteOf(dutyOf("66"))).toContain("科谱（原文如此）宣传");
  });
  it("has no half-width punctuation beside a Chinese character", () => {
    for (const duty of allDuties)
      expect(citationOf(duty).zh + quoteOf(duty)).not.toMatch(/\p{Script=Han}[(),;:!?]|[(),;:!?]\p{Script=Han}/u);
  });
});

describe("an escalation policy of the product", () => {
  it("has a name in each language", () => {
    for (const name of Object.keys(defaultPolicies)) expect(words.policy, name).toHaveProperty(name);
    for (const { zh } of Object.values(words.policy)) expect(zh).toMatch(/^[\p{Script=Han}]+$/u);
  });
});
