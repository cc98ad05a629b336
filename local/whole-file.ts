import { randomUUID } from "node:crypto";
import { link, unlink, writeFile } from "node:fs/promises";

/**
 * Creates a file if it does not exist, complete or not at all. Readers never see half of it, and of several processes that try at once
 * exactly one succeeds.
 *
 * @returns whether this call created it
 */
export async function placeWhole(file: string, content: string, mode = 0o600): Promise<boolean> {
  const part = `${file}.${randomUUID()}`;
  await writeFile(part, content, { mode });
  try {
    await link(part, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    // File systems without hard links offer no better way.
    return writeFile(file, content, { flag: "wx", mode }).then(
      () => true,
      () => false,
    );
  } finally {
    await unlink(part);
  }
}
