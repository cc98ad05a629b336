import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { requiresTls } from "../../../../activities/channels/email/smtp.ts";
import { createEmailTransport, type EmailTransportOptions } from "../../../../activities/channels/email/transport.ts";
import type { OutboundMessage } from "../../../../activities/channels/transport.ts";
import { type Inbox, startInbox } from "../../../../local/inbox.ts";
import { startSink } from "../../../../local/sink.ts";
import { smtpAnswers } from "../../../support/failures/provider.ts";

const seed = Date.now() % 1_000_000_007;

const message: OutboundMessage = {
  reference: "0198c2f4-7d1e-7a33-9a53-1f0e0c9d2b11",
  to: "secretary@example.org",
  name: "李秘书",
  email: { subject: "请提交：演练方案", text: "请点击 https://duban.example.org/t/abc", html: "<p>请点击</p>" },
  organizationId: "org-1",
  taskId: "task-1",
};

async function open(): Promise<Inbox> {
  const inbox = await startInbox();
  onTestFinished(() => inbox.stop());
  return inbox;
}

/** Times out after a second instead of 30 s. */
function transport(urls: readonly string[], change: Partial<EmailTransportOptions> = {}) {
  const logged: string[] = [];
  const created = createEmailTransport({
    urls: urls.map((url) => `${url}/?socketTimeout=1000&greetingTimeout=1000&connectionTimeout=1000`),
    from: "Duban 督办 <duban@example.org>",
    log: (line, about) => logged.push(`${line} ${JSON.stringify(about)}`),
    ...change,
  });
  onTestFinished(() => created.close());
  return Object.assign(created, { logged });
}

/** A port on which nothing listens. */
async function nobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `smtp://127.0.0.1:${port}`;
}

/** Accepts connections and never replies. */
async function silent(): Promise<{ url: string; connections(): number }> {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on("error", () => undefined);
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => connections };
}

