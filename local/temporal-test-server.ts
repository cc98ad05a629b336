import { execFile } from "node:child_process";
import { once } from "node:events";
import { access, chmod, constants, mkdir, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Connection } from "@temporalio/client";
import { TestWorkflowEnvironment } from "@temporalio/testing";
import { childEnvironment, readConfig } from "../config.ts";
import { runCommand } from "./command.ts";
import { firstThatWorks, type Way } from "./engine-cache.ts";
import { LocalError, reason, t } from "./errors.ts";
import { freePort } from "./free-port.ts";
import { type Log, withProgress } from "./progress.ts";
import { sdkDownload } from "./sdk-download.ts";
import type { FindOptions } from "./temporal-binary.ts";

const version = "1.39.0";
const program = "temporal-test-server";
const loopback = "127.0.0.1";
/** Maximum duration of the start that writes the class archive; milliseconds. */
const archiveWithinMs = 60_000;

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>duban</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${version}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;

/** Makes the test server listen on loopback only. It has no option for that; gRPC takes its builder from this provider. */
const provider = fileURLToPath(new URL("LoopbackServerProvider.java", import.meta.url));

/**
 * Starts fast and stays small, since the server serves one test file or one demo. Java loads classes from a memory-mapped archive, which
 * cuts the start to a third. Java ignores an archive that is missing or was made by another Java. The archive stores paths as given here.
 */
const launcher = `#!/bin/sh
cd "$(dirname "$0")" || exit 1
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m -XX:+IgnoreUnrecognizedVMOptions -Xshare:auto -Xlog:disable \\
  "-XX:\${ARCHIVE:-SharedArchiveFile}=classes.jsa" -cp "loopback.jar:lib/*" io.temporal.testserver.TestServer "$1"
`;

/**
 * Finds Temporal's time-skipping test server: in the cache, from Maven Central, or through the SDK's own download; the first that works.
 * The one from Maven is tried first because only it listens on loopback alone.
 *
 * @returns the path of an executable whose argument is the port
 * @throws {LocalError} `NO_ENGINE` with each thing tried and what to install
 */
export async function findTestServer(log: Log, options: Omit<FindOptions, "log"> = {}): Promise<string> {
  const env = options.env ?? childEnvironment();
  return firstThatWorks(
    {
      what: t("演示用的Temporal服务器", "time-skipping test server"),
      folder: `temporal-test-server-${version}-archived`,
      program,
      ways: options.ways ?? [fromMaven(log, env), sdkDownload("time-skipping", log)],
      check: async (path) => {
        // The server has no version option; without starting it, only its existence can be checked.
        await access(path, constants.X_OK).catch(() => Promise.reject(new Error(`${path} cannot be executed`)));
      },
      advice: t(
        "请安装Java运行环境和Maven（`java`和`mvn`在PATH中），或者允许从https://temporal.download下载。",
        "Install a Java runtime and Maven (`java` and `mvn` on PATH), or allow downloads from https://temporal.download.",
      ),
    },
    options.cache ?? readConfig().cache,
    log,
  );
}

/** Starts the server. The SDK allows five seconds for it, too few for Java on a busy machine, so the start is retried for a minute. */
export async function startTestServer(path: string, tries = 12): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: "existing-path", path } },
    });
  } catch (error) {
    if (tries <= 1)
      throw new LocalError(
        "ENGINE",
        t(
          `演示用的Temporal服务器（${path}）未能启动：${reason(error)}`,
          `The time-skipping test server (${path}) did not start: ${reason(error)}`,
        ),
        {
          cause: error,
        },
      );
    return startTestServer(path, tries - 1);
  }
}

/** Milliseconds between two wake-ups of the server. */
const wakeEveryMs = 3_000;

/**
 * Wakes the server while something waits for it. When the completion of a step releases the last lock on its time, its timer is not
 * notified (`SelfAdvancingTimerImpl.updateLocks`). If the timer has just checked, it then stands still until something else wakes it, even
 * if timers are due. Acquiring and releasing a lock wakes it, and does not move time that another lock holds.
 */
