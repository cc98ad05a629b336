import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { pack } from "../../../client/dossier/archive.ts";
import { dossierOf } from "../../../client/dossier/dossier.ts";
import { type DossierVerdict, verifyDossier } from "../../../client/dossier/verify.ts";
import { checksumText, dossierFormat } from "../../../domain/dossier/manifest.ts";
import { atEnd } from "../../support/ending.ts";
import { type Files, repacked, unpacked } from "../../support/files/repacked.ts";
import { type Desk, openDesk } from "../../web/portal.ts";

let desk: Desk;
let caseId: string;
let folder: string;
let whole: Buffer;
let files: Files;

/** Result of `duban verify` for an archive. */
async function verdictOn(archive: Buffer, seal?: string): Promise<DossierVerdict> {
  const path = join(folder, "given.zip");
  await writeFile(path, archive);
  return verifyDossier(path, seal);
}
const problemsOf = async (changed: Files): Promise<string[]> =>
  (await verdictOn(await repacked(changed))).problems.map(({ problem }) => problem);

const replaced = (path: string, bytes: Buffer): Files => files.map((one) => (one[0] === path ? [path, bytes] : one));
const contentOf = (path: string): Buffer => files.find((one) => one[0] === path)?.[1] ?? Buffer.alloc(0);
/** Rewrites the manifest so that its hashes match, as a forger who knows the format would. */
function forged(path: string, bytes: Buffer): Files {
  const sha256 = (of: Buffer | string): string => createHash("sha256").update(of).digest("hex");
  const manifest = contentOf("manifest.json")
    .toString()
    .replace(sha256(contentOf(path)), sha256(bytes));
  const lengths = manifest.replace(
    `"bytes":${contentOf(path).length},"path":"${path}"`,
    `"bytes":${bytes.length},"path":"${path}"`,
  );
  return replaced(path, bytes).map(([name, content]): [string, Buffer] => {
    if (name === "manifest.json") return [name, Buffer.from(lengths)];
    return [name, name === "manifest.sha256" ? Buffer.from(checksumText(sha256(lengths))) : content];
  });
}

beforeAll(async () => {
  desk = await openDesk();
  folder = await mkdtemp(join(tmpdir(), "duban-dossier-"));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const organization = await desk.organization({ type: "CHA" });
  const found = await desk.finding(organization, "消防通道堵塞");
  caseId = found.caseId;
  const doer = `/t/${await desk.code(organization.person("secretariat"), found.taskId)}`;
  const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#1f4e5f" } })
    .jpeg()
    .toBuffer();
  const pictures = [new File([photo], "通道 现状.jpg"), new File([Buffer.from("%PDF-1.7\nx")], "../../报告.pdf")];
  await desk.send(doer, "submit", { "ask-note": "已清理", "ask-files": pictures });
  const board = `/t/${await desk.code(organization.person("supervisory-board"), found.taskId)}`;
  await desk.send(board, "return", { reason: "请补充清理前的照片" });
  whole = await buffer((await dossierOf(desk.context, caseId, "zh-CN")).stream);
  await writeFile(join(folder, "whole.zip"), whole);
  files = await unpacked(join(folder, "whole.zip"));
});

