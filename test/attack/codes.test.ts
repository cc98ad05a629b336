import { beforeAll, describe } from "vitest";
import { needsProof } from "../../domain/tasks/permitted.ts";
import { verbs } from "../../domain/tasks/task-states.ts";
import { insertBoardLink, linkKey, makeLinks } from "../../records/messages/links.ts";
import type { Organization } from "../support/organization.ts";
import { secretKey } from "../web/portal.ts";
import { attackLine, inLanes, upTo } from "./line.ts";
import { openStage, type Stage, tokenIn } from "./stage.ts";

let stage: Stage;
let here: Organization;
let hereName: string;
let taskId: string;
let doer: string;
let board: string;
/** Codes that open nothing, by reason. */
const dead: Record<string, string> = {};

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

beforeAll(async () => {
  stage = await openStage();
  const { desk } = stage;
  here = await desk.organization();
  const { name } = await desk.db.organization.findFirstOrThrow({ where: { id: here.id } });
  hereName = name;
  const there = await desk.organization();
  ({ taskId } = await desk.finding(here, "x"));
  doer = await desk.code(here.person("secretariat"), taskId);
  board = await desk.boardCode(here.person("supervisory-board"));
  const long = new Date(desk.now().getTime() - 200 * 86_400_000);
  const wanted = { personId: here.person("member"), taskId };
  dead.expired = (await makeLinks(desk.db, [wanted], long, secretKey, 120)).get(linkKey(wanted)) ?? "";
  dead["expired session"] = await insertBoardLink(desk.db, here.person("legal-representative"), long, secretKey, 120);
  dead.revoked = await desk.code(here.person("staff"), taskId);
  await desk.db.$executeRaw`update link set revoked_at = ${desk.now()} where person_id = ${here.person("staff")}`;
  dead["of somebody who has left"] = await desk.code(here.person("deputy"), taskId);
  await desk.db.$executeRaw`update person set left_at = ${desk.now()} where id = ${here.person("deputy")}`;
  dead["of somebody who holds no role now"] = await desk.code(here.person("volunteer"), taskId);
  await desk.db.$executeRaw`update holding set until_at = ${desk.now()} where person_id = ${here.person("volunteer")}`;
  dead["of another organization"] = await desk.code(there.person("secretariat"), taskId);
});

/** Places of a code in a request. For a task's code `session` is the wrong purpose, and vice versa. */
const places: readonly [string, "task" | "session" | "receipt", (code: string) => [string, Record<string, string>?]][] =
  [
    ["page", "task", (code) => [`/t/${code}`]],
    ["hazards", "task", (code) => [`/t/${code}/hazard`]],
    ["all that is open", "task", (code) => [`/t/${code}/all`]],
    ["overdue", "task", (code) => [`/t/${code}/overdue/${taskId}`]],
    ["file", "task", (code) => [`/t/${code}/file/${taskId}`]],
    ["session", "session", (code) => [`/s/${code}`]],
    ["board", "session", (code) => ["/board", { cookie: `duban-session=${code}` }]],
    ["task of the board", "session", (code) => [`/board/task/${taskId}`, { cookie: `duban-session=${code}` }]],
    ["receipt", "receipt", (code) => [`/raised/${taskId}.${code}`]],
    ["question", "receipt", (code) => [`/query/${taskId}.${code}`]],
  ];

/** Pages about the person, wherever they have a role, and not about the task; these codes open them rightly. */
const ofReader = ["all that is open"];
const elsewhere = ["of another organization", "of somebody who holds no role now"];

/** The code with one to three bits changed, still in the format of a code. */
function flipped(code: string, random: () => number): string {
  for (;;) {
    const bytes = Buffer.from(code);
    for (const _ of upTo(1 + Math.floor(random() * 3))) {
      const at = Math.floor(random() * bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 7));
    }
    const changed = bytes.toString();
    if (changed !== code && /^[0-9A-Za-z]{12}$/.test(changed)) return changed;
  }
}

