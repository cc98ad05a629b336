import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import {
  dossierFiles,
  isDossierPath,
  type ListedFile,
  type Manifest,
  readManifest,
  record,
} from "../../domain/dossier/manifest.ts";
import type { DossierProblem } from "../../domain/dossier/problems.ts";
import { hashOf } from "../../records/cases/events.ts";

/** Maximum number of files in a dossier; with more it is refused before any is read. */
const mostFiles = 20_000;
/** In bytes: maximum size of a file that is read as a whole (manifest, log). */
const mostTextBytes = 64 * 1024 * 1024;
/** Maximum compression ratio. Pictures and documents hardly compress; a decompression bomb has a thousand. */
const mostRatio = 100;
const roomForSmallOnes = 64 * 1024;

/** Result of a verification. */
export interface DossierVerdict {
  whole: boolean;
  /** Null: there is no readable manifest. */
  manifest: Manifest | null;
  /** SHA-256 of the manifest as it is; null: there is none. */
  seal: string | null;
  problems: readonly DossierProblem[];
}

/**
 * Verifies a dossier: the hash of its manifest, the hash of each file, and the hash chain of its log. Needs only the file, unpacks nothing to disk,
 * and keeps at most one text in memory.
 * @param seal hash of the manifest, as noted when the dossier was made; without it, a dossier that was forged as a whole is not detected
 * @throws a file system error if the file does not exist
 */
export async function verifyDossier(path: string, seal?: string): Promise<DossierVerdict> {
  const { size } = await stat(path);
  const problems: DossierProblem[] = [];
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { decodeStrings: false, autoClose: false });
  } catch {
    return { whole: false, manifest: null, seal: null, problems: [{ problem: "not-a-zip" }] };
  }
  try {
    const entries = await directory(zip, size, problems);
    const dossier = new Reader(zip, entries, problems);
    const found = await dossier.manifest(seal);
    if (found.manifest) {
      await dossier.files(found.manifest);
      await dossier.chain(found.manifest);
    }
    return { whole: problems.length === 0, ...found, problems };
  } finally {
    zip.close();
  }
}

/** Entries by name, without reading them. Unsafe ones are left out and reported. */
async function directory(zip: ZipFile, size: number, problems: DossierProblem[]): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let packed = 0;
  try {
    if (zip.entryCount > mostFiles) {
      problems.push({ problem: "too-many", count: zip.entryCount });
      return entries;
    }
    for await (const entry of zip.eachEntry()) {
      const path = entry.fileNameRaw.toString("utf8");
      packed += entry.compressedSize;
      if (!isDossierPath(path)) problems.push({ problem: "unsafe-name", path: printed(path) });
      else if (entries.has(path)) problems.push({ problem: "twice", path });
      // Overlapping entries would hold more than the archive does.
      else if (packed > size || entry.uncompressedSize > entry.compressedSize * mostRatio + roomForSmallOnes)
        problems.push({ problem: "too-large", path });
      else entries.set(path, entry);
    }
  } catch {
    problems.push({ problem: "not-a-zip" });
  }
  return entries;
}

/** An untrusted name, made safe for printing. */
const printed = (path: string): string => path.slice(0, 80).replace(/[^\x20-\x7e\p{Script=Han}]/gu, "�");

