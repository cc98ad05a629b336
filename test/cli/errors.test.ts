import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { reportError } from "../../cli/errors.ts";
import { withLanguage } from "../../cli/language.ts";
import { readConfig } from "../../config.ts";
import { endedIn, LocalError } from "../../local/errors.ts";
import { keep } from "../../local/keep.ts";
import { acquireLock } from "../../local/lock.ts";
import { ensureSecret } from "../../local/secret.ts";
import { restartAdvice } from "../../worker/home.ts";
import { heldBack } from "../../worker/processes/held-back.ts";
import { refuseExposed, refuseUnshared } from "../../worker/processes/required-settings.ts";
import { scratch } from "../local/scratch.ts";
import { unChinesePunctuation } from "../support/chinese.ts";

/** The text of an error in a Chinese terminal. */
function read(error: unknown): string {
  let text = "";
  const err = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  withLanguage("zh-CN", () => reportError(error, false, { err: err as unknown as NodeJS.WriteStream }));
  return text;
}
const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};
/** English words of sentences. Names of settings, files, programs and addresses are not translated. */
const english = /\b(?:is|are|not|set|expected|since|can|cannot|be|used|the|or|and|with|to|another|whole|number)\b/;

describe("in a Chinese terminal these errors are in Chinese:", () => {
  it("every invalid setting, with what was expected", () => {
    const names = ["TEMPORAL_ADDRESS", "SMTP_URL", "SMS_URL", "PUBLIC_URL", "SECRET_KEY", "PORT", "DUBAN_QUEUES"];
    const text = read(thrownBy(() => readConfig(Object.fromEntries(names.map((name) => [name, "\u0001"])))));
    for (const name of names) expect(text).toContain(`  ${name}为`);
    expect(text).toContain('PORT为"\\u0001"；应为0至65535的整数（0为任意空闲端口）');
    expect(text).not.toMatch(english);
    expect(unChinesePunctuation(text)).toEqual([]);
  });
  it("missing settings of an installation that others can reach, or of one with several processes", () => {
    const reached = read(thrownBy(() => refuseExposed(readConfig({ PUBLIC_URL: "https://duban.example.org" }))));
    expect(reached).toContain("没有设置SMTP_URL；应设置邮件服务器，因为其他机器可以访问门户（PUBLIC_URL为");
    const beside = read(thrownBy(() => refuseUnshared(readConfig({}), "duban worker", ["DATABASE_URL", "SECRET_KEY"])));
    expect(beside).toContain("没有设置SECRET_KEY；应为至少32个字符，各进程相同，因为“duban worker”与其他进程一同运行");
    for (const text of [reached, beside, ...heldBack(readConfig({})).map(({ zh }) => zh)])
      expect(text).not.toMatch(english);
  });
  it("an unusable folder, and an instance that already runs there", async () => {
    const home = await scratch();
    await writeFile(join(home, "secret"), "short");
    const secret = read(await ensureSecret(home).catch((error: unknown) => error));
    expect(secret).toContain("只有5个字符；应为至少32个（删除后会重新生成）");
    const held = await mkdtemp(join(tmpdir(), "duban-held-"));
    const lock = await acquireLock(held);
    onTestFinished(() => lock.release());
    const running = read(await acquireLock(held).catch((error: unknown) => error));
    expect(running).toContain("督办已在运行，正在启动");
    for (const text of [secret, running]) expect(text.replaceAll(home, "")).not.toMatch(english);
  });
  it("an embedded server that ends repeatedly, with advice", async () => {
    const lines: string[] = [];
    let end: (how: string) => void = () => undefined;
    const { lost } = await keep({
      title: { zh: "内置的PostgreSQL", en: "The embedded PostgreSQL" },
      advice: restartAdvice("/data", "postgres.log", "DATABASE_URL", "PostgreSQL"),
      tell: ({ zh }) => void lines.push(zh),
      start: async (onEnd) => {
        end = onEnd;
        if (lines.length > 0) queueMicrotask(() => onEnd("ended with code 1"));
        return { pid: 1, began: "", name: "postgres", stop: async () => undefined };
      },
    });
    end("ended by SIGKILL");
    const error = await lost.catch((error: unknown) => error);
    expect(lines[0]).toBe("内置的PostgreSQL被SIGKILL终止；正在重新启动");
    expect(error).toBeInstanceOf(LocalError);
    expect(read(error)).toContain(
      "内置的PostgreSQL已退出（代码1），一分钟内已重新启动3次。最后的记录在/data/postgres.log",
    );
    expect(endedIn("did not start: x").zh).toBe("未能启动：x");
  });
});
