import { describe, expect, it } from "vitest";
import { languages } from "../../../domain/languages/index.ts";
import { days, item, linkBase, message, rich } from "./samples.ts";

const zh = languages["zh-CN"];
const coded = (code: string) => ({ code, link: linkBase + code });

describe("a digest", () => {
  const mail = zh.email(
    message([
      item("due", "doer", { ...coded("aaa"), organization: "甲会", task: { zh: "写简报", en: "Write" } }),
      item("settled", "doer", { ...coded("bbb"), organization: "甲会", task: { zh: "开座谈会", en: "Meet" } }),
      item("overdue", "doer", {
        ...coded("ccc"),
        organization: "乙会",
        late: days(3),
        task: { zh: "查消防", en: "Check" },
      }),
      item("returned", "doer", { ...coded("ddd"), organization: "乙会", reason: "缺照片", from: "周守正" }),
      item("overdue", "copy", {
        ...coded("eee"),
        organization: "乙会",
        due: new Date("2026-11-24T10:00:00Z"),
        late: days(7),
        task: { zh: "抄送事项", en: "Copied" },
      }),
    ]),
  );

  it("counts what waits for its reader and what is late, copies not as waiting", () => {
    expect(mail.subject).toMatch(/^【督办】今日 3 项待办.2 项逾期 — 乙会等2家$/);
    expect(languages.en.email(message([item("due"), item("due")], "en")).subject).toMatch(/^2 to do today — /);
  });
  it("names what there is when nothing waits", () => {
    expect(zh.email(message([item("settled"), item("settled")])).subject).toContain("今日 2 项消息");
  });
  it("goes by organization, the one with the latest first, in each the late first", () => {
    for (const body of [mail.text, mail.html]) {
      const order = ["抄送事项", "查消防", "缺照片", "写简报", "开座谈会"].map((one) => body.indexOf(one));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(order[0]).toBeGreaterThan(0);
      expect(body.lastIndexOf("乙会")).toBeLessThan(body.lastIndexOf("写简报"));
    }
  });
  it("has every item's own link in both parts", () => {
    for (const code of ["aaa", "bbb", "ccc", "ddd", "eee"])
      for (const body of [mail.text, mail.html]) expect(body).toContain(linkBase + code);
  });
  it("tells of each item what a mail of its own would", () => {
    const { text, html } = zh.email(message([item("escalated", "supervisor", rich), item("due")]));
    for (const body of [text, html])
      for (const fact of [
        "已逾期5个工作日",
        "¥96,250.50",
        "照片看不清",
        "无人担任",
        "本应更早",
        "期限依据：慈善法第四十条（已核对）",
        "二楼消防通道堆放杂物",
      ])
        expect(body).toContain(fact);
  });
  it("is never built of one item, which keeps its own shape", () => {
    const { subject } = zh.email(message([item("returned")]));
    expect(subject).toContain("退回");
    expect(subject).not.toContain("今日");
  });
  it("names each reason why it was sent once", () => {
    expect(mail.text.split("到期前 1 个工作日的提醒")).toHaveLength(2);
  });
  it("stays below the size at which mail is clipped, as long as it is an ordinary digest at its limit", async () => {
    const { digestLimit } = await import("../../../domain/languages/index.ts");
    const { html } = zh.email(
      message(Array.from({ length: digestLimit }, () => item("overdue", "doer", { late: days(3) }))),
    );
    expect(new TextEncoder().encode(html).length).toBeLessThan(102_000);
  });
});
