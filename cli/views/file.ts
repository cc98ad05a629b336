import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { BadInputError } from "../../domain/errors.ts";
import type { SubmittedFile } from "../../domain/forms/submission.ts";
import type { FileKind } from "../../domain/reasons/command-line.ts";
import { cause } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";

/** Maximum number of files, as on the page of a task. */
const mostFiles = 10;
const mostBytes = 10 * 1024 * 1024;

/**
 * Reads photos and documents for a command.
 * @param place the option that names them
 * @throws {BadInputError} too many, too large, or missing
 */
export async function filesAt(paths: readonly string[], place: string): Promise<SubmittedFile[]> {
  if (paths.length > mostFiles)
    throw new BadInputError(cause("too-many-files", { option: place, files: paths.length, most: mostFiles }));
  const files: SubmittedFile[] = [];
  for (const path of paths) {
    const bytes = await bytesOf(path, place);
    const name = basename(path);
    files.push({ name, mime: mimes[extname(name).toLowerCase()] ?? "application/octet-stream", bytes });
  }
  return files;
}

/** Reads a file. @throws {BadInputError} too large, or missing */
export async function bytesOf(path: string, place: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new BadInputError(
      cause("file-unreadable", { option: place, file: printable(path), code: error.code ?? "", kind: "file" }),
    );
  });
  if (bytes.length <= mostBytes) return bytes;
  throw new BadInputError(
    cause("file-too-large", { option: place, file: printable(path), bytes: bytes.length, most: mostBytes }),
  );
}

/**
 * Reads a text file.
 * @param kind what it should contain
 * @throws {BadInputError} missing, or not UTF-8: spreadsheets may save as GBK, in which names would be garbled
 */
export async function textOf(file: string, kind: FileKind): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadInputError(cause("file-unreadable", { file: printable(file), code: code ?? "", kind }));
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new BadInputError(cause("file-not-utf-8", { file: printable(file), kind }));
  }
}

/** Reads a JSON file. @throws {BadInputError} missing, or not JSON */
export async function jsonOf(file: string): Promise<unknown> {
  const text = await textOf(file, "json");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadInputError(cause("file-not-json", { file, fault: (error as Error).message }));
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
