import { accessSync, constants, mkdirSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";

/** A folder in memory that Linux provides. In containers it often has little space. */
const memory = "/dev/shm";
const room = 4 * 1024 ** 3;
const name = /^duban-tests-(\d+)$/;

/**
 * Folder for the files of all programs of a test run: in memory if there is space, since a copy of the database is some 700 small files, which
 * took most of the time of many tests on a disk; otherwise the folder for temporary files. Removed when this process ends, together with what a
 * killed run left behind.
 */
export function scratchPlace(): string {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    // Files there use memory that running programs need. If most of it is in use, files are written to the disk.
    if (Math.min(bavail * bsize, freemem()) < room) return tmpdir();
    for (const entry of readdirSync(memory)) {
      const pid = Number(name.exec(entry)?.[1] ?? Number.NaN);
      if (!Number.isNaN(pid) && !isAlive(pid)) remove(join(memory, entry));
    }
    const place = join(memory, `duban-tests-${process.pid}`);
    mkdirSync(place, { recursive: true, mode: 0o755 });
    process.once("exit", () => remove(place));
    return place;
  } catch {
    return tmpdir();
  }
}

const remove = (place: string): void => rmSync(place, { recursive: true, force: true, maxRetries: 5 });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
