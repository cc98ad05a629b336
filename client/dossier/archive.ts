import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import {
  checksumText,
  dossierFiles,
  type ListedFile,
  type Manifest,
  manifestText,
} from "../../domain/dossier/manifest.ts";

/** A file to be packed: its text, or its bytes in parts. */
export interface DossierPart {
  path: string;
  content: string | (() => AsyncIterable<Uint8Array>);
}

export interface DossierArchive {
  /** The archive; it is generated as fast as it is read, with at most a part of one file in memory. */
  stream: Readable;
  /** SHA-256 of the manifest, once everything was read. */
  seal(): string | null;
}

/**
 * Packs a dossier. Files are stored uncompressed and with a constant date: equal content gives equal bytes, on every machine and with every version
 * of a compressor.
 * @param about the manifest without its files, whose hashes are known when they have been packed
 */
export function pack(parts: readonly DossierPart[], about: Omit<Manifest, "files">): DossierArchive {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on("error", (error: Error) => output.destroy(error));
  const listed: ListedFile[] = [];
  let seal: string | null = null;
  const add = (path: string, open: () => AsyncIterable<Uint8Array>): void => {
    // The first day that the ZIP format can represent, in local time, which the format uses.
    const options = { compress: false, mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };
    zip.addReadStreamLazy(path, options, (ready) => ready(null, Readable.from(open())));
  };
  for (const { path, content } of parts)
    add(path, () => hashed(path, typeof content === "string" ? once(content) : content(), (one) => listed.push(one)));
  const { manifest, checksum } = dossierFiles;
  add(manifest, () => {
    const text = manifestText({ ...about, files: listed });
    seal = createHash("sha256").update(text).digest("hex");
    return once(text);
  });
  add(checksum, () => once(checksumText(seal ?? "")));
  zip.end();
  return { stream: output, seal: () => seal };
}

async function* once(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}

/** Passes a file through and records its hash. */
async function* hashed(
  path: string,
  parts: AsyncIterable<Uint8Array>,
  note: (file: ListedFile) => void,
): AsyncIterable<Uint8Array> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const part of parts) {
    hash.update(part);
    bytes += part.length;
    yield part;
  }
  note({ path, bytes, sha256: hash.digest("hex") });
}