describe("the dossier of a case", () => {
  it("has the log, the outcome of messages, the evidence under safe names, and a page to print", async () => {
    expect(files.map(([path]) => path)).toEqual([
      ...["index.html", "case.json", "events.jsonl", "messages.jsonl", "evidence.jsonl"],
      ...["evidence/001.pdf", "evidence/002.jpg", "manifest.json", "manifest.sha256"],
    ]);
    const page = contentOf("index.html").toString();
    for (const said of ["消防通道堵塞", "已清理", "请补充清理前的照片", "通道 现状.jpg", 'src="evidence/002.jpg"'])
      expect(page).toContain(said);
    expect(page).not.toMatch(/<script|https?:\/\//);
    expect(await verdictOn(whole)).toMatchObject({ whole: true, problems: [], manifest: { case: caseId } });
  });

  it("contains no address and no number of a recipient", async () => {
    const addresses = await desk.db.$queryRaw<{ value: string }[]>`select value from address`;
    expect(addresses.length).toBeGreaterThan(4);
    const all = Buffer.concat(files.map(([, bytes]) => bytes)).toString();
    expect(addresses.filter(({ value }) => all.includes(value))).toEqual([]);
    expect(contentOf("messages.jsonl").toString()).toContain('"channel":"email"');
  });

  it("is the same file, byte for byte, however often it is made", async () => {
    const again = await dossierOf(desk.context, caseId, "zh-CN");
    expect((await buffer(again.stream)).equals(whole)).toBe(true);
    const seal = again.seal() ?? "";
    expect(await verdictOn(whole, seal)).toMatchObject({ whole: true, seal });
    expect((await verdictOn(whole, "0".repeat(64))).problems).toEqual([{ problem: "other-seal", seal }]);
  });

  it("is generated while it is downloaded: of a file of 256 MB only a few parts are in memory at once", async () => {
    let made = 0;
    let taken = 0;
    let most = 0;
    async function* large(): AsyncIterable<Uint8Array> {
      for (let n = 0; n < 1_000; n++) {
        made += 256 * 1024;
        most = Math.max(most, made - taken);
        yield Buffer.alloc(256 * 1024, n);
      }
    }
    const about = {
      format: dossierFormat,
      case: "c",
      organization: { code: "x", name: "x" },
      events: { count: 0, last: "" },
    } as const;
    for await (const part of pack([{ path: "evidence/001.bin", content: large }], about).stream)
      taken += (part as Buffer).length;
    expect(taken).toBeGreaterThan(made);
    expect(most).toBeLessThan(12 * 1024 * 1024);
  });

  it("is still intact if another program packed the same files again", async () => {
    expect(await verdictOn(await repacked(files, true))).toMatchObject({ whole: true });
  });
});

describe("these changes to a dossier are detected:", () => {
  it("any byte of any file", async () => {
    const places = files.flatMap(([path, bytes]) => [...bytes.keys()].map((at) => ({ path, at })));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.integer({ min: 1, max: 255 }), async ({ path, at }, by) => {
        const bytes = Buffer.from(contentOf(path));
        bytes[at] = (bytes[at] ?? 0) ^ by;
        const { whole, problems } = await verdictOn(await repacked(replaced(path, bytes)));
        expect(whole).toBe(false);
        const named = path.startsWith("manifest")
          ? problems.length > 0
          : problems.some((one) => "path" in one && one.path === path);
        expect(named).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("any byte of the archive itself, unless every file in it is unchanged", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: whole.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const bytes = Buffer.from(whole);
          bytes[at] = (bytes[at] ?? 0) ^ by;
          if (!(await verdictOn(bytes)).whole) return;
          const read = await unpacked(join(folder, "given.zip"));
          expect(read.map(([path, content]) => [path, content.toString("hex")])).toEqual(
            files.map(([path, content]) => [path, content.toString("hex")]),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it("a missing file, and an additional one", async () => {
    for (const [path] of files) expect(await problemsOf(files.filter((one) => one[0] !== path))).not.toEqual([]);
    expect(await problemsOf(files.filter((one) => one[0] !== "evidence/002.jpg"))).toEqual(["missing"]);
    expect(await problemsOf([...files, ["evidence/003.txt", Buffer.from("more")]])).toEqual(["added"]);
    expect(await problemsOf([...files, ["case.json", Buffer.from("{}")]])).toEqual(["twice"]);
  });

  it("a log line that was moved, changed, removed or added, even with a new manifest", async () => {
    const log = contentOf("events.jsonl").toString().split("\n").slice(0, -1);
    expect(log.length).toBe(3);
    const of = async (lines: readonly string[]): Promise<string[]> =>
      problemsOf(forged("events.jsonl", Buffer.from(lines.map((line) => `${line}\n`).join(""))));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(log), async (lines) => {
        const problems = await of(lines);
        if (lines.join("\n") === log.join("\n")) expect(problems).toEqual([]);
        else expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(/line-out-of-order|log-cut/)]));
      }),
      { numRuns: 60 },
    );
    expect(await of(log.map((line) => line.replace("请补充", "不必补充")))).toEqual(["line-changed"]);
    expect(await of([...log, log[0] ?? ""])).toEqual(["line-out-of-order", "log-cut"]);
  });

  it("evidence that differs from what was submitted, even with a new manifest", async () => {
    expect(await problemsOf(forged("evidence/001.pdf", Buffer.from("%PDF-1.7\ny")))).toEqual(["not-as-handed-in"]);
  });
});

describe("these files are rejected:", () => {
  it("another file, an empty archive, an archive of something else", async () => {
    expect((await verdictOn(Buffer.from("no archive"))).problems).toEqual([{ problem: "not-a-zip" }]);
    expect(await problemsOf([])).toEqual(["not-a-dossier"]);
    expect(await problemsOf([["a.txt", Buffer.from("a")]])).toEqual(["not-a-dossier"]);
  });

  it("names that lead out of its folder, without reading them", async () => {
    for (const name of [
      "../evil.txt",
      "/etc/passwd1",
      "C:/evil.txt1",
      "evidence/../x",
      "evidence\\x.pdf",
      "EVIL.HTML.LNK",
    ]) {
      const placed = "x".repeat(name.length);
      const archive = await repacked([...files, [placed, Buffer.from("x")]]);
      const text = archive.toString("latin1").replaceAll(placed, name);
      const { whole, problems } = await verdictOn(Buffer.from(text, "latin1"));
      expect(whole).toBe(false);
      expect(problems).toEqual([{ problem: "unsafe-name", path: name }]);
    }
  });

  it("a file that unpacks to a thousand times its size, before it is unpacked", async () => {
    const bomb = await repacked([...files, ["evidence/003.bin", Buffer.alloc(64 * 1024 * 1024)]], true);
    expect(bomb.length).toBeLessThan(200_000);
    expect((await verdictOn(bomb)).problems).toEqual([{ problem: "too-large", path: "evidence/003.bin" }]);
    // The entry claims to be small and is not: reading stops at the claimed size.
    const size = Buffer.alloc(4);
    size.writeUInt32LE(64 * 1024 * 1024);
    const small = Buffer.alloc(4);
    small.writeUInt32LE(1_000);
    const lying = Buffer.from(
      bomb.toString("latin1").replaceAll(size.toString("latin1"), small.toString("latin1")),
      "latin1",
    );
    expect((await verdictOn(lying)).whole).toBe(false);
  });
});
