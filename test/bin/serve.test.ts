import { describe, expect, it } from "vitest";
import { greeting } from "../../bin/serve.ts";
import { withLanguage } from "../../cli/language.ts";

const running = {
  url: "http://127.0.0.1:8080",
  boardUrl: "http://127.0.0.1:8080/s/abc",
  inboxUrl: "http://127.0.0.1:8080/inbox",
};

describe("the greeting after a start", () => {
  it.each([true, false])("is in the terminal's language, and names the same addresses (demo: %s)", (demo) => {
    const zh = withLanguage("zh-CN", () => greeting(running, demo).join("\n"));
    const en = withLanguage("en", () => greeting(running, demo).join("\n"));
    for (const text of [zh, en])
      for (const named of [...Object.values(running), "npx duban rectification start --org GZ-CHA-006"])
        expect(text).toContain(named);
    expect(zh).toMatch(/督办已启动.*\n.*收件箱.*\n.*打开督办台/);
    expect(zh).not.toMatch(/runs at|Read|Open|Try|Let/);
    expect(en).toContain(`runs at ${running.url}`);
  });
});
