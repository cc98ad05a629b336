import { expect } from "vitest";
import { createEmailTransport } from "../../activities/channels/email/transport.ts";
import { createSmsTransport } from "../../activities/channels/sms/transport.ts";
import type { OutboundMessage, Transport } from "../../activities/channels/transport.ts";
import { type Inbox, startInbox } from "../../local/inbox.ts";
import type { SmsFailure, SmtpFailure } from "../../local/inbox-failures.ts";
import type { Trial } from "../support/lines/line.ts";
import { smsAnswers, smtpAnswers, type Understood } from "../support/provider-failures.ts";
import { tortureLine } from "./line.ts";

const log = (): void => undefined;
const unknown: Understood = { state: "unknown" };

/**
 * Each attempt meets a failure by chance, is understood, and is followed by what the product does: what failed is sent again, what is
 * unknown is sent again under the same reference unless the provider knows it, what is refused never.
 */
async function broken<Failure>(
  { n, pick, tried, failed, measure }: Trial,
  inbox: Inbox,
  open: () => Transport,
  failures: readonly [Failure, Understood][],
  order: (failure: Failure) => void,
  letterOf: (reference: string) => OutboundMessage,
): Promise<void> {
  for (let i = 0; i < n; i++) {
    const [failure, understood] = pick(failures);
    const letter = letterOf(`attempt-${i}`);
    const before = inbox.acceptLog.length;
    // A transport of its own: what a server says to a greeting or a login is not said to a connection that is kept.
    const transport = open();
    order(failure);
    const outcome = await transport.send(letter);
    const what = `${JSON.stringify(failure)}: ${JSON.stringify(outcome)}`;
    try {
      expect(outcome).toMatchObject(understood);
    } catch {
      failed(`${what}; expected ${understood.state}`);
    }
    const asked =
      outcome.state === "unknown" ? await transport.lookUp?.(letter.reference, letter.to, new Date()) : undefined;
    if (outcome.state === "failed" || (outcome.state === "unknown" && asked !== "sent")) await transport.send(letter);
    await transport.close();
    inbox.heal();
    const accepted = inbox.acceptLog.slice(before);
    const intents = new Set(accepted.map(({ messageId }) => messageId)).size;
    const lost = outcome.state !== "refused" && intents === 0 ? 1 : 0;
    // Beyond one, only what may have been accepted goes out again, and under the same reference.
    const doubled = intents > 1 || accepted.length > (outcome.state === "unknown" ? 2 : 1) ? 1 : 0;
    if (outcome.state === "refused" && accepted.length > 0) failed(`${what}: refused, and accepted`);
    if (lost + doubled > 0) failed(`${what}: accepted ${accepted.length} times, as ${intents} intents`);
    measure({ lost, doubled, inDoubt: outcome.state === "unknown" ? 1 : 0 });
    tried();
  }
}

const line = { pass: "understood as what it is; what is refused is never sent again; nothing lost, no intent doubled" };

tortureLine(
  {
    ...line,
    name: "A mail server that refuses for now or for good at any point, is cut off in the data or after the final dot, or goes silent",
    n: 500,
    fast: 25,
  },
  async (trial) => {
    const inbox = await startInbox();
    const url = inbox.smtpUrl.replace("//", "//user:word@");
    const timeouts = "socketTimeout=1000&greetingTimeout=1000&connectionTimeout=1000";
    const failures: [SmtpFailure, Understood][] = [
      ...smtpAnswers,
      [{ at: "drop-after-dot" }, unknown],
      [{ at: "hang" }, unknown],
    ];
    const open = () => createEmailTransport({ urls: [`${url}/?${timeouts}`], from: "duban@example.org", log });
    const order = (smtp: SmtpFailure) => inbox.fail({ smtp: { message: "refused on command", ...smtp } });
    const email = { subject: "请提交", text: "请点击", html: "<p>请点击</p>" };
    const letterOf = (reference: string): OutboundMessage => ({
      reference,
      to: "secretary@example.org",
      name: "李",
      email,
    });
    await broken(trial, inbox, open, failures, order, letterOf).finally(() => inbox.stop());
  },
);

tortureLine(
  {
    ...line,
    name: "A gateway of SMS that answers 429, 500, an error of its own, breaks off, or accepts and goes silent",
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
    const open = () => createSmsTransport({ urls: [inbox.smsUrl], log, timeoutMs: 300 });
    const sms = {
      template: "DUBAN_ZH_DUE",
      variables: { organization: "某某协会", task: "方案", code: "abc" },
      text: "【督办】请提交",
    };
    const letterOf = (reference: string): OutboundMessage => ({ reference, to: "+8613800138000", name: "李", sms });
    await broken(trial, inbox, open, failures, (failure) => inbox.fail({ sms: failure }), letterOf).finally(() =>
      inbox.stop(),
    );
  },
);
