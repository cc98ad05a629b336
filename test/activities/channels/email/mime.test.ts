import fc from "fast-check";
import { simpleParser } from "mailparser";
import { describe, expect, it } from "vitest";
import { createComposer, type Mail, readMailbox } from "../../../../activities/channels/email/mime.ts";
import { TransportError } from "../../../../activities/channels/errors.ts";

const seed = Date.now() % 1_000_000_007;
const runs = 1_000;

const compose = createComposer(readMailbox("Duban 督办 <duban@example.org>", "MAIL_FROM"));
const mail: Mail = {
  to: { name: "李秘书", address: "secretary@example.org" },
  subject: "请于9月30日前提交：演练方案",
  text: "请点击\nhttps://duban.example.org/t/abc\n",
  html: "<p>请点击 <a href='https://duban.example.org/t/abc'>这里</a></p>",
  reference: "0198c2f4-7d1e-7a33-9a53-1f0e0c9d2b11",
  organizationId: "org-1",
  taskId: "task-1",
  date: new Date("2026-09-01T01:02:03.456Z"),
};

const parse = (message: Buffer) => simpleParser(message, { skipTextToHtml: true, skipImageLinks: true });
const head = (message: Buffer) => message.toString("latin1").split("\r\n\r\n")[0] ?? "";
const expectedHeaders = [
  "message-id",
  "date",
  "to",
  "subject",
  "x-duban-organization",
  "x-duban-task",
  "from",
  "auto-submitted",
  "mime-version",
  "content-type",
];

/** What people and attackers put into a name or a subject: line breaks of every kind, whole headers, lone surrogates, very long words. */
const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.string({ maxLength: 300 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 }).map((codes) => String.fromCharCode(...codes)),
  fc
    .array(
      fc.constantFrom(
        "\r\nBcc: thief@example.net",
        "\nTo: thief@example.net",
        "\r\n\r\n<script>",
        "\r\n.\r\nRCPT TO:<thief@example.net>\r\n",
        "\u2028X-Evil: 1",
        "\0",
        "\u0085",
        "\v\f",
        "=?UTF-8?B?DQpCY2M6IHRoaWVm?=",
        "=?UTF-8?Q?=0D=0ABcc:_thief?=",
        '"quoted" <thief@example.net>',
        "a, b@example.net; c:",
        "(comment)",
        "\\",
        "督办",
        "👨‍👩‍👧‍👦",
        "\ud83d",
        "  ",
        "x".repeat(100),
        "word ",
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join("")),
);

/** Lone surrogates cannot be encoded in UTF-8. */
const whole = (text: string) => Buffer.from(text, "utf8").toString("utf8");
/** In a header, a run of control characters is read as a space, and there are none at its ends. */
const shown = (text: string) => whole(text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim());
/** Line ends differ between systems; readers see the same. */
const lines = (text: string) => whole(text).replace(/\r\n?/g, "\n");

