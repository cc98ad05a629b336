import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CompositionError,
  languages,
  longestBriefVariable,
  oneSegment,
  smsSignature,
  smsTemplates,
} from "../../../../domain/messages/languages/index.ts";
import type { Item } from "../../../../domain/messages/message.ts";
import { languageCodes, shapes } from "../../../../domain/terms.ts";
import { days, item, linkBase, message, parts, singles } from "./samples.ts";

const zh = languages["zh-CN"];

/** A host as short as those recommended for SMS. */
const shortBase = "https://d.example.cn/t/";

describe("an SMS", () => {
  it("fills in the approved template and ends with the short link", () => {
    const title = { task: { zh: "政策宣讲", en: "Policy briefing" } };
    const sms = zh.sms(message([item("due", "doer", title)]), shortBase);
    expect(sms).toEqual({
      template: "DUBAN_ZH_DUE",
      variables: { what: "羊城灯彩行业协会“政策宣讲”", date: "11月30日18:00", do: "办理", code: "k7m2p9qx4w8r" },
      text: `【督办】羊城灯彩行业协会“政策宣讲”请于11月30日18:00前办理 ${shortBase}k7m2p9qx4w8r`,
      brief: {
        variables: { what: "“政策宣讲”", date: "11月30日", do: "办理", code: "k7m2p9", end: "qx4w8r" },
        text: `【督办】“政策宣讲”请于11月30日前办理 ${shortBase}k7m2p9qx4w8r`,
      },
    });
    expect(sms.text).toHaveLength(oneSegment);
  });
  it("leaves out the organization, then shortens the name, if they do not fit one segment", () => {
    expect(zh.sms(message([item("due")]), shortBase).text).toBe(
      `【督办】“组织演练并提交记录”请于11月30日18:00前办理 ${shortBase}k7m2p9qx4w8r`,
    );
    const long = item("due", "doer", { task: { zh: "组织工作人员应急演练并提交演练记录", en: "Drill" } });
    expect(zh.sms(message([long]), shortBase).text).toBe(
      `【督办】“组织工作人员应急演练并…”请于11月30日18:00前办理 ${shortBase}k7m2p9qx4w8r`,
    );
    // If too little of the name fits to be meaningful, the SMS has a number and the link; also with Tencent.
    expect(zh.sms(message([long]), "https://duban.bureau.example.gov.cn/t/").text).toMatch(/^【督办】1项工作请于/);
    expect(zh.sms(message([long]), shortBase).brief.text).toMatch(/^【督办】1项工作请于/);
  });
  it("names the duty of a step that several duties share, by title or number as there is room", () => {
    const drill = (more: Partial<Item> = {}, base = shortBase) =>
      zh.sms(
        message([
          item("due", "doer", {
            task: { zh: "确定演练日期", en: "Set a date" },
            beside: { zh: "组织应急演练", en: "Hold an emergency drill" },
            ...more,
          }),
        ]),
        base,
      );
    expect(drill({ organization: "" }, "http://d.cn/t/").variables.what).toBe("“确定演练日期（组织应急演练）”");
    // A duty whose title does not fit is named by its number; a short name of the organization comes first.
    expect(drill().variables.what).toBe("“确定演练日期（第26项）”");
    expect(drill({ organization: "羊城慈善会" }, "http://d.cn/t/").variables.what).toBe(
      "羊城慈善会“确定演练日期（第26项）”",
    );
    // A subject distinguishes it from other tasks.
    expect(drill({ subject: "二楼", organization: "协会" }).variables.what).toBe("协会“确定演练日期”");
  });
  it("names its subject in English too", () => {
    const textOf = (now: string, shape: "due" | "overdue" = "due"): string =>
      languages.en
        .sms(
          message([item(shape, "doer", { now: new Date(now), ...(shape === "overdue" && { late: days(2) }) })], "en"),
          shortBase,
        )
        .text.split(" https")[0] ?? "";
    expect(textOf("2026-11-10T01:00:00Z")).toBe('【督办】do "Hold the drill…" by 30 Nov');
    expect(textOf("2026-11-28T01:00:00Z")).toBe('【督办】do "Hold the dr…" by Mon 18:00');
    expect(textOf("2026-11-30T01:00:00Z")).toBe('【督办】do "Hold the…" by today 18:00');
    expect(textOf("2026-12-02T01:00:00Z", "overdue")).toBe('【督办】do "Hold the…" 2 workdays late');
  });
  it("states the time of an instant today, tomorrow or within three days", () => {
    const at = (now: string, brief = false): string => {
      const sms = zh.sms(message([item("due", "doer", { now: new Date(now) })]), shortBase);
      return brief ? (sms.brief.variables.date ?? "") : (sms.variables.date ?? "");
    };
    expect(at("2026-11-30T01:00:00Z")).toBe("今日18:00");
    expect(at("2026-11-29T01:00:00Z")).toBe("明日18:00");
    expect(at("2026-11-27T01:00:00Z")).toBe("11月30日18:00");
    expect(at("2026-11-30T01:00:00Z", true)).toBe("18:00");
    expect(at("2026-11-27T01:00:00Z", true)).toBe("30日18时");
    expect(at("2026-11-20T01:00:00Z", true)).toBe("11月30日");
  });
  it("states how late an overdue task is", () => {
    expect(zh.sms(message([item("overdue", "doer", { late: days(2) })]), linkBase).text).toContain("已逾期2个工作日");
    expect(languages.en.sms(message([item("overdue", "doer", { late: days(1) })], "en"), linkBase).text).toContain(
      "1 workday late",
    );
  });
  it("invites a participant with day, time and place", () => {
    const call = (place: string): string =>
      zh.sms(message([item("call", "participant", { place })]), shortBase).text.split(" ")[0] ?? "";
    expect(call("三楼")).toBe("【督办】通知您11月30日18:00参加组织应急演练（三楼）");
    expect(call("文化中心三楼会议室")).toBe("【督办】通知您11月30日18:00参加文化中心三楼会议室的活动");
    expect(call("越秀区人民路12号文化中心三楼会议室")).toMatch(/参加越秀区人民路12号文化中心.*…$/);
  });
  it("uses the template without a link for a recipient who has none", () => {
    const { link: _, code: __, ...bare } = item("escalated", "copy", { late: days(5) });
    const sms = zh.sms(message([bare]), linkBase);
    expect(sms.template).toBe("DUBAN_ZH_ESCALATED_READ");
    expect(sms.text).not.toContain("http");
  });
  it("counts several items and links to the late one", () => {
    const items = [item("due", "doer", { code: "aaa" }), item("overdue", "doer", { code: "bbb", late: days(1) })];
    const sms = zh.sms(message(items), linkBase);
    expect(sms.template).toBe("DUBAN_ZH_TODOLATE");
    expect(sms.variables).toEqual({ total: "2", late: "1", code: "bbb" });
    expect(sms.text).toMatch(/^【督办】2项待办（1项逾期） .*bbb$/);
    const verdict = item("due", "verifier", { taskId: "c" });
    const textOf = (...all: Parameters<typeof message>[0]): string => zh.sms(message(all), linkBase).text;
    expect(textOf(...items, verdict)).toMatch(/^【督办】3项等您处理，其中1项已逾期 .*bbb$/);
    // Counts of 0 are left out.
    const raised = (taskId: string) => item("escalated", "supervisor", { taskId, late: days(5) });
    expect(textOf(raised("d"), raised("e"))).toMatch(/^【督办】2项上报，请督办 /);
    expect(textOf(verdict, item("due", "verifier", { taskId: "f" }))).toMatch(/^【督办】2项待核验 /);
    expect(textOf(verdict, raised("d"))).toMatch(/^【督办】2项等您处理 /);
    expect(textOf(item("settled", "doer", { taskId: "g" }), item("settled", "doer", { taskId: "h" }))).toContain(
      "已无需办理",
    );
    const open = [item("due", "doer", { code: "aaa" }), item("due", "doer", { code: "ccc" })];
    expect(zh.sms(message(open), linkBase).text).toMatch(/^【督办】2项待办 .*aaa$/);
  });
  it("states to a supervisor what a progress report says, or that a task was returned again", () => {
    const textOf = (act: "report-blocked" | "report-at-risk" | "return") =>
      zh.sms(message([item("escalated", "supervisor", { act, reason: "等配件" })]), shortBase);
    expect(textOf("report-blocked").text).toContain("”受阻，请答复 ");
    expect(textOf("report-blocked").text.length).toBeLessThanOrEqual(70);
    expect(textOf("return").text).toContain("”再次被退回，请督办 ");
    expect(textOf("report-at-risk").brief.text).toContain("有风险，请答复 ");
  });
  it("does not count a level among the recipient's open items", () => {
    const level = item("call", "participant", { act: "level", taskId: "level", code: "aaa" });
    const tasks = ["a", "b"].map((taskId) => item("due", "doer", { taskId, code: taskId }));
    expect(zh.sms({ ...message(tasks), beside: [level] }, shortBase).text).toMatch(/^【督办】2项待办 /);
    expect(zh.sms(message([level, ...tasks]), shortBase).text).toMatch(/^【督办】2项待办 /);
  });
  it("states the day from which a level holds, without an hour", () => {
    const level = item("call", "participant", { act: "level", due: new Date("2026-12-03T01:00:00Z") });
    expect(zh.sms(message([level]), shortBase).text).toContain("，自12月3日起 ");
    const mail = zh.email(message([level]));
    expect(mail.text).toContain("自12月3日起，下列等级生效");
    expect(mail.text).toContain("时间：2026年12月3日（周四）\n");
    expect(mail.text).not.toContain("09:00");
  });
  it("states severity, subject, time and numbers to call for a danger", () => {
    const danger = {
      subject: "二楼燃气泄漏，已关阀，仍有气味，请速来人处理",
      alarm: { severity: "critical", call: ["119"], reporter: { name: "林小满", phone: "13800138000" } },
      now: new Date("2026-11-30T09:00:00Z"),
    } as const;
    const sms = zh.sms(message([item("due", "doer", danger)]), shortBase);
    expect(sms.template).toBe("DUBAN_ZH_ALARM");
    expect(sms.text).toBe(`【督办】【紧急】二楼燃气泄漏…，今日18:00前处置，遇险拨119 ${shortBase}k7m2p9qx4w8r`);
    // Providers keep these brackets for signatures, and refuse them in a template.
    expect(sms.brief.text).toMatch(/^【督办】紧急：/);
    expect(smsTemplates.find(({ template }) => template === "DUBAN_ZH_ALARM")?.content).toMatch(/^\{grade\}：\{what\}/);
    for (const { content } of smsTemplates) expect(content).not.toMatch(/[【】]/);
    const late = zh.sms(message([item("escalated", "supervisor", { ...danger, late: { n: 4, unit: "h" } })]), linkBase);
    expect(late.text).toContain("已逾期4小时，遇险拨119");
    const english = languages.en.sms(message([item("due", "doer", danger)], "en"), linkBase).text;
    expect(english).toContain(", by 18:00, 119");
  });
  it("asks a verifier to verify and a supervisor to follow up, in every shape that requires action", () => {
    for (const shape of ["due", "reminder", "overdue", "escalated"] as const) {
      expect(zh.sms(message([item(shape, "verifier")]), linkBase).text, shape).toMatch(
        /(?:请于.*前|请|请尽快)核验 http/,
      );
      expect(zh.sms(message([item(shape, "supervisor")]), linkBase).text, shape).toContain("督办 http");
      expect(languages.en.sms(message([item(shape, "verifier")], "en"), linkBase).text, shape).toContain("verify");
    }
  });
  it("treats a name that looks like a variable or a signature as a name", () => {
    const sms = zh.sms(message([item("settled", "doer", { organization: "{do}【银】$&" })]), linkBase);
    expect(sms.variables.what).toContain("{do} 银 $&“");
    expect(sms.text.match(/【/g)).toHaveLength(1);
  });
  it("rejects a code that no template can carry", () => {
    expect(() => zh.sms(message([item("due", "doer", { code: "x".repeat(13) })]), linkBase)).toThrow(CompositionError);
    expect(() => zh.sms(message([item("due", "doer", { code: "../a" })]), linkBase)).toThrow("../a");
    expect(() => zh.sms(message([]), linkBase)).toThrow("at least one");
  });
});