export async function awake<T>(env: TestWorkflowEnvironment, work: () => Promise<T>): Promise<T> {
  const { testService } = env.connection as Connection;
  const waking = setInterval(() => {
    void testService
      ?.lockTimeSkipping({})
      .then(() => testService.unlockTimeSkipping({}))
      .catch(() => undefined);
  }, wakeEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(waking);
  }
}

/** Moves the server's time forward. */
export const passTime = (env: TestWorkflowEnvironment, ms: number): Promise<void> => awake(env, () => env.sleep(ms));

/**
 * Returns the addresses of this machine, other than loopback, at which a port answers.
 * @param timeoutMs how long an address may take to answer
 */
export async function exposedAt(port: number, timeoutMs = 500): Promise<string[]> {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4")
    .map(({ address }) => address);
  const answers = await Promise.all(addresses.map((host) => answersAt(host, port, timeoutMs)));
  return addresses.filter((_, index) => answers[index]);
}

function answersAt(host: string, port: number, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}

/** @internal exported for its test */
export function fromMaven(log: Log, env: NodeJS.ProcessEnv): Way {
  return {
    name: t(
      `Maven中央仓库的io.temporal:temporal-test-server:${version}`,
      `io.temporal:temporal-test-server:${version} from Maven Central`,
    ),
    async fetch(folder) {
      await runCommand("java", ["-version"], { env, timeoutMs: 30_000 });
      await mkdir(join(folder, "lib"));
      await writeFile(join(folder, "pom.xml"), pom);
      const copy = [
        "dependency:copy-dependencies",
        "-DincludeScope=runtime",
        `-DoutputDirectory=${join(folder, "lib")}`,
      ];
      await withProgress(
        t(
          `正在从Maven中央仓库下载演示用的Temporal服务器${version}（38 MB）`,
          `Fetching the test server ${version} (38 MB) from Maven Central`,
        ),
        log,
        () => runCommand("mvn", ["--batch-mode", "--quiet", "--strict-checksums", ...copy], { cwd: folder, env }),
        { folder },
      );
      await compileProvider(folder, env).catch((error) =>
        log(
          t(
            `演示用的服务器将监听所有网络接口，因为只限本机的过滤器无法编译（${reason(error)}）`,
            `The test server will listen on every interface, since its loopback filter cannot be compiled (${reason(error)})`,
          ),
        ),
      );
      await writeFile(join(folder, program), launcher);
      await chmod(join(folder, program), 0o755);
      await archiveClasses(join(folder, program), env).catch((error) =>
        log(
          t(
            `演示用的服务器启动会较慢，因为无法预先归档（${reason(error)}）`,
            `The test server will start slowly, since its classes cannot be archived (${reason(error)})`,
          ),
        ),
      );
      return program;
    },
  };
}

async function compileProvider(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const classes = join(folder, "loopback");
  const services = join(classes, "META-INF", "services");
  await mkdir(services, { recursive: true });
  const args = ["--release", "8", "-nowarn", "-cp", join(folder, "lib", "*"), "-d", classes, provider];
  await runCommand("javac", args, { env });
  await writeFile(join(services, "io.grpc.ServerProvider"), "duban.LoopbackServerProvider\n");
  // Java archives classes only if they come from a jar.
  await runCommand("jar", ["--create", "--file", join(folder, "loopback.jar"), "-C", classes, "."], { env });
}

/** Starts the server once and makes Java write the classes it loaded to the archive on exit. */
async function archiveClasses(path: string, env: NodeJS.ProcessEnv): Promise<void> {
  const port = await freePort(loopback);
  const server = execFile(path, [String(port)], { env: { ...env, ARCHIVE: "ArchiveClassesAtExit" } });
  const ended = once(server, "exit");
  try {
    const until = Date.now() + archiveWithinMs;
    while (!(await answersAt(loopback, port, 500))) {
      if (server.exitCode !== null || Date.now() > until) throw new Error("it did not start");
      await setTimeout(100);
    }
  } finally {
    server.kill();
    await ended;
  }
}
