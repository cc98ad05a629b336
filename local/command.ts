import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  /** Kills the program after this many milliseconds. @default 600_000 */
  timeoutMs?: number;
  /** Called with each line that the program prints, as soon as the line is complete. */
  hear?(line: string): void;
}

/**
 * Runs a program to its end.
 *
 * @returns its standard output and standard error, in the order printed
 * @throws {Error} with the last lines printed, or "not found on PATH"
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { timeoutMs = 600_000, hear, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { ...rest, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    let printed = "";
    const keep = (chunk: Buffer) => {
      printed = (printed + chunk.toString("utf8")).slice(-20_000);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", keep);
      if (hear) createInterface({ input: stream }).on("line", hear);
    }
    const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
    child.once("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(error.code === "ENOENT" && !command.includes("/") ? new Error(`${command}: not found on PATH`) : error);
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(printed);
      const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      reject(new Error(`${command} ${how}${printed ? `: ${lastLines(printed)}` : ""}`));
    });
  });
}

function lastLines(printed: string): string {
  const lines = printed.split("\n").map((line) => line.trim());
  return lines.filter(Boolean).slice(-3).join(" | ").slice(-500);
}
