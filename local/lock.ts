import { randomUUID } from "node:crypto";
import { access, chmod, constants, link, mkdir, readFile, rename, rm, stat, unlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { LocalError, reason, t } from "./errors.ts";
import { endLeftovers, type Identity, isAlive, self } from "./process.ts";
import { placeWhole } from "./whole-file.ts";

/** What an instance publishes for later processes: another `npm start`, the command line. */
export interface Instance extends Identity {
  /** When it took the lock; ISO 8601. */
  since: string;
  /** URL of its portal; absent until the portal listens. */
  url?: string;
  databaseUrl?: string;
  temporalAddress?: string;
  /** URL at which its clock can be moved (`npm run demo`), for anyone who knows it. */
  control?: string;
  /** Servers it has started. A later process ends them if this one could not. */
  children: readonly (Identity & { name: string })[];
}

export type InstanceInfo = Partial<Pick<Instance, "url" | "databaseUrl" | "temporalAddress" | "control">>;

export interface Lock {
  home: string;
  /** Names of processes left by an earlier run that were ended. */
  recovered: readonly string[];
  /** Adds to the published data of this instance. */
  tell(info: InstanceInfo): Promise<void>;
  /** Records a server that this instance has started. Replaces an earlier one with the same name. */
  note(child: Identity & { name: string }): Promise<void>;
  /** Releases the home. Idempotent. */
  release(): Promise<void>;
}

/** An instance is already running in this home. */
export class RunningError extends LocalError {
  override readonly name = "RunningError";
  readonly instance: Instance;
  constructor(home: string, instance: Instance) {
    const where = instance.url ? ` at ${instance.url}` : ", and is still starting";
    super(
      "RUNNING",
      t(
        `督办已在运行${instance.url ? `：${instance.url}` : "，正在启动"}（进程${instance.pid}，数据在${home}）；请先将其停止，或者用DUBAN_HOME另设数据文件夹`,
        `Duban is running already${where} (process ${instance.pid}, data in ${home}). Stop it first, or set DUBAN_HOME to another folder.`,
      ),
    );
    this.instance = instance;
  }
}

const fileName = "lock.json";

/**
 * Locks the home for this process. If the owner of an existing lock is dead (kill -9, power failure), takes the lock over and ends the
 * servers that the owner had started.
 *
 * @throws {RunningError} when a live instance holds the lock; {LocalError} `PLACE` when the home is not a writable folder
 */
export async function acquireLock(homeFolder: string, info: InstanceInfo = {}): Promise<Lock> {
  const home = resolve(homeFolder);
  const file = join(home, fileName);
  await makeHome(home);
  let mine: Instance = { ...(await self()), since: new Date().toISOString(), ...info, children: [] };
  const leftovers: (Identity & { name: string })[] = [];
  for (let attempt = 0; !(await placeWhole(file, JSON.stringify(mine))); attempt++) {
    const found = await readInstance(file);
    if (found && (await isAlive(found))) throw new RunningError(home, found);
    if (attempt === 50)
      throw new LocalError(
        "PLACE",
        t(
          `无法接管${file}；确认没有督办在运行后，请将其删除`,
          `${file} cannot be taken over; delete it when no instance is running`,
        ),
      );
    leftovers.push(...(await takeAway(file, found)));
  }
  const recovered = await endLeftovers(leftovers);

  // Writes one after the other, since each replaces the whole file.
  let writing = Promise.resolve();
  let released = false;
  const write = (change: Partial<Instance>) => {
    mine = { ...mine, ...change };
    const now = mine;
    writing = writing.then(async () => {
      if (released) return;
      const part = `${file}.${process.pid}`;
      await writeFile(part, JSON.stringify(now), { mode: 0o600 });
      await rename(part, file);
    });
    return writing;
  };
  return {
    home,
    recovered: recovered.map((child) => child.name),
    tell: (more) => write(more),
    note: ({ name, pid, began }) =>
      write({ children: [...mine.children.filter((child) => child.name !== name), { name, pid, began }] }),
    release: async () => {
      if (released) return;
      await writing;
      released = true;
      await rm(file, { force: true });
    },
  };
}

/** @returns the instance that is running in this home, if any */
export async function runningInstance(home: string): Promise<Instance | undefined> {
  const found = await readInstance(join(resolve(home), fileName));
  return found && (await isAlive(found)) ? found : undefined;
}

/**
 * Removes the lock of a dead instance. When two processes do so at once, the slower one must not remove the new lock of the faster one:
 * it moves the file, reads it again, and puts it back if the content has changed.
 */
async function takeAway(file: string, seen: Instance | undefined): Promise<Instance["children"]> {
  if (!seen) {
    const age = Date.now() - ((await stat(file).catch(() => undefined))?.mtimeMs ?? 0);
    // Its owner may be writing it at this moment.
    if (age < 1_000) {
      await new Promise((done) => setTimeout(done, 100));
      return [];
    }
  }
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return [];
  }
  const moved = await readInstance(aside);
  if (moved && (await isAlive(moved))) {
    await link(aside, file).catch(() => undefined);
    await unlink(aside);
    return [];
  }
  await unlink(aside);
  return moved?.children ?? [];
}

/**
 * Nobody else can read or list the data folder. If root owns it, PostgreSQL's own account can pass through it to the cluster, which only
 * that account can read; only root can read the rest.
 */
const homeMode = process.getuid?.() === 0 ? 0o711 : 0o700;

async function makeHome(home: string): Promise<void> {
  await mkdir(home, { recursive: true })
    .then(() => access(home, constants.W_OK))
    .then(() => chmod(home, homeMode))
    .catch((error: unknown) => {
      throw new LocalError(
        "PLACE",
        t(
          `${home}无法使用（${reason(error)}）；DUBAN_HOME应为可写入的文件夹。`,
          `${home} cannot be used (${reason(error)}); expected a folder that can be written in (DUBAN_HOME).`,
        ),
        { cause: error },
      );
    });
}

async function readInstance(file: string): Promise<Instance | undefined> {
  try {
    const found = JSON.parse(await readFile(file, "utf8")) as Instance;
    return typeof found.pid === "number" && Array.isArray(found.children) ? found : undefined;
  } catch {
    return undefined;
  }
}
