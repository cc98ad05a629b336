import { appendFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { describe, expect, it, onTestFinished } from "vitest";
import { type InboxOptions, startInbox } from "../../local/inbox.ts";
import { startSink } from "../../local/sink.ts";
import { scratch } from "./scratch.ts";

async function open(options: InboxOptions = {}) {
  const inbox = await startInbox(options);
  onTestFinished(() => inbox.stop());
  return inbox;
}

const mail = {
  from: "Duban 督办 <duban@example.org>",
  to: "secretary@example.org",
  subject: "请于9月30日前提交：演练方案",
  text: "请点击 https://duban.example.org/t/abc",
  html: '<p>请点击 <a href="https://duban.example.org/t/abc">这里</a></p>',
  messageId: "<notice-1@duban.example.org>",
  headers: { "X-Duban-Organization": "org-1,org-2", "X-Duban-Task": "task-1,task-2" },
};

async function send(url: string, change: Partial<typeof mail> = {}) {
  const transport = createTransport({ url, socketTimeout: 500 });
  try {
    return await transport.sendMail({ ...mail, ...change });
  } finally {
    transport.close();
  }
}

const sms = {
  Action: "SendSms",
  PhoneNumbers: "13800000000",
  SignName: "督办",
  TemplateCode: "SMS_1",
  TemplateParam: '{"code":"abc"}',
  OutId: "out-1",
};

async function text(smsUrl: string, change: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const response = await fetch(smsUrl.replace("sandbox:", ""), {
    method: "POST",
    body: new URLSearchParams({ ...sms, ...change }),
    signal: AbortSignal.timeout(500),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

describe("mail in the sandbox inbox", () => {
  it("is shown as its reader sees it, with its organization and task", async () => {
    const captured: string[] = [];
    const at = new Date("2026-09-01T01:00:00Z");
    const inbox = await open({ now: () => at, capture: (message) => captured.push(message.to) });
    await send(inbox.smtpUrl);
    expect(inbox.messages()).toEqual([
      {
        channel: "email",
        to: "secretary@example.org",
        from: '"Duban 督办" <duban@example.org>',
        subject: mail.subject,
        text: expect.stringContaining(mail.text),
        html: expect.stringContaining(mail.html),
        at: "2026-09-01T01:00:00.000Z",
        organization: "org-1,org-2",
        task: "task-1,task-2",
        messageId: mail.messageId,
        headers: expect.objectContaining({ "x-duban-task": "task-1,task-2" }),
      },
    ]);
    expect(captured).toEqual(["secretary@example.org"]);
  });

  it("is accepted with any user name and password, over one pooled connection, for each recipient separately", async () => {
    const inbox = await open();
    const transport = createTransport({
      url: inbox.smtpUrl.replace("://", "://user:password@"),
      pool: true,
      maxConnections: 1,
    });
    onTestFinished(() => transport.close());
    for (const number of [1, 2, 3]) await transport.sendMail({ ...mail, messageId: `<${number}@example.org>` });
    await transport.sendMail({ ...mail, to: ["a@example.org", "b@example.org"] });
    expect(
      inbox
        .messages()
        .map(({ to }) => to)
        .slice(3),
    ).toEqual(["a@example.org", "b@example.org"]);
  });

  it("is refused on request: how often, for whom, and with which code", async () => {
    const inbox = await open();
    inbox.fail({ smtp: { at: "rcpt", code: 550, message: "no such mailbox", match: /^gone@/, times: 2 } });
    for (const _ of [1, 2])
      await expect(send(inbox.smtpUrl, { to: "gone@example.org" })).rejects.toMatchObject({
        responseCode: 550,
        response: expect.stringContaining("no such mailbox"),
      });
    await send(inbox.smtpUrl);
    await send(inbox.smtpUrl, { to: "gone@example.org" });
    expect(inbox.acceptLog.map(({ to }) => to)).toEqual(["secretary@example.org", "gone@example.org"]);
  });

  it.each([
    ["connect", 421],
    ["mail", 451],
    ["rcpt", 452],
    ["data", 554],
  ] as const)("is refused at %s and accepted the next time", async (at, code) => {
    const inbox = await open();
    inbox.fail({ smtp: { at, code } });
    await expect(send(inbox.smtpUrl)).rejects.toMatchObject({ responseCode: code });
    expect(inbox.acceptLog).toEqual([]);
    await send(inbox.smtpUrl);
    expect(inbox.acceptLog).toHaveLength(1);
  });

  it("is refused for a wrong password on request", async () => {
    const inbox = await open();
    const url = inbox.smtpUrl.replace("://", "://user:password@");
    inbox.fail({ smtp: { at: "auth", code: 535 } });
    await expect(send(url)).rejects.toMatchObject({ code: "EAUTH", responseCode: 535 });
    await send(url);
    expect(inbox.acceptLog).toHaveLength(1);
  });

  it("is lost if the connection breaks in the middle of it", async () => {
    const inbox = await open();
    inbox.fail({ smtp: { at: "drop-mid-data" } });
    await expect(send(inbox.smtpUrl)).rejects.toThrow(/closed|reset/i);
    expect(inbox.acceptLog).toEqual([]);
  });

  it("exists although the sender never got the reply if the connection breaks after it; sent again it exists twice", async () => {
    const inbox = await open();
    inbox.fail({ smtp: { at: "drop-after-dot" } });
    await expect(send(inbox.smtpUrl)).rejects.toThrow(/closed|reset/i);
    expect(inbox.acceptLog).toHaveLength(1);
    await send(inbox.smtpUrl);
    expect(inbox.acceptLog.map(({ messageId }) => messageId)).toEqual([mail.messageId, mail.messageId]);
  });

  it("gets no reply when the server hangs on request, which does not prevent its end", async () => {
    const inbox = await open();
    inbox.fail({ smtp: { at: "hang" } });
    await expect(send(inbox.smtpUrl)).rejects.toMatchObject({ code: "ETIMEDOUT" });
    expect(inbox.acceptLog).toEqual([]);
    inbox.fail({ smtp: { at: "hang" } });
    const hanging = send(inbox.smtpUrl).catch((error: Error) => error);
    await inbox.stop();
    expect(await hanging).toBeInstanceOf(Error);
  });

  it("is accepted again when the failures are reset", async () => {
    const inbox = await open();
    inbox.fail({ smtp: { at: "connect", times: Number.POSITIVE_INFINITY } });
    await expect(send(inbox.smtpUrl)).rejects.toThrow();
    inbox.heal();
    await send(inbox.smtpUrl);
    expect(inbox.messages()).toHaveLength(1);
  });
});

describe("SMS in the sandbox inbox", () => {
  it("is shown as its reader sees it, with its organization and task", async () => {
    const inbox = await open({ now: () => new Date("2026-09-01T01:00:00Z") });
    const answer = await text(inbox.smsUrl, {
      Text: "【督办】演练方案待办 abc",
      Meta: '{"organization":"org-1","task":"task-1"}',
    });
    expect(answer).toMatchObject({
      status: 200,
      Code: "OK",
      Message: "OK",
      BizId: expect.any(String),
      RequestId: expect.any(String),
    });
    expect(inbox.messages()).toEqual([
      {
        channel: "sms",
        to: "13800000000",
        from: "督办",
        subject: null,
        text: "【督办】演练方案待办 abc",
        html: null,
        at: "2026-09-01T01:00:00.000Z",
        organization: "org-1",
        task: "task-1",
        messageId: "out-1",
        headers: expect.objectContaining({ TemplateCode: "SMS_1", TemplateParam: '{"code":"abc"}' }),
      },
    ]);
  });

  it("is accepted as JSON too, and shown by its variables if its text is not given", async () => {
    const inbox = await open();
    const response = await fetch(inbox.smsUrl.replace("sandbox:", ""), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...sms, TemplateParam: { code: "abc" } }),
    });
    expect(await response.json()).toMatchObject({ Code: "OK" });
    expect(inbox.messages()[0]?.text).toBe('【督办】SMS_1 {"code":"abc"}');
  });

  it("can be queried by its OutId; sent twice it exists twice, as at the provider", async () => {
    const inbox = await open();
    const ask = (OutId: string) => text(inbox.smsUrl, { Action: "QuerySendDetails", OutId });
    expect(await ask("out-1")).toMatchObject({ Code: "OK", TotalCount: 0 });
    await text(inbox.smsUrl);
    expect(await ask("out-1")).toMatchObject({
      TotalCount: 1,
      SmsSendDetailDTOs: { SmsSendDetailDTO: [{ PhoneNum: "13800000000", OutId: "out-1", SendStatus: 3 }] },
    });
    await text(inbox.smsUrl);
    expect(await ask("out-1")).toMatchObject({ TotalCount: 2 });
    expect(inbox.acceptLog).toHaveLength(2);
  });

  it.each([
    [{ PhoneNumbers: "not a number" }, "isv.MOBILE_NUMBER_ILLEGAL"],
    [{ PhoneNumbers: "" }, "isv.MOBILE_NUMBER_ILLEGAL"],
    [{ SignName: "" }, "isv.SMS_SIGNATURE_ILLEGAL"],
    [{ TemplateCode: "" }, "isv.SMS_TEMPLATE_ILLEGAL"],
    [{ TemplateParam: "{" }, "isv.INVALID_JSON_PARAM"],
    [{ TemplateParam: JSON.stringify({ name: "督".repeat(21) }) }, "isv.PARAM_LENGTH_LIMIT"],
    [{ Action: "SendMail" }, "InvalidAction.NotFound"],
  ])("is refused as the provider would refuse %o", async (change, Code) => {
    const inbox = await open();
    expect(await text(inbox.smsUrl, change as Record<string, string>)).toMatchObject({ Code });
    expect(inbox.messages()).toEqual([]);
  });

  it("fails on request: with a code, a status, a broken connection, or no reply after it was accepted", async () => {
    const inbox = await open();
    inbox.fail({ sms: { code: "isv.BUSINESS_LIMIT_CONTROL", match: "13800000000" } });
    expect(await text(inbox.smsUrl, { PhoneNumbers: "13800000001", OutId: "other" })).toMatchObject({ Code: "OK" });
    expect(await text(inbox.smsUrl)).toMatchObject({ status: 200, Code: "isv.BUSINESS_LIMIT_CONTROL" });
    inbox.fail({ sms: { status: 503 } });
    expect(await text(inbox.smsUrl)).toMatchObject({ status: 503 });
    inbox.fail({ sms: { reset: true } });
    await expect(text(inbox.smsUrl)).rejects.toThrow(/fetch failed/);
    expect(inbox.acceptLog.map(({ messageId }) => messageId)).toEqual(["other"]);
    inbox.fail({ sms: { timeoutAfterAccept: true } });
    await expect(text(inbox.smsUrl)).rejects.toThrow(/timeout/i);
    expect(inbox.acceptLog.map(({ messageId }) => messageId)).toEqual(["other", "out-1"]);
    expect(await text(inbox.smsUrl, { Action: "QuerySendDetails" })).toMatchObject({ TotalCount: 1 });
  });
});

describe("the list of the sandbox inbox", () => {
  it("is restored after a restart, even if the last line was cut off", async () => {
    const home = await scratch();
    const first = await open({ home });
    await send(first.smtpUrl);
    await text(first.smsUrl);
    const before = first.messages();
    await first.stop();
    const file = join(home, "inbox.jsonl");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await appendFile(file, '{"channel":"email","to":"half');
    const second = await open({ home });
    expect(second.messages()).toEqual(before);
    await text(second.smsUrl);
    await second.stop();
    const third = await open({ home });
    expect(third.messages()).toHaveLength(3);
    await third.clear();
    expect(third.messages()).toEqual([]);
    await third.stop();
    expect((await open({ home })).messages()).toEqual([]);
  });
});

describe("the benchmark's mail sink", () => {
  it("counts each Message-ID over pooled connections, losing none", async () => {
    const sink = await startSink();
    onTestFinished(() => sink.stop());
    const transport = createTransport({ url: sink.smtpUrl, pool: true, maxConnections: 5 });
    onTestFinished(() => transport.close());
    const long = "一行很长的正文\r\n.\r\n..\r\n".repeat(2_000);
    const numbers = Array.from({ length: 50 }, (_, number) => number);
    await Promise.all(numbers.map((n) => transport.sendMail({ ...mail, text: long, messageId: `<${n}@example.org>` })));
    await transport.sendMail({ ...mail, messageId: "<7@example.org>" });
    expect(sink.total).toBe(51);
    expect(sink.counts.size).toBe(50);
    expect(sink.counts.get("<7@example.org>")).toBe(2);
    expect(sink.counts.get("<8@example.org>")).toBe(1);
  });
});
