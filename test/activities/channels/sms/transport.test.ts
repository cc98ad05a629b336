import { describe, expect, it, onTestFinished } from "vitest";
import { createSmsTransport, type SmsTransportOptions } from "../../../../activities/channels/sms/transport.ts";
import type { OutboundMessage } from "../../../../activities/channels/transport.ts";
import { type Inbox, startInbox } from "../../../../local/inbox.ts";
import { smsAnswers } from "../../../support/failures/provider.ts";
import { ceiling } from "../../../support/timeouts.ts";

const message: OutboundMessage = {
  reference: "0198c2f4-7d1e-7a33-9a53-1f0e0c9d2b11",
  to: "+8613800138000",
  name: "李秘书",
  sms: {
    template: "DUBAN_ZH_DUE",
    variables: { organization: "某某协会", task: "演练方案", code: "abc" },
    text: "【督办】某某协会：请提交演练方案 https://duban.example.org/t/abc",
    brief: { variables: { code: "abc" }, text: "【督办】请提交 https://duban.example.org/t/abc" },
  },
  organizationId: "org-1",
  taskId: "task-1",
};

async function open(): Promise<Inbox> {
  const inbox = await startInbox();
  onTestFinished(() => inbox.stop());
  return inbox;
}

function transport(urls: readonly string[], change: Partial<SmsTransportOptions> = {}) {
  const logged: string[] = [];
  const created = createSmsTransport({
    urls,
    log: (line, about) => logged.push(`${line} ${JSON.stringify(about)}`),
    timeoutMs: ceiling(10),
    ...change,
  });
  return Object.assign(created, { logged });
}

/** A short timeout, for a gateway that does not reply. */
const soonOver = { timeoutMs: 300 };

const asked = (inbox: Inbox, of = message) => transport([inbox.smsUrl]).lookUp?.(of.reference, of.to, new Date());

describe("an SMS", () => {
  it("reaches its reader's inbox as it is displayed, with the ids of organization and task", async () => {
    const inbox = await open();
    expect(await transport([inbox.smsUrl]).send(message)).toMatchObject({
      state: "sent",
      code: "OK",
    });
    expect(inbox.messages()).toMatchObject([
      {
        channel: "sms",
        to: "+8613800138000",
        from: "督办",
        text: message.sms?.text,
        organization: "org-1",
        task: "task-1",
        messageId: message.reference,
        headers: { TemplateCode: "DUBAN_ZH_DUE", TemplateParam: JSON.stringify(message.sms?.variables) },
      },
    ]);
  });

  it("is not sent without content, or to an invalid number, which is not repeated in the error", async () => {
    const inbox = await open();
    const sender = transport([inbox.smsUrl]);
    const { sms: _sms, ...wordless } = message;
    expect(await sender.send(wordless)).toMatchObject({ state: "refused", address: false, code: "MESSAGE" });
    for (const to of ["13800138000", "+86138001380001234567", "+8613800138000,+8613800138001", "", "+86\r\n138"]) {
      const outcome = await sender.send({ ...message, to });
      expect(outcome).toMatchObject({ state: "refused", address: true, code: "ADDRESS" });
      expect(JSON.stringify(outcome)).not.toContain("138");
    }
    expect(inbox.acceptLog).toEqual([]);
  });
});

describe("the response of a gateway", () => {
  it.each(smsAnswers)("for %o has the outcome %o, and the next SMS is sent", async (failure, outcome) => {
    const inbox = await open();
    const sender = transport([inbox.smsUrl]);
    inbox.fail({ sms: { message: "touch +86 138 0013 8000 at 13800138000", ...failure } });
    const first = await sender.send(message);
    expect(first).toMatchObject(outcome);
    expect(first.detail).toContain("touch");
    expect(JSON.stringify([first, sender.logged])).not.toMatch(/138 ?0013/);
    expect(inbox.acceptLog).toEqual([]);
    expect(await sender.send(message)).toMatchObject({ state: "sent" });
  });

  it("that is cut off after the request has the outcome unknown; queried, the gateway does not have the message", async () => {
    const inbox = await open();
    inbox.fail({ sms: { reset: true } });
    expect(await transport([inbox.smsUrl]).send(message)).toMatchObject({ state: "unknown" });
    expect(inbox.acceptLog).toEqual([]);
    expect(await asked(inbox)).toBe("not sent");
  });

  it("that never comes after it accepted has the outcome unknown; queried, the gateway has the message", async () => {
    const inbox = await open();
    inbox.fail({ sms: { timeoutAfterAccept: true } });
    expect(await transport([inbox.smsUrl], soonOver).send(message)).toMatchObject({
      state: "unknown",
      code: expect.stringMatching(/TIMEOUT/i),
    });
    expect(inbox.acceptLog).toHaveLength(1);
    expect(await asked(inbox)).toBe("sent");
    expect(await asked(inbox, { ...message, reference: "another" })).toBe("not sent");
  });

  it("that is missing because it is unreachable means that nothing was sent", async () => {
    const inbox = await open();
    await inbox.stop();
    const outcome = await transport([inbox.smsUrl]).send(message);
    expect(outcome).toMatchObject({ state: "failed", code: "ECONNREFUSED" });
    expect(await asked(inbox)).toBe("unknown");
  });
});

describe("several gateways", () => {
  it("replace each other, except where one refused or may have accepted", async () => {
    const [first, second] = [await open(), await open()];
    const sender = transport([first.smsUrl, second.smsUrl], { now: () => new Date(0) });
    first.fail({ sms: { code: "isv.MOBILE_NUMBER_ILLEGAL" } });
    expect(await sender.send(message)).toMatchObject({ state: "refused" });
    first.fail({ sms: { timeoutAfterAccept: true } });
    expect(await transport([first.smsUrl, second.smsUrl], soonOver).send(message)).toMatchObject({ state: "unknown" });
    expect(second.acceptLog).toEqual([]);
    first.fail({ sms: { status: 500 } });
    expect(await sender.send(message)).toMatchObject({ state: "sent" });
    expect(second.acceptLog).toHaveLength(1);
    // The first provider is skipped for a while.
    expect(await sender.send(message)).toMatchObject({ state: "sent" });
    expect([first.acceptLog.length, second.acceptLog.length]).toEqual([1, 2]);
  });

  it("are all queried about an SMS", async () => {
    const [first, second] = [await open(), await open()];
    await transport([second.smsUrl]).send(message);
    const { lookUp } = transport([first.smsUrl, second.smsUrl]);
    expect(await lookUp?.(message.reference, message.to, new Date())).toBe("sent");
    await first.stop();
    expect(await lookUp?.("another", message.to, new Date())).toBe("unknown");
  });
});
