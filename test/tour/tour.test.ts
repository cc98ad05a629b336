import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dueOf, rungs } from "../../domain/escalation/ladder.ts";
import { defaultPolicies } from "../../domain/escalation/policies.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { addDays, weekday } from "../../domain/time/dates.ts";
import { dateIn, instantAt } from "../../domain/time/zones.ts";
import { freePort } from "../../local/free-port.ts";
import { ceiling, eventually } from "../support/timeouts.ts";
import { tourOf } from "../support/tour.ts";

const root = new URL("../../", import.meta.url);
const program = fileURLToPath(new URL("bin/duban.js", root));
const zone = "Asia/Shanghai";
const tour = tourOf(new URL("README.md", root), "Ten minutes");
const chinese = tourOf(new URL("README.zh-CN.md", root), "十分钟上手");
const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
  scripts: Record<string, string>;
};

interface Ended {
  code: number | null;
  out: string;
}
interface Message {
  channel: string;
  to: string;
  at: string;
  text: string;
  task: string | null;
}

interface Person {
  name: string;
  email: string;
  phone: string;
  holds: { role: string; organization: string }[];
}

let home: string;
let port: number;
let url: string;
let demo: ChildProcess | undefined;
let db: pg.Client;

const environment = (extra: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  ...Object.fromEntries(
    ["DATABASE_URL", "TEMPORAL_ADDRESS", "SMTP_URL", "SMS_URL", "PUBLIC_URL", "HOST"].map((name) => [name, ""]),
  ),
  DUBAN_HOME: home,
  PORT: String(port),
  ...extra,
});

