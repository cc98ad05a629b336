import { fileTypeFromBuffer } from "file-type";
import { BadInputError } from "../../domain/errors.ts";
import { type FileRefusal, refusalOf } from "../../domain/forms/files.ts";
import type { SubmittedFile } from "../../domain/forms/submission.ts";
import { type Expectation, expected, unusable } from "../../domain/reasons/index.ts";

const expectations: Readonly<Record<FileRefusal, Expectation>> = {
  program: expected("no-program"),
  "not-a-picture": expected("picture"),
  "other-content": expected("named-content"),
};

export interface BadFile {
  /** Index of the file among those given. */
  index: number;
  name: string;
  why: FileRefusal;
}

/** Rejected files (exit code 2), each with the reason. */
export class BadFiles extends BadInputError {
  readonly files: readonly BadFile[];
  constructor(place: string, files: readonly BadFile[]) {
    super(...files.map(({ name, why }) => unusable(place, name.slice(0, 80), expectations[why])));
    this.files = files;
  }
}

/**
 * Checks the content of submitted files. The returned type is that of the content, not the declared one.
 * @param pictures whether all must be pictures @default those that show an item of a checklist
 * @param place name of the input, for errors
 * @throws {BadFiles} lists each file that is not what it claims, or is a program
 */
export async function checkFiles<File extends SubmittedFile>(
  files: readonly File[],
  { pictures, place = "files" }: { pictures?: boolean; place?: string } = {},
): Promise<File[]> {
  const bad: BadFile[] = [];
  const checked: File[] = [];
  for (const [index, file] of files.entries()) {
    const type = (await fileTypeFromBuffer(file.bytes).catch(() => undefined))?.mime ?? null;
    const content = { type, head: file.bytes.subarray(0, 4_096) };
    const why = refusalOf(file.name, content, pictures ?? file.about !== undefined);
    if (why) bad.push({ index, name: file.name, why });
    checked.push({ ...file, mime: type ?? (content.head.includes(0) ? "application/octet-stream" : "text/plain") });
  }
  if (bad.length > 0) throw new BadFiles(place, bad);
  return checked;
}
