import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, expect, it } from "vitest";
import { bundled } from "../../bin/build.js";

let root: string;
const program = () => ({ root, entryPoint: "main.ts", external: [] });
const says = async (entry: string | undefined) => (await import(entry ?? "")).word;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "duban-build-"));
  await writeFile(join(root, "package.json"), '{"type":"module"}');
  await writeFile(join(root, "main.ts"), 'export { word } from "./word.ts";');
  await writeFile(join(root, "word.ts"), 'export const word: string = "first";');
});

it("is built once, and reused", async () => {
  const entry = await bundled(program());
  expect(await says(entry)).toBe("first");
  expect(await bundled(program())).toBe(entry);
});

it("is built again when any of its source files has changed", async () => {
  const entry = await bundled(program());
  await writeFile(join(root, "word.ts"), 'export const word: string = "after";');
  const later = await bundled(program());
  expect(later).not.toBe(entry);
  expect(await says(later)).toBe("after");
  await utimes(join(root, "main.ts"), new Date(), new Date(Date.now() + 5_000));
  expect(await bundled(program())).not.toBe(later);
});

it("is built again when the way in which it is bundled has changed", async () => {
  await mkdir(join(root, "bin"));
  await writeFile(join(root, "bin/build.js"), "// as it was");
  const entry = await bundled(program());
  expect(await bundled(program())).toBe(entry);
  await writeFile(join(root, "bin/build.js"), "// other packages stay out");
  expect(await bundled(program())).not.toBe(entry);
});

it("keeps the previous build for commands that are running from it", async () => {
  const entry = (await bundled(program())) ?? "";
  await writeFile(join(root, "word.ts"), 'export const word: string = "second";');
  await bundled(program());
  expect(await readFile(new URL(entry), "utf8")).toContain("first");
  await writeFile(join(root, "word.ts"), 'export const word: string = "third!";');
  await bundled(program());
  await expect(readFile(new URL(entry))).rejects.toThrow("ENOENT");
});

it("puts the file of a thread beside the entry, under its own name", async () => {
  await mkdir(join(root, "bin"));
  await writeFile(join(root, "bin/main.ts"), 'export { word } from "../word.ts";');
  await writeFile(join(root, "bin/thread.ts"), 'export { word as heard } from "../word.ts";');
  const entry = (await bundled({ ...program(), entryPoint: "bin/main.ts", threads: ["bin/thread.ts"] })) ?? "";
  expect(await says(entry)).toBe("first");
  const thread = await import(new URL("./thread.js", entry).href);
  expect(thread.heard).toBe("first");
});

it("in place, gives a source file its own address as import.meta.url", async () => {
  const asks = join(root, "word.ts");
  await writeFile(asks, "export const word: string = import.meta.url;");
  expect(await says(await bundled({ ...program(), inPlace: true }))).toBe(pathToFileURL(asks).href);
  expect(await says(await bundled({ ...program(), name: "elsewhere" }))).not.toBe(pathToFileURL(asks).href);
});

it("in place, reports errors with file and line of the source", async () => {
  await writeFile(join(root, "word.ts"), "\n\n\nexport const word = (): never => {\n  throw new Error();\n};");
  const entry = (await bundled({ ...program(), inPlace: true })) ?? "";
  const call = `process.setSourceMapsEnabled(true); (await import("${entry}")).word();`;
  const { stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", call], { encoding: "utf8" });
  expect(stderr).toContain(`${join(root, "word.ts")}:5`);
});