describe("a composed mail", () => {
  it("has the given names, subject, text and HTML after decoding", async () => {
    const parsed = await parse(compose(mail));
    expect(parsed.subject).toBe(mail.subject);
    expect(parsed.from?.value).toEqual([{ name: "Duban 督办", address: "duban@example.org" }]);
    expect([parsed.to].flat()[0]?.value).toEqual([{ name: "李秘书", address: "secretary@example.org" }]);
    expect(parsed.text).toBe(mail.text);
    expect(parsed.html).toBe(mail.html);
    expect(parsed.messageId).toBe("<0198c2f4-7d1e-7a33-9a53-1f0e0c9d2b11@example.org>");
    expect(parsed.date).toEqual(new Date("2026-09-01T01:02:03Z"));
    expect(parsed.headers.get("x-duban-organization")).toBe("org-1");
    expect(parsed.headers.get("x-duban-task")).toBe("task-1");
    expect(parsed.headers.get("auto-submitted")).toBe("auto-generated");
    expect(parsed.headers.has("list-unsubscribe")).toBe(false);
    expect(head(compose(mail))).toContain("\r\nDate: Tue, 01 Sep 2026 01:02:03 +0000\r\n");
  });

  it("leaves out the ids of a digest and the name of a nameless reader, and has a Reply-To", async () => {
    const { organizationId: _o, taskId: _t, ...digest } = mail;
    const answering = createComposer({ name: "", address: "a@example.org" }, { name: "", address: "b@example.org" });
    const message = answering({ ...digest, to: { name: "", address: "c@example.org" } });
    expect(head(message)).not.toMatch(/X-Duban/);
    expect(head(message)).toMatch(/^To: c@example\.org\r\n/m);
    expect(head(message)).toMatch(/^From: a@example\.org\r\nReply-To: b@example\.org\r\n/m);
  });

  it(`keeps every hostile name, subject and body inside its field (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, hostile, async (name, subject, text, html) => {
        const message = compose({
          ...mail,
          to: { name, address: mail.to.address },
          subject,
          text,
          html: `<p>${html}</p>`,
        });
        expect(message.every((byte) => byte < 0x80)).toBe(true);
        const raw = message.toString("latin1");
        expect(raw).not.toMatch(/\r(?!\n)|(?<!\r)\n/);
        for (const line of raw.split("\r\n")) {
          expect(line.length).toBeLessThanOrEqual(78);
          if (line.includes("=?UTF-8?B?")) expect(line.length).toBeLessThanOrEqual(76);
        }
        const parsed = await parse(message);
        expect(parsed.headerLines.map(({ key }) => key)).toEqual(expectedHeaders);
        expect([parsed.to].flat()[0]?.value).toEqual([{ name: shown(name), address: mail.to.address }]);
        expect(parsed.subject ?? "").toBe(shown(subject));
        expect(lines(parsed.text ?? "")).toBe(lines(text));
        expect(lines(parsed.html || "")).toBe(lines(`<p>${html}</p>`));
        expect(parsed.attachments).toEqual([]);
      }),
      { seed, numRuns: runs },
    );
  });

  it("has encoded words of at most 75 characters without split characters, whatever the subject's length", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("督", "é", "👩", "a", " "), maxLength: 200 }), (subject) => {
        const found = head(compose({ ...mail, subject: `督${subject}` })).match(/=\?UTF-8\?B\?([^?]+)\?=/g) ?? [];
        expect(found.length).toBeGreaterThan(0);
        for (const word of found) {
          expect(word.length).toBeLessThanOrEqual(75);
          expect(Buffer.from(word.slice(10, -2), "base64").toString("utf8")).not.toContain("\ufffd");
        }
      }),
      { seed, numRuns: runs },
    );
  });

  it("folds a long English subject between words, so that it is readable without decoding", async () => {
    const subject = "Please hold the fire drill of the third quarter and file its record within five business days "
      .repeat(3)
      .trim();
    const message = compose({ ...mail, subject });
    expect(head(message)).toContain("Subject: Please hold the fire drill");
    expect((await parse(message)).subject).toBe(subject);
  });

  it("puts a long address after a long name on a line of its own", async () => {
    const address = `${"a".repeat(60)}@${"b".repeat(60)}.${"c".repeat(60)}.example.org`;
    const message = compose({ ...mail, to: { name: "某某某社会组织联合会秘书处", address } });
    expect([(await parse(message)).to].flat()[0]?.value).toEqual([{ name: "某某某社会组织联合会秘书处", address }]);
  });

  it.each([
    "a@example.org\r\nBcc: thief@example.net",
    "a@example.org>\r\nRCPT TO:<thief@example.net",
    "a@example.org, thief@example.net",
    "<a@example.org>",
    '"a b"@example.org',
    "a b@example.org",
    "a@example.org\0",
    "a@[127.0.0.1]",
    "李@example.org",
    "a@例子.org",
    `${"a".repeat(250)}@example.org`,
    "",
  ])("refuses %j as an address, without repeating it", (address) => {
    const attempt = () => compose({ ...mail, to: { name: "Li", address } });
    expect(attempt).toThrow(expect.objectContaining({ code: "ADDRESS" }));
    expect(attempt).not.toThrow(/thief/);
  });

  it.each([
    { reference: "a\r\nBcc: thief@example.net" },
    { reference: "" },
    { reference: "a@b" },
    { reference: "a..b" },
    { reference: "x".repeat(101) },
    { organizationId: "o\nX-Evil: 1" },
    { organizationId: "" },
    { taskId: "t\u0000" },
    { taskId: "任务" },
  ])("refuses an id that cannot stand in a header: %j", (change) => {
    expect(() => compose({ ...mail, ...change })).toThrow(expect.objectContaining({ code: "MESSAGE" }));
  });

  it("rejects an invalid sender, naming the setting", () => {
    for (const value of ["nobody", "A <a@b> <c@d>", "a@b\r\nBcc: c@d", "A <a b@example.org>", "A <a@example.org"])
      expect(() => readMailbox(value, "MAIL_FROM")).toThrow(TransportError);
    expect(() => readMailbox("nobody", "MAIL_FROM")).toThrow(/MAIL_FROM is "nobody"; expected name@host/);
    expect(readMailbox("督办 <duban@localhost>", "MAIL_FROM")).toEqual({ name: "督办", address: "duban@localhost" });
    expect(readMailbox("duban@example.org", "MAIL_FROM")).toEqual({ name: "", address: "duban@example.org" });
  });
});
