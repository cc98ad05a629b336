import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { endedWords, outcomeWords } from "../../domain/words/outcomes.ts";

/** Results of workflows, read from their code: literals, and the last argument of `until`. */
const returned = readdirSync("workflows").flatMap((file) => {
  const code = readFileSync(`workflows/${file}`, "utf8");
  return [...code.matchAll(/(?:return |until\(.*|\? |: )"([a-z-]+)"/g)].map(([, word = ""]) => word);
});

it("every outcome that a workflow returns has a word in Chinese", () => {
  const outcomes = [
    "declined",
    "taking-part",
    "no-hazard",
    "called-off",
    "registered",
    "resolved",
    "verified",
    "held",
    "ended",
  ];
  expect(returned).toEqual(expect.arrayContaining(outcomes));
  const known = new Set(returned.filter((one) => !["sandbox", "first", "rest"].includes(one)));
  for (const outcome of known) expect(outcomeWords("OL", outcome, "zh-CN"), outcome).toMatch(/\p{Script=Han}/u);
});

it("a case states its outcome, in the words of its kind, if that says more than its state", () => {
  expect(endedWords({ kind: "CA", state: "done", outcome: "declined" }, "zh-CN")).toBe("已办结（不参与）");
  expect(endedWords({ kind: "OL", state: "done", outcome: "declined" }, "zh-CN")).toBe("已办结（不予受理）");
  expect(endedWords({ kind: "RT", state: "done", outcome: "closed" }, "zh-CN")).toBe("已办结");
  expect(endedWords({ kind: "HI", state: "done", outcome: "no-hazard" }, "en")).toBe("done (no hazard)");
  expect(endedWords({ kind: "HI", state: "open", outcome: null }, "en")).toBe("open");
  expect(outcomeWords("OL", "constructor", "en")).toBe("constructor");
});
