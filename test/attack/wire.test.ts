import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { describe } from "vitest";
import { createEmailTransport } from "../../activities/channels/email/transport.ts";
import { atEnd } from "../support/ending.ts";
import { attackLine, inLanes, upTo } from "./line.ts";

/** Values for names, subjects and addresses that try to add a recipient or a header. */
const pieces = [
  "\r\nBcc: thief@example.net",
  "\nTo: thief@example.net",
  "\rCc: thief@example.net",
  "\r\n.\r\nRCPT TO:<thief@example.net>\r\n",
  "\r\n\r\n.\r\nMAIL FROM:<thief@example.net>\r\nRCPT TO:<thief@example.net>\r\nDATA\r\nX: 1\r\n.\r\n",
  "\n.\nRCPT TO:<thief@example.net>\n",
  "\u2028X-Evil: 1",
  "\u0085X-Evil: 1",
  "\0",
  "=?UTF-8?Q?=0D=0ABcc:_thief@example.net?=",
  "=?UTF-8?B?DQpCY2M6IHRoaWVm?=",
  '"x" <thief@example.net>, ',
  "a, thief@example.net; c:",
  "%0d%0aBcc:thief@example.net",
  "\u560d\u560aBcc: thief@example.net",
  "督办",
  "\ud83d",
  "x".repeat(998),
  "\t folded",
  "\v\f\b",
];
const addresses = [
  "a@example.org\r\nBcc: thief@example.net",
  "a@example.org>\r\nRCPT TO:<thief@example.net",
  "a@example.org, thief@example.net",
  "thief@example.net\0@example.org",
  '"a\r\nb"@example.org',
  "a@example.org NOTIFY=SUCCESS ORCPT=rfc822;thief@example.net",
];
const known = new Set(
  "message-id date to subject x-duban-organization x-duban-task from auto-submitted mime-version content-type content-transfer-encoding".split(
    " ",
  ),
);

describe("the wire", () => {
  attackLine(
    {
      attack: "CRLF and SMTP commands in every field that is written to a header or an envelope",
      pass: "one RCPT for each mail and no additional header on the wire",
      n: 10_000,
      fast: 300,
    },
    async ({ n, random, pick, tried, succeeded, note }) => {
      let mails = 0;
      const server = new SMTPServer({
        authOptional: true,
        disabledCommands: ["STARTTLS"],
        disableReverseLookup: true,
        logger: false,
        onData(stream, session, done) {
          const chunks: Buffer[] = [];
          stream.on("data", (chunk: Buffer) => chunks.push(chunk));
          stream.once("end", () => {
            mails += 1;
            const to = session.envelope.rcptTo.map(({ address }) => address);
            if (to.length !== 1 || !/^reader\d+@example\.org$/.test(to[0] ?? "")) succeeded(`RCPT ${to.join(", ")}`);
            const raw = Buffer.concat(chunks).toString("latin1");
            const head = raw.slice(0, raw.indexOf("\r\n\r\n"));
            for (const line of head.split(/\r\n(?![ \t])|\r(?!\n)|(?<!\r)\n/)) {
              const name = line.slice(0, line.indexOf(":")).toLowerCase();
              if (!known.has(name)) succeeded(`header ${JSON.stringify(line.slice(0, 80))}`);
            }
            done();
          });
        },
      });
      server.on("error", () => undefined);
      await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
      atEnd(() => new Promise<void>((resolve) => void server.close(() => resolve())));
      const { port } = server.server.address() as AddressInfo;
      const url = `smtp://127.0.0.1:${port}`;
      const transport = createEmailTransport({
        urls: [url],
        from: "Duban 督办 <duban@example.org>",
        log: () => undefined,
      });
      const hostile = (): string =>
        Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(pieces)).join(random() < 0.5 ? "" : " ");
      let sent = 0;
      await inLanes(upTo(n), 10, async (i) => {
        const wrongAddress = random() < 0.1;
        const outcome = await transport.send({
          reference: random() < 0.1 ? `r${i}${pick(pieces)}` : `r${i}`,
          to: wrongAddress ? pick(addresses) : `reader${i}@example.org`,
          name: hostile(),
          email: { subject: hostile(), text: hostile(), html: `<p>${hostile()}</p>` },
          organizationId: random() < 0.1 ? hostile() : "o1",
          taskId: random() < 0.1 ? hostile() : "t1",
        });
        if (outcome.state === "sent") sent += 1;
        if (outcome.state === "sent" && wrongAddress) succeeded("an address with a command in it was sent to");
        if (outcome.state !== "sent" && outcome.detail.includes("thief")) succeeded(`told: ${outcome.detail}`);
        tried();
      });
      await transport.close();
      if (mails !== sent) succeeded(`${sent} mails were sent, ${mails} arrived`);
      note(`${sent} mails sent, ${n - sent} refused before sending`);
    },
  );
});
