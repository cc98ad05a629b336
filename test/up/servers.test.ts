import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { family } from "../../bench/processes/processes.ts";
import { chapters } from "../support/chapters.ts";
import { type Program, startProgram } from "../support/processes/program.ts";
import { eventually, promised } from "../support/timeouts.ts";

let program: Program;
beforeAll(async () => {
  program = await startProgram();
  await eventually(async () => (await program.inbox()).length > 0);
});
afterAll(() => program.stop());

const healthy = async (): Promise<boolean> =>
  fetch(`${program.url}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  );

/** Starts a rectification on the command line. @returns duration in milliseconds */
async function command(subject: string): Promise<number> {
  const began = Date.now();
  const words = ["rectification", "start", "--org", "GZ-CHA-006", subject, "--severity", "critical", "--json"];
  const started = await program.duban(...words);
  expect(started).toMatchObject({ code: 0, err: "" });
  return Date.now() - began;
}

/** Does the same and waits until its doer is notified. @returns seconds until then */
async function told(subject: string): Promise<number> {
  const began = Date.now();
  await command(subject);
  await eventually(async () => (await program.inbox()).some((one) => String(one.text).includes(subject)), 60);
  return (Date.now() - began) / 1_000;
}

/** Acknowledges a task on its page, as a browser does. @returns response time in milliseconds; undefined: nothing to acknowledge there */
async function acknowledge(page: string): Promise<number | undefined> {
  const shown = await (await fetch(page)).text();
  const [, token] =
    /name="verb" value="acknowledge"><input type="hidden" name="token" value="([^"]+)"/.exec(shown) ?? [];
  if (!token) return undefined;
  const body = new URLSearchParams({ verb: "acknowledge", token });
  const began = performance.now();
  const { status } = await fetch(page, { method: "POST", body, headers: { "sec-fetch-site": "same-origin" } });
  expect(status).toBe(200);
  return performance.now() - began;
}

/** Acknowledges ten tasks, which are removed from the list. @returns the response times in milliseconds */
async function acknowledgeSome(pages: string[]): Promise<number[]> {
  const took: number[] = [];
  for (let page = pages.shift(); page !== undefined; page = pages.shift()) {
    const ms = await acknowledge(page);
    if (ms !== undefined && took.push(ms) === 10) break;
  }
  return took;
}

describe("an engine that does not respond", () => {
  test("delays no act, by page or command line, and continues when it is resumed", async () => {
    const links = new Set<string>();
    // The city's mails take a while on a machine with other work.
    await eventually(async () => {
      for (const { text } of await program.inbox())
        for (const [, path] of String(text).matchAll(/https?:\/\/[^/\s]+(\/t\/[\w-]+)/g))
          links.add(`${program.url}${path}`);
      return links.size >= 30;
    });
    // The faster of two, because the machine may be busy with other work.
    const before = Math.min(await command("while it answers"), await command("and answers"));
    const waiting = [...links];
    const usual = await acknowledgeSome(waiting);
    const engine = program.server("temporal");
    process.kill(engine, "SIGSTOP");
    let frozen: number;
    let took: number[] = [];
    try {
      frozen = Math.min(await command("while it is frozen"), await command("and stays so"));
      took = await acknowledgeSome(waiting);
      expect((await program.inbox()).some((one) => String(one.text).includes("while it is frozen"))).toBe(false);
    } finally {
      process.kill(engine, "SIGCONT");
    }
    const [slowest, slowestBefore] = [Math.max(...took), Math.max(...usual)];
    console.log(
      `frozen: a command ${frozen} ms after ${before} ms, ${took.length} acts by page at most ${slowest.toFixed()} ms after ${slowestBefore.toFixed()} ms`,
    );
    expect(Math.min(took.length, usual.length)).toBeGreaterThanOrEqual(5);
    // Other work on this machine affects both; an act that waited for the engine would take seconds.
    expect(slowest - slowestBefore).toBeLessThan(promised(1_500));
    expect(frozen - before).toBeLessThan(promised(1_500));
    await eventually(async () =>
      (await program.inbox()).some((one) => String(one.text).includes("while it is frozen")),
    );
  });
});

describe("an embedded server that ends by itself", () => {
  // Each unexpected end is counted.
  const chapter = chapters();
  for (const [name, title] of [
    ["postgres", "The embedded PostgreSQL"],
    ["temporal", "The embedded Temporal server"],
  ] as const)
    chapter(`${name}, killed, is restarted with its data, and people are notified as before`, async () => {
      await told(`before ${name}`);
      const killed = program.server(name);
      process.kill(killed, "SIGKILL");
      const began = Date.now();
      await eventually(async () => program.said().includes(`${title} runs again`), 30);
      await eventually(healthy, 30);
      console.log(`${name}: healthy again after ${((Date.now() - began) / 1_000).toFixed(1)} s`);
      expect(program.said()).toContain(`${title} ended by SIGKILL; it is started again`);
      expect(program.server(name)).not.toBe(killed);
      console.log(`${name}: told after ${(await told(`after ${name}`)).toFixed(1)} s`);
      const { out } = await program.duban("case", "list", "--kind", "RX", "--json");
      expect(out).toContain(`before ${name}`);
      expect(out).toContain(`after ${name}`);
    });

  chapter("repeatedly ends the program with exit code 5, which names file and command", async () => {
    const again = /The embedded PostgreSQL ended by SIGKILL; it is started again/g;
    for (let times = 2; times <= 4; times++) {
      const before = program.server("postgres");
      process.kill(before, "SIGKILL");
      if (times < 4) {
        await eventually(async () => (program.said().match(again) ?? []).length === times, 20);
        await eventually(async () => program.server("postgres") !== before, 20);
        await eventually(healthy, 20);
      }
    }
    const { code, err } = await program.ended;
    expect(code).toBe(5);
    expect(err).toMatch(/after it was started again 3 times within a minute\. .*postgres\.log.*"npm start"/);
    program = await program.restart();
    await eventually(healthy, 20);
    const { out } = await program.duban("case", "list", "--kind", "RX", "--json");
    expect(out).toContain("after temporal");
  });
});

describe("the demo", () => {
  test("ends with its engine, with exit code 5, and says how to begin again", async () => {
    const demo = await startProgram({ demo: true });
    try {
      const engines = family(demo.pid).filter((pid) =>
        /test-?server/i.test(readFileSync(`/proc/${pid}/cmdline`, "utf8")),
      );
      expect(engines.length).toBeGreaterThan(0);
      for (const pid of engines) process.kill(pid, "SIGKILL");
      const { code, err } = await demo.ended;
      expect(err).toMatch(/Temporal server has ended.*"npm run demo"/);
      expect(code).toBe(5);
    } finally {
      await demo.stop();
    }
  });
});
