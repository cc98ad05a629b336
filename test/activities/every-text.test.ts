import { describe, expect, it } from "vitest";
import { renderMessage } from "../../activities/render.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { defaultPolicies } from "../../domain/escalation/policies.ts";
import { procedureOf } from "../../domain/procedures/kinds.ts";
import { languageCodes } from "../../domain/terms.ts";
import type { ClaimedNotice } from "../../records/messages/deliveries.ts";
import { unChinese } from "../support/chinese.ts";
import { along, notice } from "../support/notices.ts";

/** Every step of every duty, as its doer, its verifier and a supervisor read it, alone and in a digest, by mail and SMS. */
const readers: readonly Partial<ClaimedNotice>[] = [
  { part: "doer", shape: "due" },
  { part: "verifier", shape: "reminder", taskState: "submitted", holds: ["supervisory-board"] },
  { part: "supervisor", shape: "escalated", holds: ["authority"] },
];
const steps = allDuties.flatMap((duty) =>
  Object.keys(procedureOf(duty.kind).steps).map((taskStep) => ({ duty: duty.number, taskStep })),
);
const policies = Object.keys(defaultPolicies);
const notices = steps.flatMap((step, index) =>
  readers.map((reader) => notice({ ...step, ...reader, policy: policies[index % policies.length] ?? "ordinary" })),
);
const now = new Date("2026-11-30T02:00:00Z");
const mails = notices.map((one) => renderMessage("x", [one], along(now)).email);
/** Names of guidelines and laws in book-title marks. */
const titles = (text: string): string[] => text.match(/《[^》]+》/g) ?? [];

describe("every text that is sent", () => {
  it("is Chinese throughout, with full-width punctuation and no English word of the program", () => {
    const found = new Set(mails.flatMap((mail) => unChinese(`${mail?.subject}\n${mail?.text}`)));
    expect([...found]).toEqual([]);
  });
  it("cites its guideline or statute in full in book-title marks, once, beside the source of its day", () => {
    for (const mail of mails) {
      const cited = mail?.text.match(/依据：.*\n/g)?.filter((line) => !line.startsWith("期限")) ?? [];
      expect(titles(cited.join("")).length, mail?.text).toBeGreaterThan(0);
      expect(new Set(titles(cited.join(""))).size).toBe(titles(cited.join("")).length);
      expect(mail?.text).not.toMatch(/第\d+条|第\d+款/);
    }
  });
  it("states the time of a task due today, and asks a verifier to verify", () => {
    notices.forEach(({ part }, index) => {
      const { subject = "", text = "" } = mails[index] ?? {};
      if (part === "doer") expect(subject).toMatch(/^【(督办|紧急|较重|一般)】.*今日18:00前/);
      if (part === "verifier") expect(`${subject}\n${text}`).toMatch(/^【提醒】今日18:00前核验：[\s\S]*去核验：/);
      if (part === "supervisor") expect(text).toMatch(/您可以催办|请立即督促处置/);
    });
  });
  it("also fits in a digest and in an SMS, of one segment with a short host", () => {
    const found = new Set<string>();
    for (let at = 0; at + 3 <= notices.length; at += 3) {
      const three = notices.slice(at, at + 3).map((one, index) => ({ ...one, id: `n${index}`, taskId: `t${index}` }));
      const { subject, text } = renderMessage("x", three, along(now)).email ?? {};
      for (const one of unChinese(`${subject}\n${text}`)) found.add(one);
    }
    const short = along(now, { publicUrl: "https://d.example.cn" });
    for (const [one, language] of notices.flatMap((one) => languageCodes.map((code) => [one, code] as const))) {
      const { sms } = renderMessage("x", [{ ...one, channel: "sms", language }], short);
      if (language === "zh-CN") for (const wrong of unChinese(sms?.text ?? "")) found.add(wrong);
      for (const text of [sms?.text, sms?.brief.text]) expect(text?.length, text).toBeLessThanOrEqual(70);
      for (const value of Object.values(sms?.variables ?? {})) expect(value.length, value).toBeLessThanOrEqual(20);
      for (const value of Object.values(sms?.brief.variables ?? {})) expect(value.length, value).toBeLessThanOrEqual(6);
    }
    expect([...found]).toEqual([]);
  });
  it("names only recipients whom its ladder will reach", () => {
    const personal = notice({ policy: "personal", taskPersonId: "p1", roles: ["staff"] });
    expect(renderMessage("x", [personal], along(now)).email?.text).not.toMatch(/将告知|上报/);
    const nobody = along(now, { holders: new Map([["o1", [{ role: "secretariat", personId: "p1" }]]]) });
    expect(renderMessage("x", [notice()], nobody).email?.text).not.toMatch(/将告知|法定代表人|监事会/);
  });
  it("for an emergency names it first, in subject and SMS, and does not mention photos", () => {
    const danger = notice({
      duty: "20",
      taskStep: "take-up",
      policy: "emergency",
      severity: "critical",
      subject: "漏气",
    });
    const { subject = "", text = "" } = renderMessage("x", [danger], along(now)).email ?? {};
    expect(subject).toMatch(/^【紧急】/);
    expect(text).not.toContain("照片");
    expect(renderMessage("x", [{ ...danger, channel: "sms" }], along(now)).sms?.text).toMatch(
      /^【督办】【紧急】漏气，今日18:00前处置/,
    );
  });
});
