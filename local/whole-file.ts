import { randomUUID } from "node:crypto";
import { link, unlink, writeFile } from "node:fs/promises";

/**
 * Puts a file there that did not exist, whole or not at all: who reads it never sees half of it, and of many who try at
 * once exactly one succeeds.
 *
 * @returns whether it was this call that made it
 */
export async function placeWhole(file: string, content: string, mode = 0o600): Promise<boolean> {
  const part = `${file}.${randomUUID()}`;
  await writeFile(part, content, { mode });
  try {
    await link(part, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    // A file system without hard links: no better way there.
    return writeFile(file, content, { flag: "wx", mode }).then(
      () => true,
      () => false,
    );
  } finally {
    await unlink(part);
  }
}
