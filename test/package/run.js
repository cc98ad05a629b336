// `npm run try:package`: builds the npm package, installs its tarball into an empty folder, and runs it as a user would.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePackage } from "../../bin/package.js";

const shell = process.platform === "win32";
const say = (line) => console.log(line);
const { tarball } = await makePackage();
say(`packed ${tarball} (${(statSync(tarball).size / 1e6).toFixed(1)} MB)`);

const folder = mkdtempSync(join(tmpdir(), "duban-package-"));
const env = { ...process.env, DUBAN_HOME: join(folder, "home"), PORT: "0", NODE_PATH: "" };
const npx = (...words) =>
  execFileSync("npx", ["duban", ...words], { cwd: folder, env, encoding: "utf8", shell, maxBuffer: 1e9 });
let running;
try {
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  execFileSync("npm", ["install", "--no-audit", "--no-fund", tarball], { cwd: folder, stdio: "inherit", shell });
  const own = join(folder, "node_modules/duban");
  const sources = readdirSync(own, { recursive: true }).filter((file) => /(?<!\.d)\.ts$/.test(String(file)));
  expect(sources.length === 0, `it carries TypeScript: ${sources.slice(0, 5).join(", ")}`);
  for (const name of ["typescript", "tsx", "vitest", "prisma"])
    expect(
      !readdirSync(join(folder, "node_modules")).includes(name),
      `${name} was installed, which only building needs`,
    );
  say(`duban ${npx("--version").trim()}`);

  running = spawn("npx", ["duban", "up"], { cwd: folder, env, shell, detached: !shell });
  const url = await heard(running, /runs at (http:\S+)/, 180_000);
  const health = await (await fetch(`${url}/readyz`)).json();
  expect(health.ok === true, `not healthy: ${JSON.stringify(health)}`);
  const page = await (await fetch(`${url}/org`)).text();
  expect(page.includes("<html"), "the public list is no page");
  expect((await fetch(`${url}/style.css`)).ok, "there is no stylesheet");
  const { organizations } = JSON.parse(npx("status", "--json"));
  expect(organizations > 0, "the sample city is not there");
  const simulated = npx("simulate", "--all", "--json");
  expect(simulated.length > 0, "simulate said nothing");
  say(`up at ${url}: healthy, ${organizations} organizations, simulate runs in its threads`);
  const ended = new Promise((resolve) => running.once("exit", resolve));
  process.kill(shell ? running.pid : -running.pid, "SIGINT");
  await ended;
  running = undefined;
  say("ended by Ctrl-C. The package works.");
} finally {
  // A process that has ended on its own cannot be ended.
  if (running?.pid && running.exitCode === null) process.kill(shell ? running.pid : -running.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}

function expect(is, otherwise) {
  if (!is) throw new Error(otherwise);
}

/** The line that a program prints when it is ready. */
function heard(program, words, ms) {
  let said = "";
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing like ${words} in ${ms} ms:\n${said}`)), ms);
    const hear = (chunk) => {
      said += chunk;
      const [, found] = words.exec(said) ?? [];
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    };
    program.stdout.on("data", hear);
    program.stderr.on("data", hear);
    program.once("exit", (code) => reject(new Error(`it ended (${code}):\n${said}`)));
  });
}
