import type { Item, Message, Part } from "../../../../domain/messages/message.ts";
import type { Lateness } from "../../../../domain/tasks/lateness.ts";
import type { LanguageCode, Shape } from "../../../../domain/terms.ts";

export const parts: readonly Part[] = ["doer", "verifier", "supervisor", "copy", "participant"];
export const singles = ["due", "reminder", "overdue", "escalated", "returned", "settled", "call", "test"] as const;
export const linkBase = "https://duban.example.org/t/";

/** The drill of an invented association, due on Monday 30 November 2026 at 18:00 in Shanghai. */
export function item(shape: Exclude<Shape, "digest">, part: Part = "doer", more: Partial<Item> = {}): Item {
  return {
    shape,
    part,
    organization: "羊城灯彩行业协会",
    duty: {
      number: "26",
      clause: {
        zh: "《关于做好社会组织落实疫情防控工作的指引（试行）》二（二）4",
        en: "Guangzhou guideline (trial), clause 二（二）4",
      },
      quote: "适时组织演练",
      title: { zh: "组织应急演练", en: "Hold an emergency drill" },
    },
    task: { zh: "组织演练并提交记录", en: "Hold the drill and submit its record" },
    due: new Date("2026-11-30T10:00:00Z"),
    zone: "Asia/Shanghai",
    link: `${linkBase}k7m2p9qx4w8r`,
    code: "k7m2p9qx4w8r",
    why: {
      zh: "您是该会秘书处成员；到期前1个工作日",
      en: "you are of its secretariat; one business day before",
    },
    ...more,
  };
}

export function message(items: readonly Item[], language: LanguageCode = "zh-CN"): Message {
  return { to: { name: "林小满", language }, items, sender: "羊城社会组织督办平台" };
}

export const days = (n: number): Lateness => ({ n, unit: "bd" });

/** What a supervisor reads about a task that escalated to the last rung. */
export const rich: Partial<Item> = {
  late: days(5),
  basis: { zh: "《慈善法》第四十条（已核对原文）", en: "Charity Law, article 40 (checked)" },
  subject: "二楼消防通道堆放杂物",
  figures: [
    { label: { zh: "接收", en: "Received" }, value: "¥128,400.00" },
    { label: { zh: "使用", en: "Used" }, value: "¥96,250.50" },
  ],
  reason: "照片看不清，请补拍通道全貌。\n并写明责任人。",
  from: "周守正",
  vacant: { role: "legal-representative" },
  belated: true,
  story: [
    { at: new Date("2026-11-20T01:00:00Z"), verb: "opened", who: ["system"] },
    { at: new Date("2026-11-20T01:00:05Z"), verb: "sent-email", who: ["secretariat"] },
    { at: new Date("2026-11-27T01:00:00Z"), verb: "submit", who: ["林小满"], note: "已清理" },
    { at: new Date("2026-11-27T07:30:00Z"), verb: "return", who: ["周守正"], note: "照片看不清" },
    { at: new Date("2026-12-01T01:00:00Z"), verb: "sent-email", who: ["legal-representative", "supervisory-board"] },
  ],
};
