import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CompositionError,
  languages,
  longestVariable,
  smsSignature,
  smsTemplates,
} from "../../../../domain/messages/languages/index.ts";
import { languageCodes, shapes } from "../../../../domain/terms.ts";
import { days, item, linkBase, message, parts, singles } from "./samples.ts";

const zh = languages["zh-CN"];

describe("an SMS", () => {
  it("fills the approved template and ends with the short link", () => {
    expect(zh.sms(message([item("due")]), linkBase)).toEqual({
      template: "DUBAN_ZH_DUE",
      variables: {
        organization: "羊城灯彩行业协会",
        task: "组织演练并提交记录",
        date: "11月30日18:00",
        do: "办理",
        code: "k7m2p9qx4w8r",
      },
      text: `【督办】羊城灯彩行业协会“组织演练并提交记录”请于11月30日18:00前办理。 ${linkBase}k7m2p9qx4w8r`,
    });
  });
  it("says how late an overdue thing is", () => {
    expect(zh.sms(message([item("overdue", "doer", { late: days(2) })]), linkBase).text).toContain("已逾期2个工作日");
    expect(languages.en.sms(message([item("overdue", "doer", { late: days(1) })], "en"), linkBase).text).toContain(
      "1 workday late",
    );
  });
  it("calls a participant to the day and the hour", () => {
    expect(zh.sms(message([item("call", "participant")]), linkBase).variables.date).toBe("11月30日18:00");
  });
  it("takes the template without a link for a reader who has none", () => {
    const { link: _, code: __, ...bare } = item("escalated", "copy", { late: days(5) });
    const sms = zh.sms(message([bare]), linkBase);
    expect(sms.template).toBe("DUBAN_ZH_ESCALATED_READ");
    expect(sms.text).not.toContain("http");
  });
  it("counts several things and links to the one that is late", () => {
    const items = [item("due", "doer", { code: "aaa" }), item("overdue", "doer", { code: "bbb", late: days(1) })];
    const sms = zh.sms(message(items), linkBase);
    expect(sms.template).toBe("DUBAN_ZH_DIGEST");
    expect(sms.variables).toEqual({ total: "2", late: "1", verify: "0", escalated: "0", code: "bbb" });
    expect(sms.text).toMatch(/^【督办】您有2项待办.其中1项逾期.*bbb$/);
  });
  it("says of danger what it is, how grave, by what time, whom to call, and the number of whoever reported it", () => {
    const danger = {
      subject: "二楼燃气泄漏，已关阀，仍有气味，请速来人处理",
      alarm: { severity: "critical", call: ["119"], reporter: { name: "林小满", phone: "13800138000" } },
    } as const;
    const sms = zh.sms(message([item("due", "doer", danger)]), linkBase);
    expect(sms.template).toBe("DUBAN_ZH_ALARM");
    expect(sms.text).toBe(
      `【督办】紧急：羊城灯彩行业协会“二楼燃气泄漏，已关阀，仍有气味，请速来…”请于11月30日18:00前处置，遇险先拨119，报告人13800138000。 ${linkBase}k7m2p9qx4w8r`,
    );
    const late = zh.sms(message([item("escalated", "supervisor", { ...danger, late: { n: 4, unit: "h" } })]), linkBase);
    expect(late.text).toContain("已逾期4小时，遇险先拨119");
    const english = languages.en.sms(message([item("due", "doer", danger)], "en"), linkBase).text;
    expect(english).toContain("act by 30 Nov 18:00. In danger call 119 first. Reported by 13800138000.");
  });
  it("asks a verifier to verify", () => {
    expect(zh.sms(message([item("due", "verifier")]), linkBase).text).toContain("请于11月30日18:00前核验");
  });
  it("takes a name that looks like a variable, or like a signature, as a name", () => {
    const sms = zh.sms(message([item("due", "doer", { organization: "{code}【银行】$&" })]), linkBase);
    expect(sms.variables.organization).toBe("{code} 银行 $&");
    expect(sms.text).toContain("{code} 银行 $&“");
    expect(sms.text.match(/【/g)).toHaveLength(1);
  });
  it("refuses a code that no template could carry", () => {
    expect(() => zh.sms(message([item("due", "doer", { code: "x".repeat(21) })]), linkBase)).toThrow(CompositionError);
    expect(() => zh.sms(message([item("due", "doer", { code: "../a" })]), linkBase)).toThrow("../a");
    expect(() => zh.sms(message([]), linkBase)).toThrow("at least one");
  });
});

describe("the templates that an operator registers", () => {
  it("are there for each shape and language, with and without a link, each under a name of its own", () => {
    expect(new Set(smsTemplates.map((one) => one.template)).size).toBe(
      languageCodes.length * ((shapes.length + 2) * 2 + 1),
    );
    expect(smsTemplates.map((one) => one.template)).toContain("DUBAN_EN_DIGEST_READ");
  });
  it("name their variables in order", () => {
    for (const { content, variables } of smsTemplates) {
      const places = variables.map((one) => content.indexOf(`{${one}}`));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(content.match(/\{\w+\}/g)?.filter((one) => one !== "{base}") ?? []).toHaveLength(variables.length);
    }
  });
  it("are what is sent: the text is the template filled in", () => {
    for (const code of languageCodes)
      for (const shape of singles) {
        const sms = languages[code].sms(message([item(shape)], code), linkBase);
        const registered = smsTemplates.find((one) => one.template === sms.template);
        expect([...(registered?.variables ?? [])]).toEqual(Object.keys(sms.variables));
        const filled = registered?.content.replace(/\{(\w+)\}/g, (_, one) =>
          one === "base" ? linkBase : (sms.variables[one] ?? "?"),
        );
        expect(sms.text).toBe(`【${smsSignature}】${filled}`);
      }
  });
});

describe("whatever the names are", () => {
  const name = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom("会".repeat(300), "👩‍👩‍👧‍👦".repeat(20), "", "\r\n", "a\u202eb", "{code}"),
  );
  it("variables are 1 to 20 characters in one line, and a Chinese text without its link fits one segment", () => {
    fc.assert(
      fc.property(
        name,
        name,
        fc.constantFrom(...singles),
        fc.constantFrom(...parts),
        fc.constantFrom(...languageCodes),
        fc.nat(),
        fc.constantFrom("h" as const, "bd" as const),
        (organization, title, shape, part, code, late, unit) => {
          const text = { zh: title, en: title };
          const one = item(shape, part, { organization, task: text, late: { n: late, unit } });
          const sms = languages[code].sms(message([one], code), linkBase);
          for (const value of Object.values(sms.variables)) {
            expect(value.length).toBeGreaterThan(0);
            expect(value.length).toBeLessThanOrEqual(longestVariable);
            expect(value).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e【】]/u);
          }
          expect(sms.text.endsWith(linkBase + one.code)).toBe(true);
          if (code === "zh-CN") expect(sms.text.replace(linkBase + one.code, "").length).toBeLessThanOrEqual(70);
        },
      ),
    );
  });
});