/** Accepts one message on each connection, and closes it at the start of another. */
async function forgetful(): Promise<{ url: string; accepted: string[]; connections(): number }> {
  const accepted: string[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    let inData = false;
    let done = false;
    socket.on("error", () => undefined).write("220 forgetful\r\n");
    socket.on("data", (chunk: Buffer) => {
      const text = chunk.toString("latin1");
      if (inData) {
        const id = /^Message-ID: (\S+)/m.exec(text)?.[1];
        if (id) accepted.push(id);
        if (!text.endsWith("\r\n.\r\n") && text !== ".\r\n") return;
        inData = false;
        done = true;
        socket.write("250 kept\r\n");
      } else if (done) socket.destroy();
      else {
        inData = text.startsWith("DATA");
        socket.write(inData ? "354 go on\r\n" : "250 yes\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    connections: () => connections,
  };
}

describe("an e-mail", () => {
  it("reaches its reader's inbox, with headers for organization and task", async () => {
    const inbox = await open();
    expect(await transport([inbox.smtpUrl]).send(message)).toMatchObject({ state: "sent", code: "250" });
    expect(inbox.messages()).toMatchObject([
      {
        to: "secretary@example.org",
        subject: "请提交：演练方案",
        text: "请点击 https://duban.example.org/t/abc",
        html: "<p>请点击</p>",
        organization: "org-1",
        task: "task-1",
        messageId: `<${message.reference}@example.org>`,
      },
    ]);
    expect(inbox.messages()[0]?.from).toContain("duban@example.org");
  });

  it(`has one recipient in SMTP and no injected header, whatever its name and subject (seed ${seed})`, async () => {
    const inbox = await open();
    const sender = transport([inbox.smtpUrl]);
    const evil = fc
      .array(
        fc.constantFrom(
          "\r\n",
          "\n",
          "\r",
          ".",
          "RCPT TO:<thief@example.net>",
          "Bcc: thief@example.net",
          "X-Evil: 1",
          "\0",
          "督",
          " ",
          '"',
          ">",
        ),
        { maxLength: 10 },
      )
      .map((parts) => parts.join(""));
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(evil, evil, evil, async (name, subject, text) => {
        const outcome = await sender.send({ ...message, name, email: { subject, text, html: text } });
        expect(outcome.state).toBe("sent");
        sent++;
        expect(inbox.acceptLog.length).toBe(sent);
        const got = inbox.messages().at(-1);
        expect(got?.to).toBe("secretary@example.org");
        expect(Object.keys(got?.headers ?? {}).sort()).toEqual(
          "auto-submitted,content-type,date,from,message-id,mime-version,subject,to,x-duban-organization,x-duban-task".split(
            ",",
          ),
        );
      }),
      { seed, numRuns: 200 },
    );
  });

  it("is not sent to an invalid address, which is reported as the reason", async () => {
    const inbox = await open();
    for (const to of ["a@example.org\r\nRCPT TO:<thief@example.net>", "a@example.org>,<b@example.org", "nobody", ""]) {
      const outcome = await transport([inbox.smtpUrl]).send({ ...message, to });
      expect(outcome).toMatchObject({ state: "refused", address: true, code: "ADDRESS" });
      expect(JSON.stringify(outcome)).not.toMatch(/thief|b@example|nobody/);
    }
    expect(inbox.acceptLog).toEqual([]);
  });

  it("is not sent without content, or with an id that would break a header", async () => {
    const inbox = await open();
    const sender = transport([inbox.smtpUrl]);
    const { email: _email, ...wordless } = message;
    expect(await sender.send(wordless)).toMatchObject({ state: "refused", address: false, code: "MESSAGE" });
    expect(await sender.send({ ...message, reference: "a\r\nb" })).toMatchObject({ state: "refused", code: "MESSAGE" });
    expect(inbox.acceptLog).toEqual([]);
  });

  it("needs a valid sender", () => {
    expect(() => createEmailTransport({ urls: [], from: "nobody", log: () => undefined })).toThrow(/MAIL_FROM/);
  });

  it("transmits lines of dots and very long lines unchanged", async () => {
    const inbox = await open();
    const text = `.\n..\n.\r\n${"督".repeat(3_000)}\n.`;
    await transport([inbox.smtpUrl]).send({ ...message, email: { subject: "x", text, html: "<p>.</p>" } });
    expect(inbox.messages()[0]?.text).toBe(text.replaceAll("\r\n", "\n"));
  });
});

describe("the response of a mail server", () => {
  it.each(smtpAnswers)("for the case %o has the outcome %o", async (failure, outcome) => {
    const inbox = await open();
    inbox.fail({ smtp: { message: "refused on command", ...failure } });
    const url = inbox.smtpUrl.replace("//", "//user:s3cret-word@");
    const sender = transport([url]);
    expect(await sender.send(message)).toMatchObject(outcome);
    expect(inbox.acceptLog).toEqual([]);
    // The next message is sent over the same pool.
    expect(await sender.send(message)).toMatchObject({ state: "sent" });
    expect(inbox.acceptLog).toHaveLength(1);
  });

  it("is stored without addresses and secrets", async () => {
    const inbox = await open();
    const sender = transport([inbox.smtpUrl.replace("//", "//user:s3cret-word@")]);
    inbox.fail({
      smtp: { at: "rcpt", code: 550, message: "<secretary@example.org>: user secretary unknown, call 13800138000" },
    });
    inbox.fail({ smtp: { at: "auth", code: 535, message: "s3cret-word is not it" } });
    const outcomes = [await sender.send(message), await sender.send(message)];
    expect(outcomes[0]).toMatchObject({ state: "failed", detail: expect.stringContaining("is not it") });
    expect(outcomes[1]).toMatchObject({ state: "refused", detail: expect.stringContaining("unknown, call") });
    expect(JSON.stringify([outcomes, sender.logged])).not.toMatch(/secretary|s3cret|13800138000/);
  });
});

describe("a broken connection", () => {
  it("before the message was requested leaves the message to be tried again", async () => {
    expect(await transport([await nobody()]).send(message)).toMatchObject({ state: "failed", code: "ESOCKET" });
    const server = await silent();
    expect(await transport([server.url]).send(message)).toMatchObject({ state: "failed", code: "ETIMEDOUT" });
  });

  it("in the middle of the message leaves it to be tried again: it was not accepted without its end", async () => {
    const inbox = await open();
    inbox.fail({ smtp: { at: "drop-mid-data" } });
    const long = { ...message, email: { subject: "long", text: "x".repeat(14_000_000), html: "" } };
    expect(await transport([inbox.smtpUrl]).send(long)).toMatchObject({ state: "failed" });
    expect(inbox.acceptLog).toEqual([]);
  });

  it("after the final dot has the outcome unknown: here the message was accepted", async () => {
    const inbox = await open();
    inbox.fail({ smtp: { at: "drop-after-dot" } });
    expect(await transport([inbox.smtpUrl]).send(message)).toMatchObject({ state: "unknown" });
    expect(inbox.acceptLog).toHaveLength(1);
  });

  it("or silence after the final dot has the outcome unknown: here the message was not accepted", async () => {
    const inbox = await open();
    inbox.fail({ smtp: { at: "hang" } });
    expect(await transport([inbox.smtpUrl]).send(message)).toMatchObject({ state: "unknown", code: "ETIMEDOUT" });
    expect(inbox.acceptLog).toEqual([]);
  });

  it("between two messages has no effect: the next message is sent once over another connection", async () => {
    const server = await forgetful();
    const sender = transport([server.url]);
    expect(await sender.send(message)).toMatchObject({ state: "sent" });
    expect(await sender.send({ ...message, reference: "second" })).toMatchObject({ state: "sent" });
    expect(server.accepted).toEqual([`<${message.reference}@example.org>`, "<second@example.org>"]);
    expect(server.connections()).toBe(2);
  });
});

describe("several mail servers", () => {
  it("replace each other at once when one is unreachable, refuses a message temporarily, or rejects the credentials", async () => {
    const [first, second] = [await open(), await open()];
    const sender = transport([first.smtpUrl.replace("//", "//user:word@"), second.smtpUrl], { now: () => new Date(0) });
    first.fail({ smtp: { at: "rcpt", code: 450 } });
    expect(await sender.send(message)).toMatchObject({ state: "sent" });
    first.fail({ smtp: { at: "auth", code: 535, times: Number.POSITIVE_INFINITY } });
    // The pooled connection is already authenticated; a new transport is not.
    const fresh = transport([first.smtpUrl.replace("//", "//user:word@"), second.smtpUrl]);
    expect(await fresh.send(message)).toMatchObject({ state: "sent" });
    expect(await transport([await nobody(), second.smtpUrl]).send(message)).toMatchObject({ state: "sent" });
    expect([first.acceptLog.length, second.acceptLog.length]).toEqual([0, 3]);
  });

  it("never send a message that one has refused, or may have accepted", async () => {
    const [first, second] = [await open(), await open()];
    const sender = transport([first.smtpUrl, second.smtpUrl]);
    first.fail({ smtp: { at: "rcpt", code: 550 } });
    expect(await sender.send(message)).toMatchObject({ state: "refused" });
    first.fail({ smtp: { at: "drop-after-dot" } });
    expect(await sender.send(message)).toMatchObject({ state: "unknown" });
    expect(second.acceptLog).toEqual([]);
  });

  it("skip one that does not respond for 30 seconds, so that not every message waits for it", async () => {
    const [server, inbox] = [await silent(), await open()];
    let now = 0;
    const sender = transport([server.url, inbox.smtpUrl], { now: () => new Date(now) });
    for (let messages = 0; messages < 5; messages++) expect((await sender.send(message)).state).toBe("sent");
    expect(server.connections()).toBe(1);
    now = 30_001;
    await sender.send(message);
    expect(server.connections()).toBe(2);
    expect(sender.logged).toEqual([`provider is down {"provider":"${new URL(server.url).host}","code":"ETIMEDOUT"}`]);
  });
});

describe("a thousand messages", () => {
  it("arrive over a few persistent connections, each once", async () => {
    const sink = await startSink();
    onTestFinished(() => sink.stop());
    const sender = transport([sink.smtpUrl], { connections: 4 });
    expect(sender.width).toBe(4);
    const numbers = Array.from({ length: 500 }, (_, number) => number);
    const outcomes = await Promise.all(
      numbers.map((number) => sender.send({ ...message, reference: `n-${number}`, to: `s${number}@example.org` })),
    );
    expect(outcomes.every(({ state }) => state === "sent")).toBe(true);
    expect(sink.total).toBe(500);
    expect(sink.counts.size).toBe(500);
  });

  it("are sent before the transport is closed, which then accepts no more", async () => {
    const inbox = await open();
    const sender = transport([inbox.smtpUrl]);
    const going = sender.send(message);
    await new Promise((resolve) => setImmediate(resolve));
    await sender.close();
    expect((await going).state).toMatch(/sent|failed/);
    expect(inbox.acceptLog).toHaveLength((await going).state === "sent" ? 1 : 0);
    expect(await sender.send(message)).toMatchObject({ state: "failed" });
  });
});

describe("a mail server on another machine", () => {
  it("must use TLS before anything is sent, unless this is switched off", async () => {
    // The sandbox offers no STARTTLS, and is addressed by a name other than loopback.
    const inbox = await open();
    const elsewhere = inbox.smtpUrl.replace("127.0.0.1", "0.0.0.0");
    const send = async (url: string) => {
      const created = createEmailTransport({ urls: [url], from: "d@example.org", log: () => undefined });
      onTestFinished(() => created.close());
      return created.send(message);
    };
    expect(await send(elsewhere)).toMatchObject({ state: "failed", code: "STARTTLS" });
    expect(await send(`${inbox.smtpUrl}/?requireTLS=true`)).toMatchObject({ state: "failed", code: "STARTTLS" });
    expect(inbox.messages()).toEqual([]);
    expect(await send(`${elsewhere}/?requireTLS=false`)).toMatchObject({ state: "sent" });
  });

  it.each([
    ["smtp://mail.example.org", true],
    ["smtp://user:pass@10.0.0.5:587", true],
    ["smtp://localhost:25", false],
    ["smtp://[::1]:25", false],
    ["smtp://127.0.0.1:1025", false],
    ["smtp://localhost.example.org", true],
  ])("%s: %s", (url, required) => {
    expect(requiresTls(url)).toBe(required);
  });
});
