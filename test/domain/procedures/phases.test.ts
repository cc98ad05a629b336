import { describe, expect, it } from "vitest";
import type { Profile } from "../../../domain/catalogue/applies.ts";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { phasesIn } from "../../../domain/procedures/phases.ts";

const organization = (more: Partial<Profile>): Profile => ({
  ...{ type: "OTH", party: false, qualified: false, registration: "association", marks: [] },
  ...more,
});
const task = (step: string) => ({ step, state: "open" as const, waitsFor: 0, parentTaskId: null });
const toCome = (duty: string, asked: readonly string[], profile: Profile): string[] =>
  phasesIn(dutyOf(duty), asked.map(task), profile)
    .filter(({ state }) => state === "to-come")
    .map(({ step }) => step);

describe("the phases of a case", () => {
  it("are those that apply to its organization: nothing waits for a step whose row does not apply", () => {
    // A hub's project belongs to row 34; posting, training and weekly checks are rows 41 to 43, which only volunteer organizations have.
    const opened = ["protection", "recruit"];
    expect(toCome("34", opened, organization({ type: "HUB" }))).toEqual(["report"]);
    expect(toCome("41", opened, organization({ type: "VOL" }))).toEqual(["needs", "train", "check", "report"]);
    // Only a hub's gatherings are checked against the charter and reported (row 35).
    expect(toCome("22c", ["approve", "hold"], organization({}))).toEqual([]);
    expect(toCome("22c", ["approve", "hold"], organization({ type: "HUB" }))).toEqual(["charter", "report"]);
    // A service agency reports an incident under row 54.
    expect(toCome("20", ["take-up"], organization({}))).toContain("report-authority");
    expect(toCome("20", ["take-up"], organization({ type: "SVC" }))).not.toContain("report-authority");
  });
});
