import { describe, expect, it } from "vitest";
import { colours } from "../../../../domain/design/tokens.ts";
import { languages } from "../../../../domain/messages/languages/index.ts";
import type { Item } from "../../../../domain/messages/message.ts";
import { days, item, linkBase, message, rich } from "./samples.ts";

const zh = languages["zh-CN"];
const linkOf = (code: string) => ({ code, link: linkBase + code });
const bodies = ({ text, html }: { text: string; html: string }): string[] => [text, html];

describe("a digest", () => {
  const mail = zh.email(
    message([
      item("due", "doer", { ...linkOf("aaa"), organization: "甲会", task: { zh: "写简报", en: "Write" } }),
      item("settled", "doer", { ...linkOf("bbb"), organization: "甲会", task: { zh: "开座谈会", en: "Meet" } }),
      item("overdue", "doer", {
        ...linkOf("ccc"),
        organization: "乙会",
        late: days(3),
        task: { zh: "查消防", en: "Check" },
      }),
      item("returned", "doer", { ...linkOf("ddd"), organization: "乙会", reason: "缺照片", from: "周守正" }),
      item("overdue", "copy", {
        ...linkOf("eee"),
        organization: "乙会",
        due: new Date("2026-11-24T10:00:00Z"),
        late: days(7),
        task: { zh: "抄送事项", en: "Copied" },
      }),
    ]),
  );

  it("counts the recipient's open items and the late ones among them, without copies and settled items", () => {
    expect(mail.subject).toBe("【督办】今日3项待办（其中1项逾期）——乙会等2家");
    expect(languages.en.email(message([item("due"), item("due")], "en")).subject).toMatch(/^Today: 2 to do \(/);
  });
  it("names the organizations of counted items, and none that only a copy mentions", () => {
    const copied = ["乙会", "丙会"].map((organization) =>
      item("overdue", "copy", { organization, taskId: organization }),
    );
    const raised = item("escalated", "supervisor", { organization: "甲会", late: days(21) });
    expect(zh.email(message([...copied, raised])).subject).toBe("【督办】今日1项上报——甲会");
    expect(zh.email(message(copied)).subject).toBe("【督办】今日2项抄送——乙会等2家");
  });
  it("says once why it was sent, for all of its organizations", () => {
    const why = (name: string) => ({
      zh: `您是${name}业务主管单位工作人员，此事上报给您`,
      en: `you are on the authority of ${name}; this has been escalated to you`,
    });
    const of = (organization: string) =>
      item("escalated", "supervisor", { organization, taskId: organization, late: days(5), why: why(organization) });
    const all = [of("甲$&会"), of("乙会"), of("丙会")];
    expect(zh.email(message(all)).text.match(/^发送原因.*$/gm)).toEqual([
      "发送原因：您是甲$&会等3家机构业务主管单位工作人员，此事上报给您",
    ]);
    expect(languages.en.email(message(all, "en")).text).toContain("of 甲$&会 and 2 others; this has");
  });
  it("distinguishes items to verify from escalated ones", () => {
    const { subject } = zh.email(
      message([item("due"), item("due", "verifier"), item("escalated", "supervisor", { late: days(5) })]),
    );
    expect(subject).toMatch(/^【督办】今日1项待办、1项待核验、1项上报/);
  });
  it("names its items if none requires action", () => {
    expect(zh.email(message([item("settled"), item("settled")])).subject).toContain("【已办结】2项已结束");
    expect(zh.email(message([item("overdue", "copy"), item("overdue", "copy")])).subject).toContain("今日2项抄送");
  });
  it("is ordered by urgency: late, returned, due", () => {
    for (const body of bodies(mail)) {
      const order = ["查消防", "缺照片", "写简报"].map((one) => body.indexOf(one));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(order[0]).toBeGreaterThan(0);
    }
  });
  it("has the link of an entry in both parts", () => {
    for (const code of ["aaa", "ccc", "ddd"]) for (const body of bodies(mail)) expect(body).toContain(linkBase + code);
  });
  it("mentions settled items and copies in one line each, neither in red", () => {
    for (const body of bodies(mail)) {
      expect(body).toContain("另有1项已结束，无需再办");
      expect(body).toContain("另有1项抄送，供知悉，无需操作");
      expect(body).not.toMatch(/抄送事项|开座谈会/);
    }
    const copies = zh.email(message(Array.from({ length: 7 }, () => item("overdue", "copy", { late: days(9) }))));
    expect(copies.html).not.toContain(colours.late.light);
    expect(copies.text).toContain("另有2项抄送");
  });
  it("shows the five most urgent items; the rest is one line with a link to all of them", () => {
    const many = Array.from({ length: 17 }, (_, n) =>
      item("overdue", "doer", {
        ...linkOf(`code${n}`),
        taskId: `${n}`,
        due: new Date(Date.UTC(2026, 9, 1 + n)),
        late: days(20 - n),
      }),
    );
    const copies = Array.from({ length: 10 }, () => item("escalated", "copy", { late: days(9) }));
    const { subject, text, html } = zh.email(message([...copies, ...many.reverse()]));
    expect(subject).toContain("今日17项待办（均已逾期）");
    for (const body of [text, html]) {
      expect([...body.matchAll(/\/t\/code(\d+)(?![\w/])/g)].map((found) => found[1])).toEqual([
        "0",
        "1",
        "2",
        "3",
        "4",
      ]);
      expect(body).toContain("其余12项");
      expect(body).toContain(`${linkBase}code0/all`);
      expect(body).toContain("另有10项抄送");
    }
  });
  it("links to one sheet for the tasks of one organization, and distinguishes the same step of two duties", () => {
    const step = { zh: "确定演练日期", en: "Set the day" };
    const drill = (code: string, zh: string, organization = "甲会") =>
      item("due", "doer", {
        ...linkOf(code),
        ...{ taskId: code, organization, task: step },
        duty: { number: "26", title: { zh, en: zh }, clause: { zh: "", en: "" }, quote: "" },
      });
    const two = zh.email(message([drill("a", "疏散演练"), drill("b", "员工演练")]));
    for (const body of bodies(two)) {
      expect(body).toContain("一页办理2项");
      expect(body).toContain(`${linkBase}a/sheet`);
      expect(body).toContain("确定演练日期（疏散演练）");
      expect(body).toContain("确定演练日期（员工演练）");
    }
    const several = zh.email(message([drill("a", "疏散演练"), drill("b", "员工演练"), drill("c", "应急演练", "乙会")]));
    expect(several.text).toContain(`甲会：一页办理2项：\n${linkBase}a/sheet`);
    expect(several.text).not.toContain(`${linkBase}c/sheet`);
    const named = zh.email({ ...message([drill("a", "疏散演练"), drill("b", "员工演练")]), reference: "mail-1" });
    for (const body of bodies(named)) expect(body).toContain(`${linkBase}a/sheet/mail-1`);
    expect(zh.email(message([drill("a", "疏散演练"), item("settled")])).text).not.toContain("/sheet");
  });
  it("mentions a task once, as a request to its doer, whatever else the recipient is sent", () => {
    const { subject, text } = zh.email(
      message([
        item("escalated", "copy", { taskId: "one", late: days(5) }),
        item("overdue", "doer", { taskId: "one", late: days(5) }),
        item("due", "doer", { taskId: "two" }),
      ]),
    );
    expect(subject).toContain("今日2项待办（其中1项逾期）");
    expect(text).not.toContain("抄送");
  });
  it("has the same counts as the SMS of the same minute", () => {
    const late = item("overdue", "doer", { taskId: "late", late: days(1) });
    const due = [item("due", "doer", { taskId: "a" }), item("due", "doer", { taskId: "b" })];
    const mail = zh.email({ ...message([late, ...due]), beside: [] });
    const sms = zh.sms({ ...message([late, due[0] ?? late]), beside: due.slice(1) }, linkBase);
    expect(mail.subject).toContain("3项待办（其中1项逾期）");
    expect(sms.text).toContain("3项待办（1项逾期）");
  });
  it("names dangers first", () => {
    const danger = item("due", "doer", {
      ...linkOf("fire"),
      subject: "二楼燃气泄漏",
      alarm: { severity: "critical", call: ["119"], reporter: { name: "林小满", phone: "13800138000" } },
    });
    const { subject, text } = zh.email(message([item("overdue", "doer", { late: days(9) }), danger]));
    expect(subject).toMatch(/^【紧急】二楼燃气泄漏：组织演练并提交记录（11月30日18:00前，遇险拨119）/);
    expect(text).toMatch(/二楼燃气泄漏[\s\S]*已逾期9个工作日/);
    expect(text).toContain("先拨打119（火警）。报告人：林小满、13800138000。");
  });
  it("has for each item all that is needed to act on it", () => {
    const mail = zh.email(message([item("escalated", "supervisor", rich), item("due")]));
    for (const body of bodies(mail))
      for (const fact of [
        "已逾期5个工作日",
        "照片看不清",
        "无人担任",
        "本应更早",
        "期限依据：《慈善法》",
        "二楼消防通道堆放杂物",
      ])
        expect(body).toContain(fact);
  });
  it("links to the handover page by its name if tasks were handed over", () => {
    const items = ["a", "b"].map((taskId) => item("due", "doer", { ...linkOf(taskId), taskId, act: "new-role" }));
    for (const body of bodies(zh.email(message(items)))) {
      expect(body).toContain("查看交接清单（附此前经过）");
      expect(body).not.toContain("查看全部");
    }
    const all = ["a", "b", "c", "d", "e", "f"].map((taskId) => item("due", "doer", { ...linkOf(taskId), taskId }));
    for (const body of bodies(zh.email(message(all)))) expect(body).toContain("查看全部");
  });
  it("omits long figures, which are on the page behind the link", () => {
    for (const body of bodies(zh.email(message([item("due", "doer", rich), item("due")]))))
      expect(body).not.toContain("¥96,250.50");
  });
  it("never has a single item, which is sent in its own shape", () => {
    const { subject } = zh.email(message([item("returned")]));
    expect(subject).toContain("退回");
    expect(subject).not.toContain("今日");
  });
  it("names each reason why it was sent once", () => {
    expect(mail.text.split("到期前1个工作日")).toHaveLength(2);
  });
  it("stays short, however many items there are", async () => {
    const { digestLimit } = await import("../../../../domain/messages/languages/index.ts");
    const { html } = zh.email(
      message(Array.from({ length: digestLimit }, () => item("overdue", "doer", { ...rich, late: days(3) }))),
    );
    expect(new TextEncoder().encode(html).length).toBeLessThan(16_000);
  });
  it("names each guideline and statute by its full name once, followed by the clauses", () => {
    const clause = (zh: string, en: string) => ({ duty: { ...item("due").duty, clause: { zh, en } } });
    const items = [
      item("due", "doer", { taskId: "a" }),
      item("due", "doer", {
        taskId: "b",
        ...clause("《关于做好社会组织落实疫情防控工作的指引（试行）》四（二）", "x"),
      }),
      item("due", "doer", { taskId: "c", ...clause("《社会团体登记管理条例》第二十八条", "y") }),
    ];
    for (const body of bodies(zh.email(message(items)))) {
      expect(body).toContain(
        "依据：《关于做好社会组织落实疫情防控工作的指引（试行）》二（二）4、四（二）；《社会团体登记管理条例》第二十八条",
      );
      expect(body.match(/《关于做好社会组织落实疫情防控工作的指引（试行）》/g)).toHaveLength(1);
    }
  });
  it("says of each item that waits for a verdict that it must be verified", () => {
    for (const shape of ["due", "reminder", "overdue", "escalated"] as const) {
      const items = [item(shape, "verifier", { taskId: "a" }), item("due", "doer", { taskId: "b" })];
      for (const body of bodies(zh.email(message(items)))) expect(body, shape).toContain("核验：组织演练并提交记录");
    }
  });
});

describe("a change of level", () => {
  const late = Array.from({ length: 6 }, (_, n) => item("overdue", "doer", { taskId: `${n}`, late: days(2) }));
  const title = { zh: "防汛：预警", en: "Flood: watch" };
  const duty = { ...item("call").duty, title };
  const level = (more: Partial<Item> = {}) =>
    item("call", "participant", { act: "level", task: title, duty, taskId: "level", ...more });

  it("is below the reader's late tasks, and shown although they are many", () => {
    const { text } = languages["zh-CN"].email(message([level(), ...late]));
    expect(text.indexOf("防汛：预警")).toBeGreaterThan(text.lastIndexOf("已逾期2个工作日"));
    expect(text.match(/已逾期2个工作日/g)).toHaveLength(4);
    expect(text).toContain("其余2项");
  });

  it("is above them if it is the response level", () => {
    const { text } = languages["zh-CN"].email(message([...late, level({ first: true })]));
    expect(text.indexOf("防汛：预警")).toBeLessThan(text.indexOf("已逾期2个工作日"));
  });
});

it("a digest of a change of level and copies says first that no action is needed", () => {
  const level = item("call", "participant", { act: "level", taskId: "level" });
  const copy = item("escalated", "copy", { taskId: "a" });
  const { text } = languages["zh-CN"].email(message([level, copy]));
  expect(text).toContain("以下事项供您知悉，无需操作。");
  expect(languages["zh-CN"].email(message([level, item("due", "doer", { taskId: "b" })])).text).toContain("最急的在前");
});

describe("the subject", () => {
  it("of a mail about settled items says how they ended, if all ended in the same way", () => {
    const closed = ["a", "b"].map((taskId) => item("settled", "doer", { taskId, act: "closed" }));
    expect(languages["zh-CN"].email(message(closed)).subject).toMatch(/^【机构已关闭】2项已结束——/);
    expect(languages.en.email(message(closed, "en")).subject).toMatch(/^Organization closed: 2 settled \(/);
    const waived = item("settled", "doer", { taskId: "c", act: "waive" });
    expect(languages["zh-CN"].email(message([...closed, waived])).subject).toMatch(/^【督办】今日3项已结束——/);
  });

  it.each([
    ["supervisor", "【上报】已逾期2天，待核验："],
    ["copy", "【抄送】已逾期2天，待核验，已上报："],
  ] as const)("of an escalated verdict says to the %s that the verdict is late", (part, subject) => {
    const late = item("escalated", part, { awaitsVerdict: true, late: { n: 2, unit: "d" }, past: true });
    expect(languages["zh-CN"].email(message([late])).subject).toContain(subject);
    expect(languages.en.email(message([late], "en")).subject).toContain("verify: ");
  });
});
