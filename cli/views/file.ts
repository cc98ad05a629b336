import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { BadInputError } from "../../client/context.ts";
import type { SubmittedFile } from "../../domain/forms/submission.ts";
import { printable } from "../../domain/roster/cell.ts";
import { say } from "../language.ts";

/** As many and as large as the action page takes. */
const mostFiles = 10;
const mostBytes = 10 * 1024 * 1024;

/**
 * Photos and documents that a command carries.
 * @param place the option that names them
 * @throws {BadInputError} too many, too large, or not there
 */
export async function filesAt(paths: readonly string[], place: string): Promise<SubmittedFile[]> {
  if (paths.length > mostFiles)
    throw new BadInputError(
      say(
        `${place}：有${paths.length}个文件；最多${mostFiles}个`,
        `${place}: ${paths.length} files; expected at most ${mostFiles}`,
      ),
    );
  const files: SubmittedFile[] = [];
  for (const path of paths) {
    const bytes = await bytesOf(path, place);
    const name = basename(path);
    files.push({ name, mime: mimes[extname(name).toLowerCase()] ?? "application/octet-stream", bytes });
  }
  return files;
}

/** @throws {BadInputError} it is too large, or not there */
export async function bytesOf(path: string, place: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new BadInputError(
      say(
        `${place}：“${printable(path)}”无法读取（${error.code}）；应为文件`,
        `${place}: "${printable(path)}" cannot be read (${error.code}); expected a file`,
      ),
    );
  });
  if (bytes.length <= mostBytes) return bytes;
  throw new BadInputError(
    say(
      `${place}：“${printable(path)}”有${bytes.length}字节；最多${mostBytes}字节`,
      `${place}: "${printable(path)}" has ${bytes.length} bytes; expected at most ${mostBytes}`,
    ),
  );
}

/**
 * A file as text.
 * @param expected what it should be, such as `a CSV file`
 * @throws {BadInputError} it is not there, or is not UTF-8: a spreadsheet's own choice may be GBK, whose names would be written down as rubbish
 */
export async function textOf(file: string, expected: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadInputError(
      say(
        `“${printable(file)}”无法读取（${code}）；应为${expected}`,
        `"${printable(file)}" cannot be read (${code}); expected ${expected}`,
      ),
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new BadInputError(
      say(
        `“${printable(file)}”不是UTF-8编码；应为${expected}，以UTF-8保存`,
        `"${printable(file)}" is not in UTF-8; expected ${expected} saved as UTF-8`,
      ),
    );
  }
}

const mimes: Readonly<Record<string, string>> = {
  ".csv": "text/csv",
  ".doc": "application/msword",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".gif": "image/gif",
  ".heic": "image/heic",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".mp4": "video/mp4",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".txt": "text/plain",
  ".webp": "image/webp",
  ".xls": "application/vnd.ms-excel",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".zip": "application/zip",
};