async function duban(words: readonly string[], extra?: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...words], { env: environment(extra) });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (out += chunk.toString()));
  const [code] = await once(child, "close");
  return { code, out };
}
const json = async <T>(...words: string[]): Promise<T> => JSON.parse((await duban([...words, "--json"])).out) as T;
/** The time as every page of the demo shows it; calling the program each time would take as long as the tour itself. */
async function now(): Promise<Date> {
  const page = await (await fetch(`${url}/`)).text();
  return new Date(/class="clock"[\s\S]*?<time datetime="([^"]+)"/.exec(page)?.[1] ?? "");
}
/** The page of a link after the code that it requires was found in the inbox. */
async function behindCode(link: string): Promise<string> {
  const post = async (page: string, to: string, more: Record<string, string> = {}): Promise<Response> => {
    const [, form = ""] = page.split(`action="${new URL(link).pathname}/${to}"`);
    const hidden = [...(form.split("</form>")[0] ?? "").matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const body = new URLSearchParams({
      ...Object.fromEntries(hidden.map(([, name, value]) => [name, value])),
      ...more,
    });
    const answer = await fetch(`${link}/${to}`, { method: "POST", body, redirect: "manual", headers: { Origin: url } });
    expect(answer.status, to).toBe(303);
    return answer;
  };
  const first = await (await fetch(link)).text();
  expect(first).not.toContain('value="reassign"');
  const before = new Set((await inbox()).map(({ text }) => text));
  const asked = await post(first, "code");
  const code = await eventually(async () => {
    const sent = (await inbox()).find(({ text }) => !before.has(text) && /(?<!\d)\d{6}(?!\d)/.test(text));
    return sent && /(?<!\d)\d{6}(?!\d)/.exec(sent.text)?.[0];
  });
  const second = await (await fetch(new URL(asked.headers.get("location") ?? "", url))).text();
  const proven = await post(second, "device", { code });
  return (await fetch(link, { headers: { Cookie: proven.headers.getSetCookie().join("; ") } })).text();
}
const inbox = async (): Promise<Message[]> => (await (await fetch(`${url}/inbox.json`)).json()) as Message[];

/** The first id of a table in the output of the commands, latest output first. */
async function printed(outputs: readonly string[], table: "case" | "task"): Promise<string> {
  for (const out of [...outputs].reverse()) {
    const ids = out.match(/\b[0-9a-z]{16}\b/g) ?? [];
    const { rows } = await db.query(`select id from "${table}" where id = any($1)`, [ids]);
    const found = ids.find((id) => rows.some((row: { id: string }) => row.id === id));
    if (found) return found;
  }
  throw new Error(`no command has printed the id of a ${table}`);
}

/** The tour takes minutes, so only `npm run tour` runs it. The text of the README is checked each time. */
const taken = process.env.npm_lifecycle_event === "tour";

describe("the tour of the README", () => {
  it("is the same in both languages, and names only what exists", () => {
    expect(chinese.commands.map(({ words }) => words)).toEqual(tour.commands.map(({ words }) => words));
    for (const { text, npm } of [tour, chinese]) {
      expect(npm).not.toEqual([]);
      for (const name of npm) expect(scripts, `npm run ${name}`).toHaveProperty(name);
      // Both take one port: who follows the page from its top has the first one running.
      expect(text.indexOf("`npm start`")).toBeGreaterThan(0);
      expect(text.indexOf("Ctrl-C")).toBeGreaterThan(text.indexOf("`npm start`"));
    }
  });

  it("links to the same pages in both languages, all of which exist", () => {
    const links = (file: string): string[] => {
      const text = readFileSync(new URL(file, root), "utf8");
      return [...text.matchAll(/(?:\]\(|src=")([^)":#]+)(?:#[^)"]*)?[)"]/g)].map(([, to = ""]) => to).sort();
    };
    const [english, chinese] = [links("README.md"), links("README.zh-CN.md")];
    expect(english).toContain("docs/security.md");
    const others = (all: readonly string[]): string[] => all.filter((to) => !to.startsWith("README"));
    expect(others(chinese)).toEqual(others(english));
    for (const to of english) expect(existsSync(new URL(to, root)), to).toBe(true);
  });

  it("moves its clock far enough, from any day and hour", () => {
    const moved = tour.commands.flatMap(({ words: [noun, to = ""] }) =>
      noun === "clock" ? [/^\+(\d+)d$/.exec(to)?.[1]] : [],
    );
    const days = Number(moved[0]) + Number(moved[1]);
    const calendar = chinaCalendar();
    const policy = defaultPolicies["rectification-major"];
    if (!policy) throw new Error("there is no such policy");
    const short: string[] = [];
    // A year beyond every announced calendar, and one with its weeks of holidays and make-up workdays.
    for (const year of ["2031", "2026"])
      for (let n = 0; n < 330; n++)
        for (const hour of ["08:30", "19:00"]) {
          const day = addDays(`${year}-01-01`, n);
          const opened = instantAt(day, hour, zone);
          const anchor = { opened, due: dueOf(policy, opened, zone, calendar), zone, calendar };
          const authority = firstOf(rungs(policy, anchor), ({ rule }) =>
            JSON.stringify(rule.tell).includes("authority"),
          );
          if (!authority || authority.at > instantAt(addDays(day, days), hour, zone)) short.push(`${day} ${hour}`);
        }
    expect(short).toEqual([]);
  });
});

describe.runIf(taken)("the tour, taken", () => {
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "duban-tour-"));
    await chmod(home, 0o755);
    port = await freePort();
    // What `npm run demo` runs.
    const [, ...words] = (scripts.demo ?? "").split(" ");
    demo = spawn(process.execPath, [fileURLToPath(new URL(words[0] ?? "", root)), ...words.slice(1)], {
      env: environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    url = await new Promise((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        said += chunk.toString();
        const [, at] = /(http:\/\/[^\s/]+)\/s\/\w+/.exec(said) ?? [];
        if (at) resolve(at);
      };
      demo?.stdout?.on("data", hear);
      demo?.stderr?.on("data", hear);
      demo?.once("exit", (code) => reject(new Error(`the demo ended with ${code}:\n${said}`)));
    });
    const lock = JSON.parse(readFileSync(join(home, "demo", "lock.json"), "utf8")) as { databaseUrl: string };
    db = new pg.Client({ connectionString: lock.databaseUrl });
    db.on("error", () => undefined);
    await db.connect();
  });
  afterAll(async () => {
    await db?.end();
    demo?.kill("SIGINT");
    if (demo && demo.exitCode === null) await once(demo, "exit");
    await rm(home, { recursive: true, force: true, maxRetries: 10 });
  });

  it("reports, if it is told to start while Duban uses the port, which instance that is and how to stop it", async () => {
    const { pid } = demo as { pid: number };
    const start = await duban(["up"]);
    expect(start.code).toBe(2);
    for (const fact of [String(port), "npm run demo", String(pid), join(home, "demo"), "Ctrl-C", "PORT"])
      expect(start.out).toContain(fact);
    const chinese = await duban(["up"], { LC_ALL: "zh_CN.UTF-8" });
    expect(chinese.out).toContain(`端口${port}正由督办（Duban）自己使用：“npm run demo”（进程${pid}，数据在`);
    const other = await mkdtemp(join(tmpdir(), "duban-tour-"));
    const elsewhere = await duban(["demo"], { DUBAN_HOME: other });
    expect(elsewhere.code).toBe(2);
    for (const fact of [String(port), "Duban", "Ctrl-C", "PORT"]) expect(elsewhere.out).toContain(fact);
    // Another program is not called ours.
    const foreign = createServer((socket) => socket.end("no HTTP\r\n")).listen(0, "127.0.0.1");
    await once(foreign, "listening");
    const taken = await duban(["demo"], {
      DUBAN_HOME: other,
      PORT: String((foreign.address() as { port: number }).port),
    });
    expect(taken.code).toBe(2);
    expect(taken.out).not.toMatch(/Duban itself/);
    foreign.close();
    await rm(other, { recursive: true, force: true, maxRetries: 10 });
  });

  it(
    "can be taken on a Friday evening, command by command, with the promised results",
    async () => {
      const began = await now();
      const [day, time] = [dateIn(began, zone), "19:00"];
      const friday = [0, 1, 2, 3, 4, 5, 6, 7]
        .map((n) => addDays(day, n))
        .find((one) => weekday(one) === 5 && instantAt(one, time, zone) > began);
      const wait = Math.ceil((instantAt(friday ?? day, time, zone).getTime() - began.getTime()) / 60_000);
      expect((await duban(["clock", `+${wait}min`])).code).toBe(0);

      const run = await takeTour();
      expect(await json("duty", "list")).toHaveLength(74);

      // 3. It climbs from the secretariat to the board, the head and the authority, within the two moves of the clock.
      const people = await json<Person[]>("person", "list", "--org", "GZ-CHA-006");
      const messages = await inbox();
      const told = (role: string, task: string): Message[] => {
        const ours = people.filter(({ holds }) =>
          holds.some((one) => one.role === role && one.organization === "GZ-CHA-006"),
        );
        return messages.filter(
          (one) => one.task?.includes(task) && ours.some(({ email, phone }) => [email, phone].includes(one.to)),
        );
      };
      const finding = await printed([run("rectification start").out], "task");
      const firsts = ["secretariat", "supervisory-board", "legal-representative", "authority"].map((role) => {
        const times = told(role, finding).map(({ at }) => Date.parse(at));
        if (times.length === 0) throw new Error(`${role} was not told of the rectification`);
        return Math.min(...times);
      });
      expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
      expect(firsts[0]).toBeLessThan(run("rectification start").at.getTime() + 120_000);
      expect(firsts[3]).toBeLessThan(run("case list --kind RX").at.getTime());
      const shown = run("case show CASE").out;
      const authorities = people.filter(({ holds }) => holds.some(({ role }) => role === "authority"));
      expect(authorities).not.toEqual([]);
      for (const { name } of authorities) expect(shown).toContain(name);
      // Its link opens and asks for a code first; then with what the text names: a word to the doer, another one, time.
      const escalated = told("supervisory-board", finding).find(({ channel }) => channel === "email");
      const page = await behindCode(/http:\S+\/t\/\w+/.exec(escalated?.text ?? "")?.[0] ?? "");
      for (const verb of ["reassign", "grant-extension"]) expect(page).toContain(`name="verb" value="${verb}"`);
      // The gas smell is told at once, on a Friday night.
      const smell = await printed([run("hazard report").out], "task");
      const heard = messages
        .filter((one) => one.task?.includes(smell))
        .map((one) => Date.parse(one.at) - run("hazard report").at.getTime());
      expect(Math.min(...heard)).toBeLessThan(120_000);

      // 5. What was received and used, when it was published, and the hash.
      const published = await (await fetch(`${url}/org/GZ-CHA-006`)).text();
      for (const fact of ["冬日暖阳助学行动", "¥12,000.00", "¥2,600.00", "按时公布"]) expect(published).toContain(fact);
      expect(published).toMatch(/<code class="hash">[0-9a-f]{64}<\/code>/);
      expect(tour.text).toContain("/org/GZ-CHA-006");
      expect(run("campaign start --plan").out.trim().split("\n").length).toBeGreaterThan(3);
    },
    ceiling(300),
  );
});

/** Runs every command of the tour. @returns the output of the first one whose line contains a part, and when it was run */
async function takeTour(): Promise<(part: string) => { out: string; at: Date }> {
  const outputs: string[] = [];
  const ran = new Map<string, { out: string; at: Date }>();
  for (const { words, comment, line } of tour.commands) {
    const at = await now();
    const filled: string[] = [];
    for (const word of words) {
      if (word === "CASE" || word === "TASK")
        filled.push(await printed(outputs, word.toLowerCase() as "case" | "task"));
      else
        filled.push(
          // A drill on the very last day of a half-year is a day like any other.
          word.replace(/\bDAY$/, words.includes("campaign") ? addDays(dateIn(at, zone), 120) : halfYearEnd(at)),
        );
    }
    const { code, out } = await duban(filled);
    const refused = /refused|被拒绝/.test(comment);
    expect(code, `${line}\n${out}`).toBe(refused ? 4 : 0);
    expect(out, line).not.toMatch(/\bat .+:\d+:\d+\)?$|undefined|\[object/m);
    outputs.push(out);
    ran.set(line, { out, at });
  }
  return (part) => {
    const found = [...ran].find(([line]) => line.includes(part));
    if (!found) throw new Error(`the tour has no command "${part}"`);
    return found[1];
  };
}

/** The next 30 June or 31 December that leaves some days to prepare. */
function halfYearEnd(at: Date): string {
  const soon = addDays(dateIn(at, zone), 5);
  return soon.slice(5) <= "06-30" ? `${soon.slice(0, 4)}-06-30` : `${soon.slice(0, 4)}-12-31`;
}

/** The first of what may have no end that is looked for, among the first twelve. */
function firstOf<T>(all: Iterable<T>, looked: (one: T) => boolean): T | undefined {
  let n = 0;
  for (const one of all) {
    if (looked(one)) return one;
    n += 1;
    if (n === 12) return undefined;
  }
  return undefined;
}
