import { access, chmod, constants, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TestWorkflowEnvironment } from "@temporalio/testing";
import { childEnvironment, readConfig } from "../config.ts";
import { runCommand } from "./command.ts";
import { firstThatWorks, type Way } from "./engine-cache.ts";
import { LocalError, reason } from "./errors.ts";
import { type Log, withProgress } from "./progress.ts";
import { sdkDownload } from "./sdk-download.ts";
import type { FindOptions } from "./temporal-binary.ts";

const version = "1.39.0";
const program = "temporal-test-server";

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

/** Quick to start and small: it serves one test file or one demo. */
const launcher = `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$1"
`;

/**
 * Temporal's time-skipping test server: in the cache, by the SDK's own download, from Maven Central; the first that
 * works.
 *
 * @returns the path of an executable whose argument is the port
 * @throws {LocalError} `NO_ENGINE` naming each thing tried and what to install
 */
export async function findTestServer(log: Log, options: Omit<FindOptions, "log"> = {}): Promise<string> {
  const env = options.env ?? childEnvironment();
  return firstThatWorks(
    {
      what: "time-skipping test server",
      folder: `temporal-test-server-${version}`,
      program,
      ways: options.ways ?? [sdkDownload("time-skipping", log), fromMaven(log, env)],
      check: async (path) => {
        // It has no option to say its version: that it is there is all that can be asked without starting it.
        await access(path, constants.X_OK).catch(() => Promise.reject(new Error(`${path} cannot be executed`)));
      },
      advice:
        "Install a Java runtime and Maven (`java` and `mvn` on PATH), or allow downloads from https://temporal.download.",
    },
    options.cache ?? readConfig().cache,
    log,
  );
}

/** The SDK gives the server five seconds to start, which a busy machine may need for a start of Java: it is tried again. */
export async function startTestServer(path: string, tries = 3): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: "existing-path", path } },
    });
  } catch (error) {
    if (tries <= 1)
      throw new LocalError("ENGINE", `The time-skipping test server (${path}) did not start: ${reason(error)}`, {
        cause: error,
      });
    return startTestServer(path, tries - 1);
  }
}

/** @internal exported for its test */
export function fromMaven(log: Log, env: NodeJS.ProcessEnv): Way {
  return {
    name: `io.temporal:temporal-test-server:${version} from Maven Central`,
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
        `Fetching the test server ${version} (38 MB) from Maven Central`,
        log,
        () => runCommand("mvn", ["--batch-mode", "--quiet", "--strict-checksums", ...copy], { cwd: folder, env }),
        { folder },
      );
      await writeFile(join(folder, program), launcher);
      await chmod(join(folder, program), 0o755);
      return program;
    },
  };
}
