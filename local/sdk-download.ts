import { chmod, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "./command.ts";
import type { Way } from "./engine-cache.ts";
import { t } from "./errors.ts";
import { type Log, withProgress } from "./progress.ts";

/** Fetches the official download through Temporal's SDK. */
export function sdkDownload(kind: "local" | "time-skipping", log: Log, script = "./sdk-program.js"): Way {
  const program = fileURLToPath(new URL(script, import.meta.url));
  return {
    name: t("由Temporal的SDK下载", "the Temporal SDK's own download"),
    async fetch(folder) {
      await withProgress(
        t("正在由Temporal的SDK下载服务器", "Downloading the server by Temporal's SDK"),
        log,
        () => runCommand(process.execPath, [program, kind, folder], { cwd: folder }),
        { folder },
      );
      const files = await readdir(folder);
      const found = files.find((file) => file.startsWith("temporal") && !file.endsWith(".downloading"));
      if (found === undefined)
        throw new Error(`the SDK has put no server into its folder (${files.join(", ") || "empty"})`);
      await chmod(join(folder, found), 0o755);
      return found;
    },
  };
}
