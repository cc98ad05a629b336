import { connect, type Socket } from "node:net";
import { readMails } from "../herd/mailer.ts";
import type { PlainMail } from "../herd/mails.ts";
import { serve } from "./serve.ts";

/** Number of connections, the same as that of all others. */
const connections = 10;
const from = "duban@example.org";
const crlf = "\r\n";

interface Ready {
  /** Envelope and DATA, sent in one group (RFC 2920: DATA is the last command of its group). */
  asks: string;
  message: Buffer;
}

/** Prepares the message for the wire: headers, text and HTML in 8BITMIME, with dots stuffed. */
function laidOut({ to, subject, text, html }: PlainMail, n: number): Ready {
  const encoded = (words: string): string => `=?utf-8?B?${Buffer.from(words).toString("base64")}?=`;
  const part = (type: string, body: string): string =>
    `--b${crlf}Content-Type: ${type}; charset=utf-8${crlf}Content-Transfer-Encoding: 8bit${crlf}${crlf}${body}${crlf}`;
  const lines = [
    `From: ${encoded("Duban 督办")} <${from}>`,
    `To: ${encoded(to.name)} <${to.address}>`,
    `Subject: ${encoded(subject)}`,
    `Message-ID: <bare-${n}@example.org>`,
    `Date: ${new Date().toUTCString()}`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/alternative; boundary="b"',
    "",
    `${part("text/plain", text)}${part("text/html", html)}--b--`,
  ];
  const words = lines.join(crlf).replaceAll(/\r?\n/g, crlf).replaceAll(/^\./gm, "..");
  return {
    asks: `MAIL FROM:<${from}> BODY=8BITMIME${crlf}RCPT TO:<${to.address}>${crlf}DATA${crlf}`,
    message: Buffer.from(`${words}${crlf}.${crlf}`),
  };
}

/** Sends the remaining messages one after the other, each together with the envelope of the next. */
async function carry(socket: Socket, left: Iterator<Ready>): Promise<void> {
  const answers = answersOf(socket);
  const expect = async (code: string): Promise<void> => {
    const { value = "" } = await answers.next();
    if (!value.startsWith(code)) throw new Error(`the mail server said "${value}"; expected ${code}`);
  };
  await expect("220");
  socket.write(`EHLO bench${crlf}`);
  await expect("250");
  let now = left.next();
  if (!now.done) socket.write(now.value.asks);
  while (!now.done) {
    for (const code of ["250", "250", "354"]) await expect(code);
    const next = left.next();
    socket.cork();
    socket.write(now.value.message);
    if (!next.done) socket.write(next.value.asks);
    socket.uncork();
    await expect("250");
    now = next;
  }
  socket.end(`QUIT${crlf}`);
}

/** Yields the server's replies, the last line of each. */
async function* answersOf(socket: Socket): AsyncGenerator<string, string> {
  let pending = "";
  for await (const chunk of socket) {
    const lines = (pending + chunk.toString("latin1")).split(crlf);
    pending = lines.pop() ?? "";
    for (const line of lines) if (line[3] !== "-") yield line;
  }
  return "";
}

/** The lower bound: mails prepared in advance, and nothing but SMTP with the server's extensions: no TLS, no checks, no records. */
serve({
  async send({ file, smtpUrl }: { file: string; smtpUrl: string }): Promise<{ startedAt: number }> {
    const { hostname, port } = new URL(smtpUrl);
    const ready = readMails(file).map(laidOut).values();
    const startedAt = Date.now();
    const sockets = Array.from({ length: connections }, () => connect(Number(port), hostname).setNoDelay(true));
    await Promise.all(sockets.map((socket) => carry(socket, ready)));
    return { startedAt };
  },
});
