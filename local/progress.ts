import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Text } from "../config.ts";

/** Writes a line for the person at the terminal. @param passing the next line replaces it */
export type Log = (line: Text, passing?: "passing") => void;

/** Writes the lines in English; for benches. */
export const inEnglish =
  (tell: (line: string) => void): Log =>
  ({ en }) =>
    tell(en);

/**
 * Shows the progress of long work. On a terminal: one line with the seconds elapsed and, with `folder`, the size of what has arrived
 * there. Elsewhere: one line through `log` every 15 seconds.
 */
export async function withProgress<T>(
  label: Text,
  log: Log,
  work: () => Promise<T>,
  options: { folder?: string; out?: NodeJS.WriteStream } = {},
): Promise<T> {
  const out = options.out ?? process.stderr;
  const began = performance.now();
  const tell = async () => {
    const seconds = Math.round((performance.now() - began) / 1_000);
    const size = options.folder ? await folderSize(options.folder) : 0;
    const megabytes = size > 1e5 ? `${(size / 1e6).toFixed(1)} MB` : "";
    const line = {
      zh: `${label.zh}……${seconds}秒${megabytes && `，${megabytes}`}`,
      en: `${label.en} … ${seconds} s${megabytes && `, ${megabytes}`}`,
    };
    if (out.isTTY) log(line, "passing");
    else if (seconds > 0 && seconds % 15 === 0) log(line);
  };
  const timer = setInterval(() => void tell(), 1_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (out.isTTY) out.write("\r\x1b[K");
  }
}

async function folderSize(folder: string): Promise<number> {
  const entries: Dirent[] = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(join(entry.parentPath ?? entry.path, entry.name)).then(
        (found) => found.size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
