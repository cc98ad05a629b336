import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { citationOf, quoteOf } from "../../domain/catalogue/citation.ts";
import { allDuties, statutory } from "../../domain/catalogue/packs/index.ts";
import { defaultPolicies } from "../../domain/escalation/policies.ts";
import { smsTemplates } from "../../domain/messages/languages/index.ts";
import { words } from "../../domain/words.ts";
import { says } from "../../web/words.ts";
import { unChinese } from "../support/chinese.ts";
import { sourceFiles } from "../support/source-files.ts";

/** Chinese text literals of the source: `zh: "…"`, and the first argument of `t(…)` and `say(…)`. */
const literal =
  /(?:\bzh: |\b(?:t|say|must|text|list|file|date|number|choice)\((?:"[\w-]+", )?)(["`])((?:\\.|(?!\1)[^\\])*)\1/g;

/** Text of the command line that is not translated: options, and states followed by their meaning. */
const typed = /--[a-z-]+|\b[a-z]+(?=在办|办结|取消|全部)/g;

describe("Chinese in office style", () => {
  it("is in every name, citation, rule and template: full-width punctuation, no English word of the program", () => {
    const texts = [
      ...Object.values(words).flatMap((group) => Object.values(group).map(({ zh }) => zh)),
      ...Object.values(says).map(({ zh }) => zh.replace(/\{\w+\}/g, "")),
      ...allDuties.flatMap((duty) => [
        citationOf(duty).zh,
        quoteOf(duty),
        duty.title.zh,
        duty.done.zh,
        ...duty.evidence.flatMap(({ label, items = [], options = [] }) => [
          label.zh,
          ...[...items, ...options].map((one) => one.label.zh),
        ]),
      ]),
      ...statutory.flatMap(({ source, rule }) => [source.zh, rule.zh]),
      ...Object.values(defaultPolicies).map((policy) => policy.for.zh),
      ...smsTemplates
        .filter(({ language }) => language === "zh-CN")
        .map(({ content }) => content.replace(/\{\w+\}/g, "某")),
    ];
    expect(texts.length).toBeGreaterThan(900);
    expect(texts.flatMap(unChinese)).toEqual([]);
  });
  it("is in every literal of the domain, the pages and the acts", () => {
    const found = sourceFiles(["domain", "web", "client", "activities"]).flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(literal)]
        .map(([, , text = ""]) =>
          text
            .replace(/\$\{[^}]*\}/g, "某")
            .replace(/\{\w+\}/g, "某")
            .replace(typed, "某"),
        )
        .filter((text) => /\p{Script=Han}/u.test(text))
        .flatMap(unChinese)
        .map((one) => `${path}: ${one}`),
    );
    expect(found).toEqual([]);
  });
  it("is checked by rules that find violations", () => {
    for (const wrong of ["二(二)4", "已提交,等待核验", "今日 17 项待办", "甲 — 乙", "督办规则“ordinary”", "状态为open"])
      expect(unChinese(wrong), wrong).not.toEqual([]);
    for (const right of ["二（二）4", "慈善法（2023年修正）", "https://a.example/open", "11月30日18:00前", "共3项"])
      expect(unChinese(right), right).toEqual([]);
  });
});
