import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { createEmailTransport } from "../../activities/channels/email/transport.ts";
import { createSmsTransport } from "../../activities/channels/sms/transport.ts";
import type { OutboundMessage, Transport } from "../../activities/channels/transport.ts";
import { type Inbox, startInbox } from "../../local/inbox.ts";
import type { SmsFailure, SmtpFailure } from "../../local/inbox-failures.ts";
import { smsAnswers, smtpAnswers, type Understood } from "../support/failures/provider.ts";
import { startBrokenTls, tlsFailures } from "../support/failures/tls.ts";
import type { Trial } from "../support/lines/line.ts";
import { promised } from "../support/timeouts.ts";
import { tortureLine } from "./line.ts";

const log = (): void => undefined;
const unknown: Understood = { state: "unknown" };
/** A small message is sent completely before the client notices that the server disconnected; its outcome is unknown, and it is sent again. */
const cutInData: Understood = { state: expect.stringMatching(/^(unknown|failed)$/) };

/**
 * Each attempt meets a random failure, is classified, and is followed by the product's reaction: a failed message is sent again, an unknown one is
 * sent again under the same reference unless the provider knows it, a refused one never.
 */
async function broken<Failure>(
  { n, pick, tried, failed, measure }: Trial,
  inbox: Inbox,
  open: () => Transport,
  failures: readonly [Failure, Understood][],
  order: (failure: Failure) => void,
  messageOf: (reference: string) => OutboundMessage,
): Promise<void> {
  for (let i = 0; i < n; i++) {
    const [failure, understood] = pick(failures);
    const message = messageOf(`attempt-${i}`);
    const before = inbox.acceptLog.length;
    // A new transport, because an open connection does not repeat greeting and login.
    const transport = open();
    order(failure);
    const outcome = await transport.send(message);
    const what = `${JSON.stringify(failure)}: ${JSON.stringify(outcome)}`;
    try {
      expect(outcome).toMatchObject(understood);
    } catch {
      failed(`${what}; expected ${understood.state}`);
    }
    const asked =
      outcome.state === "unknown" ? await transport.lookUp?.(message.reference, message.to, new Date()) : undefined;
    if (outcome.state === "failed" || (outcome.state === "unknown" && asked !== "sent")) await transport.send(message);
    await transport.close();
    inbox.heal();
    const accepted = inbox.acceptLog.slice(before);
    const intents = new Set(accepted.map(({ messageId }) => messageId)).size;
    const lost = outcome.state !== "refused" && intents === 0 ? 1 : 0;
    // Only a message that may have been accepted is sent again, and under the same reference.
    const doubled = intents > 1 || accepted.length > (outcome.state === "unknown" ? 2 : 1) ? 1 : 0;
    if (outcome.state === "refused" && accepted.length > 0) failed(`${what}: refused, and accepted`);
    if (lost + doubled > 0) failed(`${what}: accepted ${accepted.length} times, as ${intents} intents`);
    measure({ lost, doubled, inDoubt: outcome.state === "unknown" ? 1 : 0 });
    tried();
  }
}

const email = { subject: "请提交", text: "请点击", html: "<p>请点击</p>" };
const letterTo = (reference: string): OutboundMessage => ({
  reference,
  to: "secretary@example.org",
  name: "李",
  email,
});

const sms = {
  template: "DUBAN_ZH_DUE",
  variables: { organization: "某某协会", task: "方案", code: "abc" },
  text: "【督办】请提交",
  brief: { variables: { code: "abc" }, text: "【督办】请提交" },
};
const smsTo = (reference: string): OutboundMessage => ({ reference, to: "+8613800138000", name: "李", sms });

const line = {
  pass: "classified correctly; refused messages are never sent again; 0 intents lost, 0 sent under two references",
};

tortureLine(
  {
    ...line,
    name: "A mail server that refuses temporarily or permanently at any point, disconnects in the data or after the final dot, or does not reply",
    n: 500,
    fast: 25,
  },
  async (trial) => {
    const inbox = await startInbox();
    const url = inbox.smtpUrl.replace("//", "//user:word@");
    const timeouts = "socketTimeout=1000&greetingTimeout=1000&connectionTimeout=1000";
    const failures: [SmtpFailure, Understood][] = [
      ...smtpAnswers,
      [{ at: "drop-mid-data" }, cutInData],
      [{ at: "drop-after-dot" }, unknown],
      [{ at: "hang" }, unknown],
    ];
    const open = () => createEmailTransport({ urls: [`${url}/?${timeouts}`], from: "duban@example.org", log });
    const order = (smtp: SmtpFailure) => inbox.fail({ smtp: { message: "refused on command", ...smtp } });
    await broken(trial, inbox, open, failures, order, letterTo).finally(() => inbox.stop());
  },
);