describe("codes", () => {
  attackLine(
    {
      attack: "Codes of links: bits flipped, invented, expired, revoked, for another purpose, person or organization",
      pass: "0 accepted",
      n: 100_000,
      fast: 600,
      seconds: 1_200,
    },
    async ({ n, random, pick, tried, succeeded, note }) => {
      const statuses: Record<number, number> = {};
      await inLanes(upTo(n), 24, async () => {
        const [name, purpose, at] = pick(places);
        const codes: [string, string][] = [
          ["bits flipped", flipped(pick([doer, board]), random)],
          ["made up", Array.from({ length: 12 }, () => pick([...alphabet])).join("")],
          ["another purpose", purpose === "task" ? board : doer],
          ...Object.entries(dead).filter(([why]) => !(ofReader.includes(name) && elsewhere.includes(why))),
        ];
        const [why, code] = pick(codes);
        const [path, headers] = at(code);
        const method = random() < 0.3 ? "POST" : "GET";
        const answer = await (method === "POST"
          ? stage.post(path, { verb: "submit", token: "x", "ask-note": "x" }, headers ? { headers } : {})
          : stage.ask(path, headers ? { headers } : {}));
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        if (![401, 403, 404].includes(answer.status) || answer.text.includes(hereName))
          succeeded(`${why} at ${name} by ${method}: ${answer.status}`);
        tried();
      });
      note(
        Object.entries(statuses)
          .map(([status, count]) => `${status}: ${count}`)
          .join(", "),
      );
    },
  );

  attackLine(
    {
      attack: "Forms replayed: the token with another link, another act's page or another session, or after sign-out",
      pass: "0 accepted",
      n: 1_000,
      fast: 40,
    },
    async ({ n, pick, tried, succeeded }) => {
      const { desk } = stage;
      const pages = {
        doer: `/t/${doer}`,
        board: `/t/${await desk.code(here.person("supervisory-board"), taskId)}`,
        hazard: `/t/${doer}/hazard`,
        raise: `/o/${here.code}/raise`,
      };
      const tokens: Record<string, string> = {};
      for (const [name, page] of Object.entries(pages)) tokens[name] = tokenIn((await stage.ask(page)).text);
      const left = await desk.session(here.person("authority"));
      const leaving = tokenIn((await stage.ask("/board", { headers: { cookie: left } })).text);
      const gone = await stage.post("/board/leave", { token: leaving }, { headers: { cookie: left } });
      if (gone.status !== 303) throw new Error(`leaving was answered ${gone.status}`);
      for (const _ of upTo(n)) {
        const [own, page] = pick(Object.entries(pages));
        const [other, token] = pick(Object.entries(tokens).filter(([name]) => name !== own));
        const answer = await stage.post(page, { verb: "acknowledge", token, "ask-note": "x", words: "x", key: "k" });
        if (answer.status < 400) succeeded(`token of ${other} at ${own}: ${answer.status}`);
        const again = await stage.ask("/board", { headers: { cookie: left } });
        if (again.status !== 401) succeeded(`a session that was left: ${again.status}`);
        tried();
      }
    },
  );

  attackLine(
    {
      attack: "Brute force on codes from one address",
      pass: "429 from the thirty-first attempt on; no code opens a page",
      n: 10_000,
      fast: 60,
    },
    async ({ n, pick, tried, succeeded, note }) => {
      let refused = 0;
      const from = "192.0.2.77";
      let misses = 0;
      let began = Date.now();
      const miss = async (): Promise<number> => {
        const asked = Date.now();
        const [, , at] = pick(places.filter(([, purpose]) => purpose !== "receipt"));
        const [path, headers] = at(Array.from({ length: 12 }, () => pick([...alphabet])).join(""));
        const { status } = await stage.ask(path, { from, ...(headers && { headers }) });
        misses += 1;
        if (status === 429) refused += 1;
        else if (misses > 30 && Date.now() - began < 60_000) succeeded(`try ${misses}: ${status}`);
        // The count starts again each minute.
        else if (misses > 30) [misses, began] = [1, asked];
        return status;
      };
      // A smaller number never reaches the limit.
      await inLanes(upTo(Math.max(n, 40)), 1, async () => {
        await miss();
        tried();
      });
      while ((await miss()) !== 429);
      const good = await stage.ask(`/t/${doer}`, { from });
      if (good.status !== 429) succeeded(`a good code from the same address: ${good.status}`);
      const other = await stage.ask(`/t/${doer}`);
      if (other.status !== 200) succeeded(`somebody else was refused: ${other.status}`);
      note(`${refused} answered 429`);
    },
  );

  attackLine(
    {
      attack: "Forwarded links: verdicts and supervisors' acts without session or code",
      pass: "0 accepted, 0 offered",
      n: 1_000,
      fast: 60,
    },
    async ({ n, pick, tried, succeeded, note }) => {
      const { desk } = stage;
      const overseers = ["supervisory-board", "legal-representative", "head", "authority"] as const;
      const strangers: Record<string, string> = {
        "no cookie": "",
        "a made-up device": `duban-device-${here.person("supervisory-board")}=${"A".repeat(32)}`,
        "the device of another person": await desk.device(here.person("secretariat")),
        "the session of another person": await desk.session(here.person("head")),
        "the administrator's session": await desk.session(null),
      };
      const gated = verbs.filter(needsProof);
      const found: { taskId: string; pages: Record<string, string>; tokens: Record<string, string> }[] = [];
      for (const submitted of [false, true]) {
        const { taskId } = await desk.finding(here, "x");
        const doerPage = `/t/${await desk.code(here.person("secretariat"), taskId)}`;
        if (submitted) await desk.send(doerPage, "submit", { "ask-note": "x" });
        const pages: Record<string, string> = {};
        const tokens: Record<string, string> = {};
        for (const role of overseers) {
          const page = `/t/${await desk.code(here.person(role), taskId)}`;
          pages[role] = page;
          // Even with the token of a page on which the code had been confirmed.
          tokens[role] = tokenIn((await desk.get(page)).text);
        }
        found.push({ taskId, pages, tokens });
      }
      const look = async () => JSON.stringify(await desk.db.task.findMany({ orderBy: { id: "asc" } }));
      const before = await look();
      const statuses: Record<number, number> = {};
      for (const _ of upTo(n)) {
        const { pages, tokens } = pick(found);
        const role = pick(overseers);
        const [who, cookie] = pick(
          Object.entries(strangers).filter(([who]) => !(role === "head" && who.includes("session of"))),
        );
        const verb = pick(gated);
        const path = pages[role] ?? "";
        const shown = await stage.ask(path, { headers: { cookie } });
        if (shown.text.includes(`name="verb" value="${verb}"`)) succeeded(`${verb} is offered to ${who}`);
        const fields = { verb, token: tokens[role] ?? "", reason: "x", until: "2026-12-04", to: here.person("staff") };
        const answer = await stage.post(path, fields, { headers: { cookie } });
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        if (answer.status < 400) succeeded(`${verb} by ${who} as ${role}: ${answer.status}`);
        const list = await stage.ask(`${path}/all`, { headers: { cookie } });
        if (list.status !== 401 || list.text.includes(hereName))
          succeeded(`the list of ${role} to ${who}: ${list.status}`);
        tried();
      }
      if ((await look()) !== before) succeeded("a task was changed");
      note(
        Object.entries(statuses)
          .map(([status, count]) => `${status}: ${count}`)
          .join(", "),
      );
    },
  );

  attackLine(
    {
      attack: "Brute force on the codes sent to a verifier",
      pass: "5 attempts for each code, 12 codes a day, then 429; no code is found",
      n: 10_000,
      fast: 120,
      seconds: 1_200,
    },
    async ({ n, random, tried, succeeded, note }) => {
      const { desk } = stage;
      const personId = here.person("supervisory-board");
      const page = `/t/${await desk.code(personId, taskId)}`;
      const hidden = (text: string, name: string): string =>
        new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? "";
      let codes = 0;
      let refused = 0;
      let form = { of: "", token: "" };
      const askForCode = async (): Promise<void> => {
        const shown = await stage.ask(`${page}/code`);
        const sent = await stage.post(`${page}/code`, {
          key: hidden(shown.text, "key"),
          token: hidden(shown.text, "token"),
        });
        if (sent.status !== 303) return;
        codes += 1;
        const entry = (await stage.ask(String(sent.headers.location))).text.split("/device")[1] ?? "";
        form = { of: hidden(entry, "of"), token: hidden(entry, "token") };
      };
      await askForCode();
      await inLanes(upTo(n), 24, async () => {
        const code = String(Math.floor(random() * 1_000_000)).padStart(6, "0");
        const answer = await stage.post(`${page}/device`, { ...form, code });
        tried();
        if (answer.status === 422) return;
        if (answer.status === 303) return succeeded(`${code} was taken`);
        refused += 1;
        if (refused % 20 === 0) await askForCode();
      });
      if (codes > 12) succeeded(`${codes} codes were sent`);
      const rows = await desk.db.accessCode.findMany({ where: { personId } });
      if (rows.some(({ tries }) => tries > 5)) succeeded("a code was tried more than five times");
      // Many at once: the last attempt that is checked gets the same response as the first that is not.
      const compared = rows.reduce((sum, { tries }) => sum + tries, 0);
      if (codes === 0 || compared === 0) throw new Error("no code was sent and tried");
      note(`${codes} codes sent, ${compared} guesses checked, ${n - compared} refused without a check`);
    },
  );
});
