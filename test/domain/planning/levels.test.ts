import { describe, expect, test } from "vitest";
import { allDuties, dutyOf, statutoryDuties } from "../../../domain/catalogue/packs/index.ts";
import { cadencesOf, cadenceTable, checkCadences } from "../../../domain/planning/cadence-table.ts";
import { cadenceSteps, type LevelSetting, levelSteps, newsOf } from "../../../domain/planning/levels.ts";
import type { Level } from "../../../domain/terms.ts";

const setting = (level: Level, from: string, more: Partial<LevelSetting> = {}): LevelSetting => ({
  hazard: "respiratory",
  level,
  district: "",
  type: "",
  from,
  setAt: new Date(0),
  ...more,
});
const here = { district: "越秀区", types: ["CHA", "VOL"] as const };
const over = (...settings: LevelSetting[]): string[] =>
  levelSteps(settings, here)
    .map(({ from, value }) => `${from} ${value}`)
    .slice(1);

describe("the level of an organization", () => {
  test("is normal if none is set", () => {
    expect(levelSteps([], here)).toEqual([{ from: "0001-01-01", value: "normal" }]);
  });

  test("is the highest that applies: everywhere, its district, one of its types", () => {
    expect(
      over(
        setting("watch", "2031-03-01"),
        setting("response", "2031-03-03", { district: "天河区" }),
        setting("response", "2031-03-05", { hazard: "flood", type: "VOL" }),
        setting("normal", "2031-03-09", { hazard: "flood", type: "VOL" }),
      ),
    ).toEqual(["2031-03-01 watch", "2031-03-05 response", "2031-03-09 watch"]);
  });

  test("is the later of two that were set for one day", () => {
    expect(over(setting("response", "2031-03-01"), setting("normal", "2031-03-01", { setAt: new Date(1) }))).toEqual(
      [],
    );
  });
});

describe("the table of cadences", () => {
  test("has each recurring row of the guideline once, with the catalogue's cadence at `response`", () => {
    const byLaw = new Set(statutoryDuties.duties.map(({ number }) => number));
    for (const duty of allDuties) {
      if (duty.cadence === undefined) continue;
      expect([duty.number, cadencesOf(duty.number)?.response]).toEqual([
        duty.number,
        byLaw.has(duty.number) ? undefined : duty.cadence,
      ]);
    }
  });

  test.each([
    [
      "a row twice",
      [...cadenceTable(), { duties: ["7"], response: "monthly", watch: "monthly", normal: "yearly" }],
      /7.*one line/,
    ],
    [
      "a row of the law",
      [...cadenceTable(), { duties: ["S1"], response: "yearly", watch: "yearly", normal: "yearly" }],
      /S1.*law/,
    ],
    ["a row that is missing", cadenceTable().slice(1), /22a: expected in a line/],
    ["more often when it is calm", cadenceTable().map((one) => ({ ...one, normal: "weekly" })), /lower level/],
  ])("rejects %s", (_, table, message) => {
    expect(() => checkCadences(table)).toThrow(message);
  });

  test("does not change a statutory day", () => {
    expect(cadenceSteps(dutyOf("S1"), levelSteps([setting("response", "2031-03-01")], here))).toHaveLength(1);
  });
});

describe("the notices about levels", () => {
  const notices = (today: string, ...settings: LevelSetting[]): string[] =>
    newsOf(settings, here, { since: "2031-03-01", today }).map(({ hazard, level }) => `${hazard} ${level}`);
  const epidemic = setting("response", "2031-03-03");
  const flood = setting("response", "2031-03-05", { hazard: "flood" });

  test("are about the change, and each other hazard that reaches the same level", () => {
    expect(notices("2031-03-02", epidemic, flood)).toEqual([]);
    expect(notices("2031-03-04", epidemic, flood)).toEqual(["respiratory response"]);
    expect(notices("2031-03-05", epidemic, flood)).toEqual(["respiratory response", "flood response"]);
  });

  test("omit hazards that are lower, elsewhere or over, and name none twice", () => {
    const lower = setting("watch", "2031-03-05", { hazard: "fire" });
    const elsewhere = { ...flood, district: "天河区" };
    const over = setting("normal", "2031-03-06", { hazard: "flood", setAt: new Date(1) });
    const again = { ...flood, from: "2031-03-06", district: "越秀区" };
    expect(notices("2031-03-05", epidemic, lower, elsewhere)).toEqual(["respiratory response"]);
    expect(notices("2031-03-06", epidemic, flood, over)).toEqual(["respiratory response"]);
    expect(notices("2031-03-06", epidemic, flood, again)).toEqual(["respiratory response", "flood response"]);
  });

  test("are about the level that holds, if two were set for the day of a change", () => {
    const lower = setting("watch", "2031-03-03", { hazard: "fire", setAt: new Date(1) });
    expect(notices("2031-03-03", epidemic, lower)).toEqual(["respiratory response"]);
    expect(notices("2031-03-09", epidemic, setting("normal", "2031-03-09"))).toEqual(["respiratory normal"]);
  });
});
