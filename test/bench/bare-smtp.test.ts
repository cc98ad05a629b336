import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Ends } from "../../bench/ends.ts";
import { startHelper } from "../../bench/processes/helper.ts";
import { startSink } from "../../local/sink.ts";
import { atEnd } from "../support/ending.ts";

test("the bare SMTP client sends each mail once, whatever its content", async () => {
  const ends = new Ends();
  atEnd(() => ends.all());
  const sink = await startSink();
  ends.add(() => sink.stop());
  const folder = await mkdtemp(join(tmpdir(), "duban-bare-"));
  ends.add(() => rm(folder, { recursive: true }));
  const mails = Array.from({ length: 250 }, (_, n) => ({
    to: { name: "王芳", address: `reader-${n}@example.org` },
    ...{ subject: `第${n}项`, text: `.\n..\r\nQUIT\n${n}`, html: `<p>${"督办".repeat(n)}</p>\n.\n` },
  }));
  const file = join(folder, "mails.jsonl");
  await writeFile(file, mails.map((mail) => JSON.stringify(mail)).join("\n"));
  const client = await startHelper("bare-smtp-process.ts", { ends });
  await client.call("send", { file, smtpUrl: sink.smtpUrl });
  expect(sink.total).toBe(250);
  expect(sink.counts.size).toBe(250);
});
