import { accessSync, constants, mkdirSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of the system's that lies in memory, on Linux. In containers it often has room for little. */
const memory = "/dev/shm";
const room = 4 * 1024 ** 3;
const name = /^duban-tests-(\d+)$/;

/**
 * Where all programs of a test run keep their files: in memory where there is room, since a copy of the database is some 700 small files, and
 * on a disk that was most of the time that many a test took; else where temporary files are. Gone when this process ends; what a killed run left, too.
 */
export function scratchPlace(): string {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    // What lies there takes the memory of those who run: where they have taken most of it, files are written to the disk.
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
