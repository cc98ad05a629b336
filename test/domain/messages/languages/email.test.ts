import { describe, expect, it } from "vitest";
import { CompositionError, languageOf, languages } from "../../../../domain/messages/languages/index.ts";
import type { Item, Part } from "../../../../domain/messages/message.ts";
import { languageCodes } from "../../../../domain/terms.ts";
import { days, item, linkBase, message, parts, rich, singles } from "./samples.ts";

const zh = languages["zh-CN"];
const due = { "zh-CN": "2026年11月30日（周一）18:00", en: "Monday, 30 November 2026, 18:00" };

describe("every shape, for every recipient, in every language", () => {
  for (const code of languageCodes)
    for (const shape of singles)
      for (const part of parts)
        it(`${shape} to a ${part} in ${code} names the organization, the task, the link and why it was sent`, () => {
          const one = item(shape, part);
          const { subject, text, html } = languages[code].email(message([one], code));
          const title = part === "participant" ? one.duty.title : one.task;
          for (const body of [text, html]) {
            expect(body).toContain(one.organization);
            expect(body).toContain(code === "en" ? title.en : title.zh);
            expect(body).toContain(linkBase + one.code);
            expect(body).toContain(code === "en" ? one.why.en : one.why.zh);
            expect(body).toContain("羊城社会组织督办平台");
            expect(body).toContain("林小满");
            expect(body).not.toMatch(/undefined|NaN|\[object|\{\w+\}/);
          }
          expect(html).toContain(`<html lang="${code}">`);
          expect(html.match(/<h1/g)).toHaveLength(1);
          expect(subject).toContain(one.organization);
          expect(subject.length).toBeLessThanOrEqual(160);
        });
});

describe("both languages", () => {
  for (const shape of singles.filter((one) => one !== "test"))
    it(`have the same due instant, link, clause and quote for ${shape}`, () => {
      for (const code of languageCodes) {
        const { text, html } = languages[code].email(message([item(shape, "supervisor", rich)], code));
        for (const body of [text, html])
          for (const fact of [
            due[code],
            linkBase,
            "二（二）4",
            "适时组织演练",
            "¥128,400.00",
            "¥96,250.50",
            "周守正",
            "并写明责任人",
          ])
            expect(body).toContain(fact);
        expect(html).toMatch(/lang="zh-CN"[^>]*>“适时组织演练”/);
      }
    });
});

describe("the first 40 characters of a subject", () => {
  const head = (shape: (typeof singles)[number], more = {}, code: "zh-CN" | "en" = "zh-CN"): string =>
    languages[code].email(message([item(shape, "doer", more)], code)).subject.slice(0, 40);

  it("contain due day and task", () => {
    expect(head("due")).toMatch(/^【督办】11月30日18:00前：组织演练并提交记录/);
    expect(head("due", {}, "en")).toMatch(/^Due 30 Nov 18:00: Hold the drill/);
  });
  it("contain how late an overdue task is", () => {
    expect(head("overdue", { late: days(2) })).toMatch(/^【已逾期2个工作日】组织演练并提交记录/);
    expect(head("overdue", { late: days(1) }, "en")).toMatch(/^1 business day late: Hold/);
    expect(head("overdue", { late: { n: 4, unit: "h" } })).toMatch(/^【已逾期4小时】组织演练/);
    expect(head("overdue", { late: { n: 1, unit: "h" } }, "en")).toMatch(/^1 hour late: Hold/);
    expect(head("overdue")).toMatch(/^【已到期】/);
  });
  it("say that an escalated task was escalated", () => {
    expect(head("escalated", { late: days(5) })).toMatch(/^【上报】已逾期5个工作日：组织演练/);
    expect(head("escalated")).toMatch(/^【上报】11月30日18:00到期/);
  });
  it("ask a verifier to verify", () => {
    expect(zh.email(message([item("due", "verifier")])).subject).toMatch(/^【督办】11月30日18:00前核验/);
  });
  it("contain day and time for a participant", () => {
    expect(zh.email(message([item("call", "participant")])).subject).toMatch(/^【通知】11月30日18:00：组织应急演练/);
  });
  it("contain state and task even if names are very long", () => {
    const subject = zh.email(
      message([item("overdue", "doer", { late: days(2), organization: "会".repeat(500) })]),
    ).subject;
    expect(subject.length).toBeLessThanOrEqual(160);
    expect(subject).toMatch(/^【已逾期2个工作日】组织演练并提交记录/);
  });
});

describe("the text of a mail", () => {
  it("shows the due instant in the organization's zone, not the recipient's", () => {
    const { text } = zh.email(message([item("due", "doer", { zone: "America/New_York" })]));
    expect(text).toContain("America/New_York时间2026年11月30日（周一）05:00");
  });
  it("shows the end of a day as 24:00 of that day", () => {
    const { text, subject } = zh.email(message([item("due", "doer", { due: new Date("2026-12-31T16:00:00Z") })]));
    expect(text).toContain("2026年12月31日（周四）24:00");
    expect(subject).toContain("12月31日");
  });
  it("says that a rung was escalated from a vacant role to the recipient, and that it is belated", () => {
    const { text, html } = zh.email(message([item("escalated", "supervisor", rich)]));
    for (const body of [text, html]) {
      expect(body).toContain("“法定代表人”目前无人担任");
      expect(body).toContain("本应更早送达");
    }
  });
  it("names the statute that sets the day, and its status, beside the day", () => {
    for (const [code, words] of [
      ["zh-CN", "期限依据：《慈善法》第四十条（已核对原文）"],
      ["en", "Set by: Charity Law, article 40 (checked)"],
    ] as const) {
      const { text, html } = languages[code].email(message([item("escalated", "supervisor", rich)], code));
      for (const body of [text, html]) expect(body).toContain(words);
      expect(languages[code].email(message([item("due")], code)).text).not.toContain(words.slice(0, 4));
    }
  });
  it("mentions neither to the holder of the role in a mail that is on time", () => {
    const { text } = zh.email(message([item("escalated", "supervisor")]));
    expect(text).not.toMatch(/无人担任|本应更早/);
  });
  it("has the history in order, with roles in the recipient's language, and counts earlier lines", () => {
    const story = Array.from({ length: 11 }, (_, day) => ({
      at: new Date(Date.UTC(2026, 10, day + 1, 1)),
      verb: "sent-email",
      who: ["secretariat"],
    }));
    const { text } = languages.en.email(message([item("escalated", "supervisor", { story })], "en"));
    expect(text).toContain("3 earlier lines");
    expect(text).not.toContain("3 Nov 09:00");
    expect(text.indexOf("4 Nov 09:00 mail sent: secretariat")).toBeGreaterThan(0);
    expect(text.indexOf("11 Nov 09:00")).toBeGreaterThan(text.indexOf("4 Nov 09:00"));
  });
  it("warns against forwarding only if there is a link", () => {
    const { link: _, code: __, ...bare } = item("escalated", "copy");
    const { html, text } = zh.email(message([bare]));
    expect(html).not.toContain("<a ");
    expect(html + text).not.toContain("请勿转发");
    expect(zh.email(message([item("due")])).text).toContain("请勿转发");
  });
  it("says what happens if nobody acts, only to those who must act", () => {
    const ahead = { above: ["supervisory-board", "authority"], extends: true, passes: true } as const;
    const text = (part: Part, more: Partial<Item> = {}): string =>
      zh.email(message([item("due", part, { ahead, ...more })])).text;
    expect(text("doer")).toContain("到期未办的，将告知监事会、业务主管单位；全过程留有记录。");
    expect(text("doer")).toContain("不能按期办理的，请在到期前打开链接申请延期或转交他人。");
    expect(text("verifier")).toContain("到期未核验的，将告知监事会、业务主管单位；全过程留有记录。");
    expect(text("supervisor")).toContain("仍未办结的，将继续督办，并上报监事会、业务主管单位，直至办结");
    for (const part of ["copy", "participant"] as const) expect(text(part)).not.toContain("全过程留有记录");
    for (const shape of ["settled", "call", "test"] as const)
      expect(zh.email(message([item(shape, "doer", { ahead })])).text).not.toContain("全过程留有记录");
  });
  it("contains no warning if no ladder escalates, and offers only existing options", () => {
    const own = { above: [], extends: false, passes: false } as const;
    const text = zh.email(message([item("due", "doer", { ahead: own })])).text;
    expect(text).toContain("到期未办的，仍会提醒您。");
    expect(text).not.toMatch(/告知|上报|延期|转交|督办规则继续/);
    const law = { above: ["authority"], extends: false, passes: true } as const;
    expect(zh.email(message([item("due", "doer", { ahead: law })])).text).toContain("请在到期前打开链接转交他人。");
  });
  it("has the link on a line of its own in the plain-text part", () => {
    expect(zh.email(message([item("due")])).text.split("\n")).toContain(`${linkBase}k7m2p9qx4w8r`);
  });
  it("loads no external resources and offers no unsubscribing", () => {
    const { html } = zh.email(message([item("escalated", "supervisor", rich), item("due")]));
    expect(html).not.toMatch(/<img|<link|url\(|unsubscribe/i);
  });
  it("uses the Chinese words if the English ones are missing", () => {
    const { text } = languages.en.email(message([item("due", "doer", { task: { zh: "组织演练", en: "" } })], "en"));
    expect(text).toContain("组织演练");
  });
});

describe("an invalid message", () => {
  it.each([
    ["a message without items", () => zh.email(message([])), "at least one"],
    [
      "a link that is not a web address",
      () => zh.email(message([item("due", "doer", { link: "javascript:x" })])),
      "https",
    ],
    ["a zone that does not exist", () => zh.email(message([item("due", "doer", { zone: "Mars/Base" })])), "Mars/Base"],
    ["a date that is none", () => zh.email(message([item("due", "doer", { due: new Date("x") })])), "valid date"],
    ["a language that is none", () => languageOf("fr"), '"fr"'],
    ["a language named like a method", () => languageOf("toString"), '"toString"'],
  ])("%s is rejected, naming it", (_, compose, named) => {
    expect(compose).toThrow(CompositionError);
    expect(compose).toThrow(named);
  });
});
