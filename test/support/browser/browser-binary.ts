import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readConfig } from "../../../config.ts";
import { firstThatWorks } from "../../../local/engine-cache.ts";
import { same } from "../../../local/errors.ts";

const run = promisify(execFile);
const packageName = "@sparticuz/chromium";
const { version } = createRequire(import.meta.url)("../../../node_modules/@sparticuz/chromium/package.json") as {
  version: string;
};

/**
 * Returns the browser of an npm package, unpacked into the cache. The package itself unpacks to a fixed place and treats any file there as
 * complete: of two test files that start at once, the second would run a browser that is still being written.
 */
export function browserPath(): Promise<string> {
  return firstThatWorks(
    {
      what: same("Browser"),
      folder: `chromium-${version}`,
      program: "chromium",
      ways: [{ name: same(packageName), fetch: unpack }],
      check: async (path) => {
        await run(path, ["--version", "--no-sandbox"]);
      },
      advice: same("Run npm ci again: the browser is part of a development dependency."),
    },
    readConfig().cache,
    () => undefined,
  );
}

/** Unpacks in a child process, whose temporary folder is this folder. */
async function unpack(folder: string): Promise<string> {
  const code = `import("${packageName}").then(({ default: chromium }) => chromium.executablePath())`;
  const cwd = fileURLToPath(new URL("../../..", import.meta.url));
  await run(process.execPath, ["-e", code], { cwd, env: { ...process.env, TMPDIR: folder } });
  return "chromium";
}
