import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { childEnvironment } from "../config.ts";
import { runCommand } from "./command.ts";
import { LocalError, reason, t } from "./errors.ts";
import type { Binaries } from "./postgres-binaries.ts";
import type { Account } from "./postgres-place.ts";
import { began, endLeftovers, type Identity, isAlive } from "./process.ts";
import type { Log } from "./progress.ts";

/** Superuser of the cluster, and the name of its database. */
export const user = "duban";

/** Creates the cluster in a temporary folder and renames it, so that an interrupted first start leaves nothing incomplete. */
export async function initialise(binaries: Binaries, account: Account, data: string, password: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "duban-"));
  const part = `${data}.part`;
  const passwordFile = join(folder, "password");
  try {
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account.uid !== undefined && account.gid !== undefined)
      for (const entry of [part, folder, passwordFile]) await chown(entry, account.uid, account.gid);
    const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    await runCommand(
      binaries.initdb,
      [
        "-D",
        part,
        `--username=${user}`,
        "--auth=scram-sha-256",
        `--pwfile=${passwordFile}`,
        ...locale,
        "--no-instructions",
      ],
      { cwd: dirname(data), env: childEnvironment({ LC_ALL: "C" }), timeoutMs: 120_000, ...ids(account) },
    );
    await rename(part, data);
  } catch (error) {
    throw new LocalError(
      "DATABASE",
      t(
        `无法建立PostgreSQL的数据文件夹${data}：${reason(error)}`,
        `PostgreSQL's data folder ${data} could not be made: ${reason(error)}`,
      ),
      {
        cause: error,
      },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Removes what kill -9 leaves behind. This may be a server without its owner, or a lock file without its server. PostgreSQL would take
 * any process that has the number in the lock file for a live server; in a container numbers are reused soon.
 */
export async function clearLeftovers(place: string, data: string, log: Log): Promise<void> {
  const lock = join(data, "postmaster.pid");
  const pid = Number.parseInt((await readFile(lock, "utf8").catch(() => "")).split("\n")[0] ?? "", 10);
  if (!Number.isInteger(pid)) return;
  const server = { pid, began: await began(pid) };
  if ((await isAlive(server)) && isServerOf(pid, data)) {
    const owner = JSON.parse(await readFile(join(place, "owner.json"), "utf8").catch(() => "{}")) as Partial<Identity>;
    const { pid: ownerPid, began: ownerBegan = "" } = owner;
    if (ownerPid !== undefined && (await isAlive({ pid: ownerPid, began: ownerBegan })))
      throw new LocalError(
        "RUNNING",
        t(
          `PostgreSQL已由进程${ownerPid}在${data}上运行；请先停止该进程，或者用DUBAN_HOME另设数据文件夹`,
          `PostgreSQL runs on ${data} already, for process ${ownerPid}; stop that one first, or set DUBAN_HOME to another folder`,
        ),
      );
    log(
      t(
        `PostgreSQL：正在结束上次运行遗留的进程${pid}`,
        `PostgreSQL: ending process ${pid}, which an earlier run has left`,
      ),
    );
    await endLeftovers([server]);
  }
  if (!isServerOf(pid, data)) {
    await rm(lock, { force: true });
    log(t(`PostgreSQL：已清除进程${pid}遗留的锁文件`, `PostgreSQL: removed the lock of process ${pid}, which is gone`));
  }
}

/** Whether the process is a PostgreSQL server of this data folder. True if that cannot be determined. */
function isServerOf(pid: number, data: string): boolean {
  let line: string | undefined;
  if (process.platform === "linux") {
    // `ps` is missing in small containers.
    if (existsSync(`/proc/${pid}`)) line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    else return false;
  } else {
    const { stdout, error } = spawnSync("ps", ["-ww", "-o", "args=", "-p", String(pid)], { encoding: "utf8" });
    line = error ? undefined : stdout;
  }
  return line === undefined || (line.includes("postgres") && line.includes(data));
}

/** Options that start a program as that account. */
export function ids({ uid, gid }: Account): { uid?: number; gid?: number } {
  return uid === undefined || gid === undefined ? {} : { uid, gid };
}