describe("the registered templates", () => {
  it("exist for each shape and language, with and without a link, each under its own name", () => {
    expect(new Set(smsTemplates.map((one) => one.template)).size).toBe(
      languageCodes.length * ((shapes.length + 7) * 2 + 1),
    );
    expect(smsTemplates.map((one) => one.template)).toContain("DUBAN_EN_DIGEST_READ");
  });
  it("list their variables in order", () => {
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

describe("for any names", () => {
  const name = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom("会".repeat(300), "👩‍👩‍👧‍👦".repeat(20), "", "\r\n", "a\u202eb", "{code}"),
  );
  it("variables have 1 to 20 characters in one line, for Tencent Cloud 6, and a text with a short link fits one segment", () => {
    fc.assert(
      fc.property(
        name,
        name,
        fc.record({
          shape: fc.constantFrom(...singles),
          part: fc.constantFrom(...parts),
          language: fc.constantFrom(...languageCodes),
          unit: fc.constantFrom("h" as const, "bd" as const),
          place: name,
          danger: fc.boolean(),
          verdict: fc.boolean(),
          hours: fc.integer({ min: -200, max: 200 }),
        }),
        fc.nat(),
        (organization, title, { shape, part, language, unit, place, danger, verdict, hours }, late) => {
          const text = { zh: title, en: title };
          const one = item(shape, part, {
            ...{ organization, task: text, late: { n: late, unit }, place },
            ...(verdict && { awaitsVerdict: true }),
            ...(danger && { subject: title, alarm: { severity: "critical", call: ["119"] } }),
            now: new Date(Date.UTC(2026, 10, 30, 10) - hours * 3_600_000),
          });
          const sms = languages[language].sms(message([one], language), shortBase);
          const values = (filled: { variables: Readonly<Record<string, string>> }): string[] =>
            Object.values(filled.variables);
          for (const [filled, most] of [[sms, 20] as const, [sms.brief, longestBriefVariable] as const]) {
            for (const value of values(filled).slice(0, most === 20 ? -1 : undefined)) {
              expect(value.length).toBeGreaterThan(0);
              expect(value.length, `${filled.text} ${value}`).toBeLessThanOrEqual(most);
              expect(value).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e【】]/u);
            }
            expect(filled.text.endsWith(shortBase + one.code)).toBe(true);
            expect(filled.text.length, filled.text).toBeLessThanOrEqual(oneSegment);
          }
        },
      ),
    );
  });
  it("a digest of many items fits one segment", () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      item(index % 2 ? "due" : "overdue", index % 3 ? "doer" : "supervisor", { taskId: `t${index}` }),
    );
    for (const code of languageCodes) {
      const sms = languages[code].sms(message(many, code), shortBase);
      expect(sms.template).toContain("DIGEST");
      expect(sms.text.length, sms.text).toBeLessThanOrEqual(oneSegment);
    }
  });
});
