import { openPromise } from "yauzl";
import { ZipFile } from "yazl";

/** Files of an archive, in order. */
export type Files = readonly (readonly [path: string, bytes: Buffer])[];

export async function unpacked(path: string): Promise<Files> {
  const zip = await openPromise(path, { decodeStrings: false });
  const files: [string, Buffer][] = [];
  for await (const entry of zip.eachEntry()) {
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
    files.push([entry.fileNameRaw.toString("utf8"), Buffer.concat(parts)]);
  }
  return files;
}

/** Makes a ZIP archive with an independent library. */
export async function repacked(files: Files, compress = false): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, bytes] of files) zip.addBuffer(bytes, path, { compress });
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
