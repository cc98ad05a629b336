import { expect, it } from "vitest";
import { languages } from "../../../../domain/messages/languages/index.ts";

it("the subject of a paused webhook names its host, on one line", () => {
  const note = { kind: "webhook-paused", name: "李志强", host: "hooks.example.org\nBcc: x", gone: false } as const;
  const subject = (code: "zh-CN" | "en") => languages[code].note({ ...note, sender: "督办平台" }).subject;
  expect(subject("zh-CN")).toBe("【请检查】接收地址无法送达，已暂停：hooks.example.org Bcc: x");
  expect(subject("en")).toBe("A webhook cannot be reached, and is paused: hooks.example.org Bcc: x");
});
