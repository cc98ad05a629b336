import { describe, expect, it } from "vitest";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import { checkPolicy, PolicyError, parsePolicy } from "../../../domain/escalation/policy-check.ts";

const board = { audience: "supervisory-board", channels: ["email"], shape: "escalated" };
const opened = {
  name: "opened",
  from: "opened",
  offset: { n: 0, unit: "min" },
  tell: [{ audience: "doer", channels: ["email"], shape: "due" }],
};
const end = {
  name: "then-5bd",
  from: "due",
  offset: { n: 1, unit: "bd" },
  every: { n: 5, unit: "bd" },
  tell: [board],
};
const reminder = (more: object): object => ({
  name: "late-word",
  from: "due",
  offset: { n: -1, unit: "bd" },
  tell: [{ audience: "doer", channels: ["email"], shape: "reminder" }],
  ...more,
});
const policy = (rungs: readonly object[], more: object = {}): object => ({
  name: "ours",
  for: { zh: "本地", en: "ours" },
  rungs,
  ...more,
});
const bd = (n: number): object => ({ n, unit: "bd" });

describe("a valid policy", () => {
  it("is accepted as written", () => {
    const written = policy([opened, reminder({}), end]);
    expect(checkPolicy(written)).toEqual([]);
    expect(parsePolicy(written)).toEqual(written);
  });

  it("can set the public late mark without notifying anybody", () => {
    expect(
      checkPolicy(policy([opened, { ...reminder({ offset: { n: 0, unit: "h" }, tell: [] }), mark: "late" }, end])),
    ).toEqual([]);
  });
});

