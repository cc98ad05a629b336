import { expect, it } from "vitest";
import { type Sendable, sendingFates } from "../../../domain/messages/routine-day.ts";

const now = new Date("2031-03-03T16:00:00+08:00");
const notice = (more: Partial<Sendable>): Sendable => ({
  ...{ personId: "p", taskId: "t", channel: "email", shape: "reminder", part: "doer", urgency: "routine" },
  ...{ severity: null, zone: "Asia/Shanghai", climbDueAt: new Date("2031-03-10T18:00:00+08:00"), attempts: 0 },
  ...more,
});
/** The person has had the day's mail, about this task. */
const sent = { today: new Map([["p", new Map([["t", new Set(["due"])]])]]), counts: new Map() };
const tomorrow = { hold: new Date("2031-03-04T09:00:00+08:00") };

it("a notice that would wait for tomorrow's mail is sent now only with another notice of the same task", () => {
  expect(sendingFates([notice({})], now, sent)).toEqual([tomorrow]);
  const prompt = notice({ shape: "due", urgency: "prompt" });
  expect(sendingFates([notice({}), prompt], now, sent)).toEqual(["send", "send"]);
  for (const other of [{ taskId: "another" }, { personId: "q" }, { channel: "sms" as const }])
    expect(sendingFates([notice({}), notice({ ...other, shape: "due", urgency: "prompt" })], now, sent)).toEqual([
      tomorrow,
      "send",
    ]);
});

it("further notices of a circular that the recipient was mailed today wait for tomorrow's mail, unless that is too late; those of another circular are sent", () => {
  const before = { today: new Map(), circulars: new Map([["p", new Set(["c"])]]), counts: new Map() };
  const rest = notice({ taskId: "other", shape: "due", circularId: "c" });
  expect(sendingFates([rest], now, before)).toEqual([tomorrow]);
  const others = { circularId: "d" };
  for (const more of [others, { circularId: null }, { personId: "q" }, { part: "verifier" as const }])
    expect(sendingFates([{ ...rest, ...more }], now, before)).toEqual(["send"]);
  const tonight = new Date("2031-03-03T20:00:00+08:00");
  expect(sendingFates([{ ...rest, climbDueAt: tonight }], now, before)).toEqual(["send"]);
});
