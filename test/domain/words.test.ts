import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { taskStates, verbs } from "../../domain/tasks/task-states.ts";
import { kinds, languageCodes, organizationTypes, roles } from "../../domain/terms.ts";
import { reasonIn, textIn, word, words } from "../../domain/words.ts";

describe("the names of codes", () => {
  it("exist in Chinese and in English, and are unique within a group", () => {
    for (const [group, names] of Object.entries(words))
      for (const language of languageCodes) {
        const texts = Object.values(names).map((one) => textIn(one, language));
        expect(
          texts.every((one) => one.trim() !== ""),
          group,
        ).toBe(true);
        expect(new Set(texts).size, `${group} in ${language}: ${texts.join(", ")}`).toBe(texts.length);
      }
  });
  it("cover every role, type, kind, state and verb", () => {
    const lists = { role: roles, organizationType: organizationTypes, kind: kinds, taskState: taskStates, verb: verbs };
    for (const [group, keys] of Object.entries(lists))
      for (const key of keys) expect(word(group as keyof typeof lists, key, "zh-CN")).toMatch(/\p{Script=Han}/u);
  });
  it("are in the reader's language", () => {
    expect(word("role", "supervisory-board", "zh-CN")).toBe("监事会");
    expect(word("role", "supervisory-board", "en")).toBe("supervisory board");
    expect(word("event", "submit", "en")).toBe("submitted");
    expect(word("verb", "submit", "en")).toBe("Submit");
  });
  it("show an unknown key as it is", () => {
    expect(word("event", "made-up", "en")).toBe("made-up");
    expect(word("event", "constructor", "en")).toBe("constructor");
  });
  it("state in Chinese why the system acted, and leave texts of people unchanged", () => {
    const source = ["tasks/act", "kinds/project", "kinds/campaign", "kinds/gathering", "tasks/follow-up"]
      .map((name) => readFileSync(`client/${name}.ts`, "utf8"))
      .join("\n");
    const reasons = [
      ...[...source.matchAll(/reason: "([^"]+)"/g)].map(([, reason = ""]) => reason),
      ...[...source.matchAll(/cancel\(task\.id, "([^"]+)"/g)].map(([, reason = ""]) => reason),
      "version 3 is there",
    ];
    expect(reasons.length).toBeGreaterThan(5);
    for (const reason of reasons) expect(reasonIn(reason, "zh-CN"), reason).toMatch(/^[\p{Script=Han}\d，]+$/u);
    expect(reasonIn("维修队下周进场", "zh-CN")).toBe("维修队下周进场");
    expect(reasonIn("it is done without", "en")).toBe("it is done without");
  });
});
