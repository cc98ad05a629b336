import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { kept } from "../../worker/workflow-code.ts";

let root: string;
let made: number;

const code = async (): Promise<string> => {
  const folder = join(root, "kept");
  const found = await kept({ root, folder, make: async () => ({ code: `made ${++made}` }) });
  return "codePath" in found ? readFile(found.codePath, "utf8") : found.code;
};

beforeEach(async () => {
  made = 0;
  root = await mkdtemp(join(tmpdir(), "duban-code-"));
  for (const folder of ["workflows", "domain/time"]) await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, "package-lock.json"), "{}");
  await writeFile(join(root, "workflows/index.ts"), "1");
  await writeFile(join(root, "domain/time/zones.ts"), "2");
});

it("workflow code is bundled once, and reused by every process that starts", async () => {
  expect([await code(), await code()]).toEqual(["made 1", "made 1"]);
});

it.each(["workflows/index.ts", "domain/time/zones.ts", "domain/new.ts", "package-lock.json"])(
  "workflow code is bundled again when %s changes, and the old bundle is deleted",
  async (file) => {
    await code();
    await writeFile(join(root, file), "3");
    expect([await code(), await code()]).toEqual(["made 2", "made 2"]);
    expect(await readdir(join(root, "kept"))).toHaveLength(1);
  },
);

it("workflow code is bundled at each start if the folder is not writable", async () => {
  await writeFile(join(root, "file"), "");
  const readOnly = { root, folder: join(root, "file/kept"), make: async () => ({ code: `made ${++made}` }) };
  expect(await kept(readOnly)).toEqual({ code: "made 1" });
  expect(await kept(readOnly)).toEqual({ code: "made 2" });
});
