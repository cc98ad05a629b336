import { setTimeout as pause } from "node:timers/promises";
import { type Identity, isAlive } from "../../local/process.ts";

/** Kills a server. @returns when it has ended, so that its files and its address are free for a successor */
export async function killed({ pid, began }: Identity): Promise<void> {
  process.kill(pid, "SIGKILL");
  while (await isAlive({ pid, began })) await pause(5);
}