tortureLine(
  {
    name: "A mail server that does not offer TLS, refuses it, disconnects, does not reply, or has an untrusted certificate",
    pass: "temporary failure, then a retry, never without TLS; if there is a second server, sent through it at once and only once",
    n: 100,
    fast: tlsFailures.length,
  },
  async ({ n, random, failed, measure, tried }) => {
    const inbox = await startInbox();
    for (let i = 0; i < n; i++) {
      const failure = tlsFailures[i % tlsFailures.length] ?? "cut";
      const server = await startBrokenTls(failure);
      const behind = random() < 0.5;
      const urls = [server.url, ...(behind ? [inbox.smtpUrl] : [])];
      const transport = createEmailTransport({ urls, from: "duban@example.org", log });
      const before = inbox.acceptLog.length;
      const outcome = await transport.send(letterTo(`tls-${i}`));
      const accepted = inbox.acceptLog.length - before;
      const expected = behind ? "sent" : "failed";
      if (outcome.state !== expected || accepted !== (behind ? 1 : 0))
        failed(`${failure}: ${JSON.stringify(outcome)}, accepted ${accepted} times; expected ${expected}`);
      if (/secretary@|请|MAIL FROM|AUTH/i.test(server.heard()))
        failed(`${failure}: said in the clear: ${server.heard()}`);
      measure({ lost: behind && accepted === 0 ? 1 : 0, doubled: Math.max(0, accepted - 1) });
      await transport.close();
      await server.stop();
      tried();
    }
    await inbox.stop();
  },
);

tortureLine(
  {
    ...line,
    name: "An SMS gateway that answers 429, 500 or an error of its own, disconnects, or accepts and does not reply",
    n: 300,
    fast: 25,
  },
  async (trial) => {
    const inbox = await startInbox();
    const failures: [SmsFailure, Understood][] = [
      ...smsAnswers,
      [{ reset: true }, unknown],
      [{ timeoutAfterAccept: true }, unknown],
    ];
    const open = () => createSmsTransport({ urls: [inbox.smsUrl], log, timeoutMs: promised(300) });
    await broken(trial, inbox, open, failures, (failure) => inbox.fail({ sms: failure }), smsTo).finally(() =>
      inbox.stop(),
    );
  },
);

/** Responses of each provider for a recipient who has opted out, and for a number that cannot receive SMS, from its documentation. */
const unwilling: Readonly<Record<string, { url: string; answers: Readonly<Record<string, object>> }>> = {
  Aliyun: {
    url: "aliyun://id:secret@dysmsapi.aliyuncs.com/?sign=督办&template.DUBAN_ZH_DUE=SMS_1",
    answers: {
      "opted out": { Code: "MOBILE_IN_BLACK", Message: "the number is on the black list" },
      landline: { Code: "isv.MOBILE_NUMBER_ILLEGAL", Message: "01086551122 is no mobile" },
    },
  },
  Tencent: {
    url: "tencent://id:key@sms.tencentcloudapi.com/?app=1400000000&sign=督办&template.DUBAN_ZH_DUE=449739",
    answers: {
      "opted out": { Response: { SendStatusSet: [{ Code: "FailedOperation.PhoneNumberInBlacklist", Message: "" }] } },
      landline: { Response: { SendStatusSet: [{ Code: "InvalidParameterValue.IncorrectPhoneNumber", Message: "" }] } },
    },
  },
  Twilio: {
    url: "twilio://SID:TOKEN@api.twilio.com/?from=+15005550006",
    answers: {
      "opted out": { code: 21610, message: "Attempt to send to unsubscribed recipient", status: 400 },
      landline: { code: 21614, message: "'To' number is not a valid mobile number", status: 400 },
    },
  },
};

tortureLine(
  {
    name: "An SMS provider (Aliyun, Tencent, Twilio) that reports that the recipient has opted out, or that the number is a landline",
    pass: "permanently refused together with the address; never sent again by any provider",
    n: 120,
    fast: 12,
  },
  async ({ n, pick, failed, measure, tried }) => {
    let asked = 0;
    let answer: object = {};
    const provider = createServer((request, response) => {
      asked += 1;
      request.resume().once("end", () => {
        response.writeHead("status" in answer ? 400 : 200, { "content-type": "application/json" });
        response.end(JSON.stringify(answer));
      });
    });
    provider.listen(0, "127.0.0.1");
    await once(provider, "listening");
    const { port } = provider.address() as AddressInfo;
    // Redirects requests for a provider's host to this inbox.
    const fetching: typeof fetch = (url, init) =>
      fetch(`http://127.0.0.1:${port}${new URL(String(url)).pathname}`, init);
    const inbox = await startInbox();
    for (let i = 0; i < n; i++) {
      const name = pick(Object.keys(unwilling));
      const { url = "", answers = {} } = unwilling[name] ?? {};
      const why = pick(Object.keys(answers));
      answer = answers[why] ?? {};
      asked = 0;
      // There is a second provider; a recipient's opt-out is not tried there.
      const transport = createSmsTransport({ urls: [url, inbox.smsUrl], log, fetch: fetching });
      const outcome = await transport.send({
        ...smsTo(`reader-${i}`),
        to: why === "landline" ? "+862085551234" : "+8613800138000",
      });
      if (outcome.state !== "refused" || !outcome.address) failed(`${name}, ${why}: ${JSON.stringify(outcome)}`);
      if (asked !== 1 || inbox.acceptLog.length > 0)
        failed(`${name}, ${why}: asked ${asked} times, accepted ${inbox.acceptLog.length}`);
      measure({ lost: 0, doubled: Math.max(0, asked - 1) });
      await transport.close();
      tried();
    }
    await inbox.stop();
    provider.close();
  },
);