describe("an invalid policy is rejected, naming the rung:", () => {
  it.each<[string, object, string, string | undefined]>([
    ["a step with nobody in it", policy([opened, reminder({ tell: [] }), end]), "nobody", "late-word"],
    [
      "an audience without a channel",
      policy([opened, reminder({ tell: [{ audience: "doer", channels: [], shape: "reminder" }] }), end]),
      "no-channel",
      "late-word",
    ],
    ["two rungs of one name", policy([opened, { ...opened, offset: { n: 1, unit: "h" } }, end]), "duplicate", "opened"],
    [
      "an audience named twice in a step",
      policy([opened, { ...end, tell: [board, { ...board, channels: ["sms"] }] }]),
      "duplicate",
      "then-5bd",
    ],
    [
      "a step after the end",
      policy([opened, end, reminder({ offset: bd(3), tell: [board] })]),
      "after-end",
      "late-word",
    ],
    ["a ladder that ends and forgets", policy([opened, reminder({})]), "no-end", "late-word"],
    [
      "a ladder whose last step repeats only until D",
      policy([{ ...opened, every: { n: 1, unit: "h" } }]),
      "no-end",
      "opened",
    ],
    [
      "a ladder that ends in marks nobody reads",
      policy([opened, { ...end, tell: [], mark: "late" }]),
      "no-end",
      "then-5bd",
    ],
    ["a repetition that never advances", policy([opened, { ...end, every: bd(0) }]), "repeat", "then-5bd"],
    ["a repetition that goes back", policy([opened, { ...end, every: bd(-1) }]), "repeat", "then-5bd"],
    ["a repetition in another unit", policy([opened, { ...end, every: { n: 12, unit: "h" } }]), "repeat", "then-5bd"],
    ["a reminder that lies after D", policy([opened, reminder({ offset: bd(2) }), end]), "never-comes", "late-word"],
    [
      "a reminder on the day, after D",
      policy([opened, reminder({ offset: bd(0), at: "19:00" }), end]),
      "never-comes",
      "late-word",
    ],
    [
      '"overdue" said before D',
      policy([opened, reminder({ tell: [{ audience: "doer", channels: ["email"], shape: "overdue" }] }), end]),
      "never-comes",
      "late-word",
    ],
    [
      "hours after the opening that the term does not have",
      policy([opened, reminder({ from: "opened", offset: { n: 30, unit: "h" } }), end], { term: { n: 24, unit: "h" } }),
      "never-comes",
      "late-word",
    ],
    [
      "days after the opening that the term does not have",
      policy([opened, reminder({ from: "opened", offset: bd(6) }), end], { term: bd(5) }),
      "never-comes",
      "late-word",
    ],
    [
      "a step that lies before the opening",
      policy([opened, reminder({ offset: bd(-20) }), end], { term: bd(5) }),
      "never-comes",
      "late-word",
    ],
    ["a step counted back from the opening", policy([reminder({ from: "opened" }), end]), "never-comes", "late-word"],
    ["a step beside half way", policy([opened, reminder({ from: "half-way" }), end]), "never-comes", "late-word"],
    [
      "rungs out of the order of time",
      policy([
        opened,
        { ...reminder({ tell: [board] }), offset: bd(3) },
        { ...reminder({ name: "+1bd", tell: [board] }), offset: bd(1) },
        { ...end, offset: bd(5) },
      ]),
      "order",
      "+1bd",
    ],
    [
      "hours at a time of day",
      policy([opened, reminder({ offset: { n: -2, unit: "h" }, at: "09:00" }), end]),
      "time",
      "late-word",
    ],
    [
      "days that wait for an hour",
      policy([opened, reminder({ between: ["08:00", "18:00"] }), end]),
      "time",
      "late-word",
    ],
    [
      "a wait that ends before it begins",
      policy([opened, reminder({ offset: { n: -2, unit: "h" }, between: ["18:00", "08:00"] }), end]),
      "time",
      "late-word",
    ],
    ["a time that does not exist", policy([opened, reminder({ at: "25:00" }), end]), "form", "late-word"],
    [
      "a unit that does not exist",
      policy([opened, reminder({ offset: { n: -1, unit: "weeks" } }), end]),
      "form",
      "late-word",
    ],
    ["half a day", policy([opened, reminder({ offset: bd(-0.5) }), end]), "form", "late-word"],
    [
      "an audience that does not exist",
      policy([opened, reminder({ tell: [{ ...board, audience: "mayor" }] }), end]),
      "form",
      "late-word",
    ],
    [
      "a channel that does not exist",
      policy([opened, reminder({ tell: [{ ...board, channels: ["fax"] }] }), end]),
      "form",
      "late-word",
    ],
    ["a name that would break a notice's identity", policy([opened, reminder({ name: "a#1" }), end]), "form", "a#1"],
    ["a key that means nothing", policy([opened, reminder({ when: "soon" }), end]), "form", "late-word"],
    ["no rungs", policy([]), "form", undefined],
    ["nothing at all", null as unknown as object, "form", undefined],
  ])("%s", (_what, written, code, rung) => {
    const problems = checkPolicy(written);
    expect(problems.map((problem) => [problem.code, problem.rung])).toEqual([[code, rung]]);
    if (rung) expect(problems[0]?.message).toContain(`"${rung}"`);
    expect(() => parsePolicy(written)).toThrow(PolicyError);
  });

  it("every problem is reported at once, with what was expected", () => {
    const problems = checkPolicy(policy([opened, reminder({ tell: [] }), { ...end, every: bd(0) }]));
    expect(problems.map(({ code }) => code)).toEqual(["nobody", "repeat"]);
    for (const { message } of problems) expect(message).toContain("expected");
    expect(() => parsePolicy(policy([opened]))).toThrow('Policy "ours" cannot work:\nRung "opened" is the last');
  });
});

describe("with vacant roles", () => {
  const rungs = (vacant: Parameters<typeof checkPolicy>[1]): (string | undefined)[] =>
    checkPolicy(defaultPolicies.ordinary, vacant).map((problem) => problem.rung);

  it("a rung is escalated, so a policy is accepted although the legal representative is vacant", () => {
    expect(rungs({ vacant: ["legal-representative", "secretariat"] })).toEqual([]);
  });

  it("a rung is rejected if no role up to the highest is held", () => {
    expect(rungs({ vacant: ["authority", "registrar"] })).toEqual(["+10bd", "then-20bd"]);
    expect(
      checkPolicy(defaultPolicies["drill-hold"], { vacant: ["staff", "member", "volunteer"] }).map(({ code, rung }) => [
        code,
        rung,
      ]),
    ).toEqual([
      ["nobody", "opened"],
      ["nobody", "-1bd"],
      ["nobody", "day"],
    ]);
  });
});
