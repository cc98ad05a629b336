import { describe, expect, it } from "vitest";
import { allDuties, dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import type { HazardPack } from "../../../domain/hazards/hazard-pack.ts";
import { findHazard, guidelineHazard, hazardPacks } from "../../../domain/hazards/index.ts";
import { readHazardPack } from "../../../domain/hazards/read-pack.ts";
import { hazardOf } from "../../../domain/hazards/wording.ts";
import { hazardOn, type LevelSetting } from "../../../domain/planning/levels.ts";
import { openSteps } from "../../../domain/procedures/opening.ts";
import { fieldsOf, phasesOf, titleOf, wordingFacts } from "../../../domain/procedures/steps.ts";
import { chinaCalendar } from "../../../domain/time/china.ts";
import { unChinese } from "../../support/chinese.ts";

const pack = (name: string): HazardPack => findHazard(name) as HazardPack;
const flood = pack("flood");
const others = hazardPacks.filter((one) => one !== guidelineHazard);

/** Every title and form of the catalogue, with the texts of a hazard. */
const formsOf = (hazard: HazardPack) =>
  allDuties.flatMap((duty) =>
    ["do", ...phasesOf(duty)].map((step) => {
      const facts = wordingFacts(duty, step, hazard);
      return { duty: duty.number, step, title: titleOf(duty, step, facts), fields: fieldsOf(duty, step, facts) };
    }),
  );
const texts = (hazard: HazardPack, language: "zh" | "en"): string[] =>
  formsOf(hazard).flatMap(({ title, fields }) => [
    title[language],
    ...fields.flatMap(({ label, items = [], options = [] }) => [
      label[language],
      ...items.map((one) => one.label[language]),
      ...options.map((one) => one.label[language]),
    ]),
  ]);

describe("forms in the words of a hazard", () => {
  it("ask for sandbags in a flood, and not for masks", () => {
    const around = {
      organization: { type: "IND", party: false, qualified: false, registration: "registered", marks: [] },
      holders: [],
      policies: new Map(Object.entries(defaultPolicies)),
      calendar: chinaCalendar(),
      hazard: flood,
    } as unknown as Parameters<typeof openSteps>[2];
    const opening = { caseId: "c", organizationId: "o", shard: 0, zone: "Asia/Shanghai", duty: dutyOf("62") };
    const [task] = openSteps({ ...opening, openedAt: new Date("2031-03-03T01:00:00Z") }, ["stock"], around);
    const rows = ((task?.facts.rows ?? []) as { id: string }[]).map(({ id }) => id);
    expect(rows).toContain("sandbags");
    expect(rows).not.toContain("masks");
    // The page and the list name the hazard, as those of all other tasks do.
    expect(hazardOf(task?.facts ?? {})?.title).toEqual(flood.title);
  });

  it("name the measures in titles, columns and checklists, in both languages", () => {
    const facts = wordingFacts(dutyOf("22a"), "premises", flood);
    expect(titleOf(dutyOf("22a"), "premises", facts)).toEqual({
      zh: "落实场所防汛防台风措施",
      en: "Premises flood-protection measures",
    });
    const [sites] = fieldsOf(dutyOf("22a"), "premises", facts);
    expect(sites?.label).toEqual({ zh: "各场所防汛防台风措施", en: "Flood-protection measures at each site" });
    expect(sites?.items?.map(({ name }) => name)).toEqual(["drains", "barriers", "raised", "windows"]);
    const checklist = fieldsOf(dutyOf("4"), "inspect", wordingFacts(dutyOf("4"), "inspect", flood))[0]?.items ?? [];
    expect(checklist.map(({ name }) => name)).toContain("flood-low-places");
    expect(checklist[0]?.label.zh).toContain("防汛防台风要求");
  });

  it("suggest a drill of their own", () => {
    const label = (hazard: HazardPack) =>
      fieldsOf(dutyOf("26"), "set-date", wordingFacts(dutyOf("26"), "set-date", hazard)).find(
        ({ name }) => name === "plan",
      )?.label.zh;
    expect(label(guidelineHazard)).toBe("演练方案");
    expect(label(flood)).toBe("演练方案（如预警响应、人员转移、断电排水）");
    expect(label(pack("fire"))).toBe("演练方案（如报警、初起火灾扑救、疏散集合）");
  });

  it("are the catalogue's for the guideline's own hazard, for which a task stores nothing", () => {
    for (const duty of allDuties)
      for (const step of ["do", ...phasesOf(duty)]) expect(wordingFacts(duty, step, guidelineHazard)).toEqual({});
  });

  it("keep the words with which the task opened, whatever hazard is the highest since", () => {
    const facts = JSON.parse(JSON.stringify(wordingFacts(dutyOf("22b"), "personnel", flood)));
    expect(fieldsOf(dutyOf("22b"), "personnel", facts)[0]?.items).toEqual(flood.people);
    expect(titleOf(dutyOf("22b"), "personnel", facts).zh).toBe("落实人员防汛防台风措施");
  });

  it("never change a quote, nor the catalogue itself", () => {
    const before = JSON.stringify(allDuties);
    for (const one of others) formsOf(one);
    expect(JSON.stringify(allDuties)).toBe(before);
  });

  it.each(others.map((one) => [one.name, one] as const))("for %s are good Chinese and English", (_name, one) => {
    const zh = texts(one, "zh");
    expect(zh.filter((text) => text.includes("防控"))).toEqual([]);
    // Kitchens use masks, too.
    if (one !== pack("food")) expect(zh.filter((text) => /口罩|消毒/.test(text))).toEqual([]);
    const all = [...zh, one.title.zh, one.measures.zh, ...one.stock.map(({ label }) => label.zh)];
    expect(all.flatMap((text) => unChinese(text))).toEqual([]);
    const en = [...texts(one, "en"), one.title.en, ...one.stock.map(({ label }) => label.en)];
    // An English text of the pack has no character of another script, except quotation marks and dashes.
    const own = JSON.stringify(one);
    expect(en.filter((text) => own.includes(text) && /[\p{Script=Han}，。；：]/u.test(text))).toEqual([]);
    expect(en.filter((text) => /measures measures/i.test(text))).toEqual([]);
  });
});

describe("the hazard whose words are used", () => {
  const at = (day: string): Date => new Date(`${day}T00:00:00Z`);
  const set = (hazard: string, level: LevelSetting["level"], more: Partial<LevelSetting> = {}): LevelSetting => ({
    ...{ hazard, level, district: "", type: "", from: "2031-03-01", setAt: at("2031-03-01") },
    ...more,
  });
  const place = { district: "越秀区", types: ["IND" as const] };
  const on = (...settings: LevelSetting[]): string => hazardOn(settings, place, "2031-03-05").name;

  it("is the one with the highest level there", () => {
    expect(on(set("respiratory", "watch"), set("flood", "response"))).toBe("flood");
    expect(on(set("respiratory", "response"), set("flood", "watch"))).toBe("respiratory");
    expect(on(set("flood", "response", { district: "天河区" }))).toBe("respiratory");
  });

  it("is the one set later, of two at the same level", () => {
    expect(on(set("respiratory", "watch"), set("fire", "watch", { from: "2031-03-02" }))).toBe("fire");
  });

  it("is the guideline's own if no level is above normal yet", () => {
    expect(on()).toBe("respiratory");
    expect(on(set("flood", "normal"))).toBe("respiratory");
    expect(on(set("flood", "response", { from: "2031-03-06" }))).toBe("respiratory");
  });

  it("uses the pack that was given with its level", () => {
    const own = { ...flood, stock: [{ id: "boats", label: { zh: "冲锋舟（艘）", en: "Boats" }, minimum: 1 }] };
    expect(hazardOn([set("flood", "watch", { pack: own })], place, "2031-03-05").stock).toEqual(own.stock);
  });
});

describe("a hazard pack", () => {
  const wrong = (change: (pack: Record<string, unknown>) => void): string => {
    const copy = structuredClone(flood) as unknown as Record<string, unknown>;
    change(copy);
    try {
      readHazardPack(copy);
      return "taken";
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("is accepted as built in", () => {
    for (const one of hazardPacks) expect(readHazardPack(structuredClone(one))).toEqual(one);
    expect(wrong(() => {})).toBe("taken");
  });

  it.each<[string, (pack: Record<string, unknown>) => void, RegExp]>([
    ["a name that is none", (one) => (one.name = "Flood!"), /name: "Flood!"; expected a name of lower-case letters/],
    ["a text in one language", (one) => (one.title = { zh: "水" }), /title\.en: ""; expected a text of 1 to 30/],
    ["no list", (one) => (one.premises = []), /premises: "\[\]"; expected a list of at most 8 entries/],
    [
      "a column `reason`",
      (one) => (one.people = [{ name: "reason", label: { zh: "理由", en: "Reason" } }]),
      /people\.0\.name: "reason"/,
    ],
    [
      "a name twice",
      (one) => (one.stock = [...flood.stock, flood.stock[0]]),
      /stock\.6\.id: "sandbags"; expected a name that its list has once/,
    ],
    [
      "a minimum below 0",
      (one) => (one.stock = [{ ...flood.stock[0], minimum: -1 }]),
      /stock\.0\.minimum: "-1"; expected a whole number, 0 or more/,
    ],
    ["a field that it has not", (one) => (one.colour = "blue"), /colour: "colour"; expected no such field/],
    ["a prompt that there is not", (one) => (one.prompts = { dance: { zh: "舞", en: "dance" } }), /dance/],
    ["a text for a list", (one) => (one.weakLinks = "none"), /weakLinks: "none"; expected a list/],
  ])("is refused with %s, by place, value and what was expected", (_name, change, words) => {
    expect(wrong(change)).toMatch(words);
  });

  it("is rejected with all of its errors at once", () => {
    expect(
      wrong((one) => Object.assign(one, { name: "", title: "x", stock: null })).split("\n").length,
    ).toBeGreaterThan(2);
  });

  it.each([null, 3, "flood", []])("is rejected for %j", (given) => {
    expect(() => readHazardPack(given)).toThrow(/flood|fields/);
  });
});
