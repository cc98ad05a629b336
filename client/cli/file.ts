import { readFile } from "node:fs/promises";
import { printable } from "../../domain/cell.ts";
import { BadInput } from "../acts/context.ts";

/**
 * A file as text.
 * @param expected what it should be, such as `a CSV file`
 * @throws {BadInput} it is not there, or is not UTF-8: a spreadsheet's own choice may be GBK, whose names would be written down as rubbish
 */
export async function textOf(file: string, expected: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadInput(`"${printable(file)}" cannot be read (${code}); expected ${expected}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new BadInput(`"${printable(file)}" is not in UTF-8; expected ${expected} saved as UTF-8`);
  }
}
