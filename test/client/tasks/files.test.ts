import { describe, expect, it } from "vitest";
import { checkFiles } from "../../../client/tasks/files.ts";
import { photo } from "../../support/browser/pictures.ts";

const file = (name: string, bytes: string | Uint8Array, about?: { field: string; item: string }) => ({
  name,
  mime: "image/jpeg",
  bytes: typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes,
  ...(about && { about }),
});
const why = (name: string, bytes: string | Uint8Array, pictures?: boolean): Promise<unknown> =>
  checkFiles([file(name, bytes)], pictures === undefined ? {} : { pictures }).then(
    () => "taken",
    (error: { files?: { why: string }[] }) => error.files?.[0]?.why ?? error,
  );
const zip = new Uint8Array([0x50, 0x4b, 0x03, 0x04, ...new Uint8Array(60)]);
const program = new Uint8Array([0x4d, 0x5a, ...new Uint8Array(100)]);
const elf = new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, ...new Uint8Array(60)]);

describe("a submitted file", () => {
  it.each([
    ["照片.jpg", photo("x")],
    // A phone that renames uploads: a picture stays a picture.
    ["照片.png", photo("x")],
    ["说明.txt", "已整改"],
    ["名单.csv", "\ufeff姓名,电话\n"],
    ["报告.pdf", "%PDF-1.7"],
    ["压缩.zip", zip],
    ["其他.dat", new Uint8Array([0, 1, 2])],
    ["没有后缀", "x"],
  ])("%s is accepted", async (name, bytes) => expect(await why(name, bytes)).toBe("taken"));

  it.each([
    ["setup.exe", "x"],
    ["照片.jpg.EXE", photo("x")],
    ["a.ps1", "x"],
    ["a.vbs ", "x"],
    ["a.js.", "x"],
    // Full-width letters look like the same name.
    ["ａ．ｅｘｅ", "x"],
    ["page.html", "<p>"],
    ["picture.svg", "<svg/>"],
    ["报表.xlsm", zip],
    ["照片.jpg", program],
    ["数据.dat", elf],
    ["说明.txt", "#!/bin/sh\nrm -rf /"],
    ["说明.txt", "\ufeff <!DOCTYPE html><script>"],
    ["照片", "<svg onload=x>"],
  ])("%s, a program or script, is rejected", async (name, bytes) => expect(await why(name, bytes)).toBe("program"));

  it.each([
    ["照片.jpg", "a text"],
    ["照片.jpg", "%PDF-1.7"],
    ["报告.pdf", photo("x")],
    ["表格.xlsx", "a,b"],
    ["说明.txt", new Uint8Array([65, 0, 66])],
    ["名单.csv", photo("x")],
  ])("%s is rejected if its content is of another type", async (name, bytes) =>
    expect(await why(name, bytes)).toBe("other-content"),
  );

  it("must be a picture where a photo is requested, whatever its name", async () => {
    expect(await why("报告.pdf", "%PDF-1.7", true)).toBe("not-a-picture");
    expect(await why("照片", photo("x"), true)).toBe("taken");
    const shown = checkFiles([file("plan-报告.pdf", "%PDF-1.7", { field: "items", item: "plan" })]);
    await expect(shown).rejects.toThrow(/files: "plan-报告\.pdf"; expected a picture/);
  });

  it("is stored with the type of its content, not the declared one", async () => {
    const taken = await checkFiles([file("报告.pdf", "%PDF-1.7"), file("说明.txt", "x"), file("照片.jpg", photo("x"))]);
    expect(taken.map(({ mime }) => mime)).toEqual(["application/pdf", "text/plain", "image/jpeg"]);
  });

  it("is named with its place if it is rejected", async () => {
    const all = checkFiles([file("a.jpg", photo("a")), file("b.jpg", "x"), file("c.exe", "x")], { place: "--file" });
    await expect(all).rejects.toMatchObject({
      code: "BAD_INPUT",
      problems: [
        expect.stringMatching(/^--file: "b\.jpg"; expected/),
        expect.stringMatching(/^--file: "c\.exe"; expected/),
      ],
      files: [{ index: 1 }, { index: 2 }],
    });
  });
});
