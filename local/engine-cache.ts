import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Text } from "../config.ts";
import { LocalError, reason, reasonIn, t } from "./errors.ts";
import { isAlive, self } from "./process.ts";
import type { Log } from "./progress.ts";

/** One way to fetch a program. */
export interface Way {
  /** Name in messages to people: "the SDK's own download". */
  name: Text;
  /** Fetches the program into `folder`. @returns the path of its executable, relative to `folder` */
  fetch(folder: string): Promise<string>;
}

export interface Wanted {
  /** Name in messages to people: "Temporal server". */
  what: Text;
  /** Folder in the cache. Its name contains the version, so that a new version is fetched again. */
  folder: string;
  /** Path of the program in that folder. */
  program: string;
  /** Places to look before the cache. Each returns an executable or throws. */
  present?: readonly { name: Text; find(): Promise<string> }[];
  ways: readonly Way[];
  /** Checks that the program runs. @throws if it does not */
  check(path: string): Promise<void>;
  /** What to install if every way fails. */
  advice: Text;
}

/**
 * Finds the first program that works: those already present, then the cache, then each way of fetching in turn. A fetched program
 * appears in the cache complete or not at all. Several processes that need it at once fetch it once.
 *
 * @returns the path of the executable
 * @throws {LocalError} `NO_ENGINE` with each thing tried, why it failed, and what to install
 */
export async function firstThatWorks(wanted: Wanted, cache: string, log: Log): Promise<string> {
  const tried: Text[] = [];
  const attempt = async (name: Text, find: () => Promise<string>): Promise<string | undefined> => {
    try {
      const path = await find();
      await wanted.check(path);
      log(t(`${wanted.what.zh}：${name.zh}可用（${path}）`, `${wanted.what.en}: ${name.en} works (${path})`));
      return path;
    } catch (error) {
      const why = reasonIn(error);
      log(t(`${wanted.what.zh}：${name.zh}不可用（${why.zh}）`, `${wanted.what.en}: ${name.en}: no (${why.en})`));
      tried.push(t(`${name.zh}：${why.zh}`, `${name.en}: ${why.en}`));
      return undefined;
    }
  };
  for (const place of wanted.present ?? []) {
    const path = await attempt(place.name, place.find);
    if (path !== undefined) return path;
  }
  const kept = join(cache, wanted.folder, wanted.program);
  const inCache = async () => {
    await stat(kept).catch(() =>
      Promise.reject(new LocalError("NO_ENGINE", t(`${dirname(kept)}中还没有`, `nothing in ${dirname(kept)} yet`))),
    );
    return kept;
  };
  const cached = await attempt(t("缓存", "the cache"), inCache);
  if (cached !== undefined) return cached;

  try {
    await mkdir(cache, { recursive: true });
  } catch (error) {
    throw new LocalError(
      "PLACE",
      t(
        `无法建立缓存文件夹${cache}（${reason(error)}）；请用DUBAN_CACHE另设可写入的文件夹`,
        `The cache folder ${cache} cannot be made (${reason(error)}); set DUBAN_CACHE to a folder that can be written`,
      ),
    );
  }
  return withFetchLock(join(cache, `${wanted.folder}.lock`), log, async () => {
    // Another process may have fetched it in the meantime.
    if (
      await inCache()
        .then(wanted.check)
        .then(
          () => true,
          () => false,
        )
    )
      return kept;
    for (const way of wanted.ways) {
      const path = await attempt(way.name, () => fetchInto(way, wanted, join(cache, wanted.folder)));
      if (path !== undefined) return path;
    }
    throw new LocalError(
      "NO_ENGINE",
      t(
        `找不到也无法下载${wanted.what.zh}。依次尝试过：\n${tried.map(({ zh }) => `  - ${zh}`).join("\n")}\n${wanted.advice.zh}`,
        `No ${wanted.what.en} could be found or fetched. Tried, in this order:\n${tried.map(({ en }) => `  - ${en}`).join("\n")}\n${wanted.advice.en}`,
      ),
    );
  });
}

/** Fetches into a temporary folder and renames it, so that an interrupted fetch leaves nothing incomplete in the cache. */
async function fetchInto(way: Way, wanted: Wanted, place: string): Promise<string> {
  // Removes what a killed fetch left behind. Only one process fetches at a time.
  for (const name of await readdir(dirname(place)))
    if (name.startsWith(`${basename(place)}.part-`))
      await rm(join(dirname(place), name), { recursive: true, force: true });
  const folder = await mkdtemp(`${place}.part-`);
  try {
    const found = join(folder, await way.fetch(folder));
    const program = join(folder, wanted.program);
    if (found !== program) {
      await mkdir(dirname(program), { recursive: true });
      await rename(found, program);
    }
    await wanted.check(program);
    await rm(place, { recursive: true, force: true });
    await rename(folder, place);
    return join(place, wanted.program);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withFetchLock<T>(file: string, log: Log, work: () => Promise<T>): Promise<T> {
  const me = await self();
  let told = false;
  for (;;) {
    try {
      const handle = await open(file, "wx");
      await handle.writeFile(JSON.stringify(me));
      await handle.close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (await isStale(file)) {
        await rm(file, { force: true });
        continue;
      }
      if (!told) log(t(`另一进程正在下载；等待${file}`, `another process is fetching it; waiting for ${file}`));
      told = true;
      await sleep(200);
    }
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function isStale(file: string): Promise<boolean> {
  try {
    const owner = JSON.parse(await readFile(file, "utf8")) as { pid: number; began: string };
    return !(await isAlive(owner));
  } catch {
    // The file may not be written yet, may be gone, or may be incomplete.
    const found = await stat(file).catch(() => undefined);
    return found !== undefined && Date.now() - found.mtimeMs > 5_000;
  }
}
