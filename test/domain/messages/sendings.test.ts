import { describe, expect, it } from "vitest";
import { type Sending, sendingLines } from "../../../domain/messages/sendings.ts";

const at = (clock: string): Date => new Date(`2026-11-30T${clock}:00+08:00`);
const sending = (more: Partial<Sending>): Sending => ({
  channel: "sms",
  state: "sent",
  delivery: "sent",
  dropped: null,
  createdAt: at("23:10"),
  sendAt: at("23:10"),
  finishedAt: at("23:11"),
  step: "opened",
  who: "林小满",
  ...more,
});

describe("messages in a record", () => {
  it("are listed when they were sent, not when their rung was due; simultaneous ones together", () => {
    expect(sendingLines([sending({}), sending({ who: "周守正" }), sending({ channel: "email" })])).toEqual([
      { at: at("23:11"), verb: "sent-sms", who: ["林小满", "周守正"], steps: ["opened"] },
      { at: at("23:11"), verb: "sent-email", who: ["林小满"], steps: ["opened"] },
    ]);
  });
  it("to the same people over both channels are listed once", () => {
    expect(sendingLines([sending({}), sending({ channel: "email" })])).toEqual([
      { at: at("23:11"), verb: "sent-both", who: ["林小满"], steps: ["opened"] },
    ]);
  });
  it("that are held are listed with the instant and the reason", () => {
    const queued = { state: "queued", delivery: null, finishedAt: null } as const;
    const morning = new Date(at("08:00").getTime() + 86_400_000);
    expect(sendingLines([sending({ ...queued, sendAt: morning })])).toEqual([
      { at: at("23:10"), verb: "held-sms", who: ["林小满"], steps: ["opened"], until: morning, because: "night" },
    ]);
    const because = (more: Partial<Sending>) => sendingLines([sending({ ...queued, ...more })])[0]?.because;
    expect(because({ channel: "email", sendAt: morning })).toBe("bundled");
    expect(because({ delivery: "failed", sendAt: morning })).toBe("retry");
    expect(because({ delivery: "unknown", sendAt: morning })).toBe("unknown");
    expect(sendingLines([sending(queued)])).toEqual([
      { at: at("23:10"), verb: "queued-sms", who: ["林小满"], steps: ["opened"] },
    ]);
  });
  it("that were dropped are listed with the reason, and others with the provider's result", () => {
    const lineOf = (more: Partial<Sending>) => sendingLines([sending(more)])[0];
    expect(lineOf({ state: "dropped", delivery: null, dropped: "settled", finishedAt: null })).toMatchObject({
      verb: "dropped-sms",
      because: "settled",
      at: at("23:10"),
    });
    expect(lineOf({ delivery: "delivered" })?.verb).toBe("delivered-sms");
    expect(lineOf({ channel: "email", delivery: "bounced" })?.verb).toBe("bounced-email");
    expect(lineOf({ state: "dropped", delivery: "unknown", dropped: "undeliverable" })?.verb).toBe("unknown-sms");
  });
  it("that are being sent at this moment are not listed", () => {
    expect(sendingLines([sending({ state: "sending", delivery: "sending" })])).toEqual([]);
  });
});