class Reader {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #problems: DossierProblem[];
  constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, problems: DossierProblem[]) {
    this.#zip = zip;
    this.#entries = entries;
    this.#problems = problems;
  }

  async manifest(seal: string | undefined): Promise<Pick<DossierVerdict, "manifest" | "seal">> {
    const text = await this.#text(dossierFiles.manifest);
    const checksum = await this.#text(dossierFiles.checksum);
    const manifest = text === null ? null : readManifest(text);
    const own = text === null ? null : sha256(text);
    if (text === null || manifest === null) this.#problems.push({ problem: "not-a-dossier" });
    else if (checksum !== `${own}  ${dossierFiles.manifest}\n`) this.#problems.push({ problem: "manifest-changed" });
    if (seal !== undefined && own !== null && own !== seal) this.#problems.push({ problem: "other-seal", seal: own });
    return { manifest, seal: own };
  }

  /** Checks that each file of the manifest exists unchanged, and that there are no others. */
  async files({ files }: Manifest): Promise<void> {
    const listed = new Map(files.map((file) => [file.path, file]));
    for (const file of files) {
      if (!this.#entries.has(file.path)) this.#problems.push({ problem: "missing", path: printed(file.path) });
      else if (!(await this.#agrees(file))) this.#problems.push({ problem: "changed", path: file.path });
    }
    const own: readonly string[] = [dossierFiles.manifest, dossierFiles.checksum];
    for (const path of this.#entries.keys())
      if (!listed.has(path) && !own.includes(path)) this.#problems.push({ problem: "added", path });
    await this.#asHandedIn(listed);
  }

  /** Checks that each evidence file still has the hash that was recorded at its submission. */
  async #asHandedIn(listed: ReadonlyMap<string, ListedFile>): Promise<void> {
    for (const line of ((await this.#text(dossierFiles.evidence)) ?? "").split("\n")) {
      const { path, sha256: kept } = parsed(line);
      if (typeof path !== "string" || typeof kept !== "string" || kept === "") continue;
      const file = listed.get(path);
      if (file && file.sha256 !== kept) this.#problems.push({ problem: "not-as-handed-in", path });
    }
  }

  /** Checks that each line of the log follows from the one before it, and that the last is the one in the manifest. */
  async chain({ case: caseId, events }: Manifest): Promise<void> {
    const text = await this.#text(dossierFiles.events);
    if (text === null) return;
    const lines = text.split("\n").slice(0, -1);
    let previous = "";
    for (const [index, one] of lines.entries()) {
      const line = index + 1;
      const event = eventOf(one);
      if (event === null) this.#problems.push({ problem: "line-unreadable", line });
      else {
        if (event.caseId !== caseId) this.#problems.push({ problem: "other-case", line });
        if (event.previous !== previous) this.#problems.push({ problem: "line-out-of-order", line });
        if (hashOf(event.previous, event) !== event.hash) this.#problems.push({ problem: "line-changed", line });
      }
      previous = event?.hash ?? "";
    }
    if (lines.length !== events.count || (lines.length > 0 && previous !== events.last))
      this.#problems.push({ problem: "log-cut", has: lines.length, said: events.count });
  }

  async #agrees({ path, bytes, sha256: said }: ListedFile): Promise<boolean> {
    const hash = createHash("sha256");
    let length = 0;
    const read = await this.#read(path, (part) => {
      hash.update(part);
      length += part.length;
    });
    return read && length === bytes && hash.digest("hex") === said;
  }

  /** A text file. @returns null: missing or unreadable, which is reported */
  async #text(path: string): Promise<string | null> {
    const entry = this.#entries.get(path);
    if (!entry) return null;
    if (entry.uncompressedSize > mostTextBytes) {
      this.#problems.push({ problem: "too-large", path });
      return null;
    }
    const parts: Buffer[] = [];
    return (await this.#read(path, (part) => parts.push(part))) ? Buffer.concat(parts).toString("utf8") : null;
  }

  /** Reads a file; stops at the size stated in the directory. */
  async #read(path: string, take: (part: Buffer) => void): Promise<boolean> {
    const entry = this.#entries.get(path) as Entry;
    try {
      // Programs that unpack by the local headers must find the same files.
      const header = await this.#zip.readLocalFileHeaderPromise(entry, { minimal: false });
      if (!header.fileName.equals(entry.fileNameRaw)) throw new Error("two names");
      for await (const part of await this.#zip.openReadStreamPromise(entry)) take(part as Buffer);
      return true;
    } catch {
      if (!this.#problems.some((one) => one.problem === "unreadable" && one.path === path))
        this.#problems.push({ problem: "unreadable", path });
      return false;
    }
  }
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

function parsed(line: string): Record<string, unknown> {
  try {
    return record(JSON.parse(line));
  } catch {
    return {};
  }
}

type Line = Parameters<typeof hashOf>[1] & { previous: string; hash: string };

/** Parses a line of the log. @returns null: it is not one */
function eventOf(text: string): Line | null {
  const { caseId, taskId, organizationId, at, actor, verb, before, after, tokenId, previous, hash } = parsed(text);
  const when = new Date(typeof at === "string" ? at : Number.NaN);
  if (Number.isNaN(when.getTime()) || (typeof taskId !== "string" && taskId !== null)) return null;
  const [one, organization, who, what, from, own] = [caseId, organizationId, actor, verb, previous, hash];
  if (typeof one !== "string" || typeof organization !== "string" || typeof who !== "string") return null;
  if (typeof what !== "string" || typeof from !== "string" || typeof own !== "string") return null;
  return {
    ...{ caseId: one, taskId, organizationId: organization, at: when, actor: who, verb: what },
    ...{ before, after, previous: from, hash: own },
    tokenId: typeof tokenId === "string" ? tokenId : null,
  };
}
