import { inflateRawSync } from "node:zlib";

/** The file is not a ZIP archive, or unpacks to more than allowed. */
export class ZipError extends Error {
  readonly tooLarge: boolean;
  constructor(message: string, tooLarge = false) {
    super(message);
    this.tooLarge = tooLarge;
  }
}

const endOfDirectory = 0x06054b50;
const entryOfDirectory = 0x02014b50;
const localHeader = 0x04034b50;
const stored = 0;
const deflated = 8;
/** In bytes: length of the end record, and the maximum length of the comment after it. */
const endLength = 22;
const longestComment = 65_535;
const mostEntries = 2_000;

/**
 * Files of a ZIP archive. Only requested files are unpacked, and at most `mostBytes` in all: inflation stops at the limit, whatever sizes the archive
 * states.
 */
export class Zip {
  private readonly entries = new Map<string, { method: number; packed: number; at: number }>();
  private readonly bytes: Buffer;
  private left: number;

  /** Opens an archive. @throws {ZipError} */
  constructor(bytes: Buffer, mostBytes: number) {
    this.bytes = bytes;
    this.left = mostBytes;
    const end = this.findEnd();
    const count = bytes.readUInt16LE(end + 10);
    if (count > mostEntries) throw new ZipError(`${count} files`, true);
    let at = bytes.readUInt32LE(end + 16);
    for (let i = 0; i < count; i += 1) {
      if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entryOfDirectory) throw new ZipError("directory");
      const nameLength = bytes.readUInt16LE(at + 28);
      const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
      this.entries.set(name, {
        method: bytes.readUInt16LE(at + 10),
        packed: bytes.readUInt32LE(at + 20),
        at: bytes.readUInt32LE(at + 42),
      });
      at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    }
  }

  /** A text file of the archive. @returns undefined: no such file @throws {ZipError} */
  text(name: string): string | undefined {
    const entry = this.entries.get(name);
    if (!entry) return undefined;
    const { bytes } = this;
    const { at, packed, method } = entry;
    if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== localHeader) throw new ZipError(name);
    const from = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    if (from + packed > bytes.length) throw new ZipError(name);
    const content = this.unpacked(bytes.subarray(from, from + packed), method, name);
    this.left -= content.length;
    return content.toString("utf8");
  }

  private unpacked(content: Buffer, method: number, name: string): Buffer {
    if (method === stored && content.length <= this.left) return content;
    if (method !== deflated) throw new ZipError(name, method === stored);
    try {
      return inflateRawSync(content, { maxOutputLength: Math.max(1, this.left) });
    } catch (error) {
      throw new ZipError(name, (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE");
    }
  }

  private findEnd(): number {
    const { bytes } = this;
    const last = bytes.length - endLength;
    for (let at = last; at >= Math.max(0, last - longestComment); at -= 1)
      if (bytes.readUInt32LE(at) === endOfDirectory) return at;
    throw new ZipError("no end of its directory");
  }
}
