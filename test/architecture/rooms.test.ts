import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Data that grows with time and is not sorted by subject. */
const recordings = /^test\/histories\/|^prisma\/migrations\//;

test("no folder has more than 30 files of its own, so that the right one is found at a glance", () => {
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  }).split("\n");
  const held = new Map<string, number>();
  for (const file of files.filter((one) => one.endsWith(".ts") && !recordings.test(one)))
    held.set(dirname(file), (held.get(dirname(file)) ?? 0) + 1);
  expect(held.size).toBeGreaterThan(100);
  expect([...held].filter(([, count]) => count > 30)).toEqual([]);
});
