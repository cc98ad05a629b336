import { describe, expect, it } from "vitest";
import { allReasons, type Cause, cause, causeText, type Reason, reasonTables } from "../../../domain/reasons/index.ts";
import { capital } from "../../../domain/words/text.ts";
import { unChinese } from "../../support/chinese.ts";

/** A sample value for each name that a reason can have; a missing one fails with its name. */
const values: Readonly<Record<string, unknown>> = {
  path: "/api/v1/none",
  seconds: 12,
  allowed: 600,
  reach: "organization",
  scopes: ["tasks:write", "cases:write"],
  scope: "tasks:write",
  act: "matter hold",
  address: "https://cszg.example.org/1",
  attributes: ["DubanDuty", "DubanState"],
  namespace: "duban.a1b2c",
  port: 8080,
  pid: 4711,
  url: "http://127.0.0.1:8080",
  by: { command: "npm run demo", pid: 4711, home: "/home/duban/demo" },
  after: "2031-03-20T14:30",
  amount: "¥12.50",
  argument: "code",
  answers: ["ok", "finding", "na"],
  at: "2031-03-20T14:30",
  audience: "legal-representative",
  audiences: ["doer", "authority"],
  bad: 3,
  before: "+3bd",
  bound: "rows",
  bytes: 12_000_000,
  cadence: "monthly",
  cells: 23,
  code: "GZ-1",
  column: "head",
  columns: ["code", "name"],
  command: "duban project list",
  counted: true,
  database: "duban",
  day: "new-due",
  days: 4,
  duty: "23",
  email: "chen@example.org",
  event: "policy-issued",
  end: "+10bd",
  every: { n: 5, unit: "bd" },
  fact: "startsOn",
  fault: "read ECONNRESET",
  field: "items",
  fields: ["name", "email"],
  firstColumn: "head",
  firstRow: 3,
  file: "人员表.xlsx",
  folder: "backup-2026-11-30",
  table: "organization",
  year: 2027,
  text: "2027-02-30,off",
  files: 11,
  from: "2031-03-03",
  got: new Date("2031-03-20T06:30:00Z"),
  has: 250,
  home: "/home/duban",
  host: "127.0.0.1:5432",
  id: "p1",
  ids: ["case000001", "case000002"],
  items: ["items.exits"],
  key: "A-1",
  kind: "opinion",
  lacks: [{ zh: "应有网址、日期和时刻", en: "expected an address, a day and a time" }],
  last: "20310301000000_names",
  late: 2,
  latest: "2031-06-30",
  law: "campaign-disclosure-final",
  left: false,
  line: 4,
  longest: 1_000,
  matter: "empty",
  migrations: 2,
  version: "0.3.0",
  least: "0.4.0",
  minimum: 10,
  more: 12,
  most: 200,
  name: "陈明华",
  near: "--name",
  now: "2031-03-20T14:30",
  number: 2,
  of: "chen@example.org",
  offset: { n: 2, unit: "h" },
  on: "2031-03-20",
  open: 5,
  option: "--file",
  options: ["weekly", "monthly"],
  others: 3,
  organization: "GZ-1",
  other: "--name",
  people: [
    { id: "p1", name: "王芳" },
    { id: "p2", name: "李雷" },
  ],
  period: "2031-03-03..2031-06-02",
  periods: ["2031-03-03..2031-06-02"],
  phone: "+8613800138001",
  place: "on",
  policies: ["ordinary", "filing"],
  policy: "gentle",
  ranges: [
    { from: "1", to: "70" },
    { from: "S1", to: "S17" },
  ],
  role: "volunteer",
  row: undefined,
  rows: 20_000,
  shape: '{"ROW": {"COLUMN": true}}',
  shortest: 6,
  since: "2031-03-20",
  sites: ["天河服务点"],
  startsOn: "2031-03-24",
  state: "done",
  step: "take-up",
  rung: "take-up",
  steps: ["take-up", "resolve"],
  task: "task000001",
  term: "3bd",
  times: 2,
  title: "春季通知",
  to: "2031-03-20",
  today: "2031-03-20",
  total: "-¥12.50",
  direction: "received",
  type: "CHA",
  unless: undefined,
  until: "2031-07-01",
  user: "duban",
  value: "某值",
  verb: "submit",
  what: "project",
  zh: "具体原因",
  zone: "Asia/Shanghai",
};

/** Sample values of reasons that use a name in another sense. */
const own: Readonly<Partial<Record<Reason, Record<string, unknown>>>> = {
  "wrong-relationship": { verb: "accept", expected: ["verifier"], got: ["administrator"] },
  "wrong-state": { verb: "accept", state: "open", expected: ["submitted"] },
  "own-work": { verb: "accept" },
  "statutory-extension": { verb: "ask-extension" },
  "reason-needed": { verb: "return" },
  "person-needed": { verb: "delegate" },
  "same-person": { verb: "delegate" },
  "each-own": { verb: "delegate" },
  "not-later": { after: new Date("2031-03-20T10:00:00Z") },
  "too-far": { latest: new Date("2031-03-20T10:00:00Z") },
  "not-raisable": { expected: ["difficulty"] },
  "code-taken": { other: ["name", "head"] },
  "many-unagreed": { tasks: 40, most: 10 },
  "pause-unagreed": { what: "GZ-1" },
  "own-command": { what: { zh: "募捐的", en: "a campaign's" }, command: "duban campaign start" },
  "not-before-due": { term: { n: 5, unit: "bd" } },
  "beyond-term": { term: { n: 1, unit: "d" } },
  "due-after-due": { shape: "reminder" },
  "policy-form": { rung: "+3bd", fault: { zh: "应为整数", en: "expected a whole number" } },
  "too-many-arguments": { expected: 1, got: 2 },
  "unknown-command": { command: "orgs", near: "org" },
  "option-missing": { expected: "org", instead: "--plan" },
  "file-unreadable": { kind: "sheet", code: "ENOENT" },
  "file-not-utf-8": { kind: "json" },
  "used-above-received": { received: "¥100.00", used: "¥112.50", above: "¥12.50" },
  "disclosure-over": { matter: "query" },
  "too-long": { place: "reason" },
  renames: { from: "陈明", name: "陈明华" },
  "cells-as-header": { row: 3 },
  "code-once": { row: 3, firstRow: 2 },
  "whole-number": { from: 1, to: 100 },
  "sheet-too-large": { most: 100_000 },
  "duty-paused": { act: "matter plan" },
};

function sample(reason: Reason): Cause {
  const sampled = new Proxy(
    { ...values, ...own[reason] },
    {
      get: (all, name) => {
        if (!(name in all)) throw new Error(`${reason} has a value "${String(name)}" that no sample gives`);
        return (all as Record<string | symbol, unknown>)[name];
      },
    },
  );
  return { reason, values: sampled } as unknown as Cause;
}

describe("every reason of a refusal", () => {
  it("lists alternatives", () => {
    const { zh, en } = causeText(
      cause("wrong-state", { verb: "waive", state: "closed", expected: ["open", "acknowledged", "returned"] }),
    );
    expect(zh).toContain("须在“待办”、“已确认”或“已退回”时办理");
    expect(en).toContain("expected open, acknowledged or returned");
  });

  it("has words in both languages, which were reviewed", async () => {
    const lines = allReasons.map((reason) => {
      const { zh, en } = causeText(sample(reason));
      const page = causeText(sample(reason), "page");
      const onPage = [page.zh === zh ? "" : page.zh, page.en === capital(en) ? "" : page.en];
      return [reason, zh, en, ...onPage.filter(Boolean).map((words) => `on a page: ${words}`)].join("\n  ");
    });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("reasons.golden.txt");
  });

  it("is an English sentence on a page, without the command that was refused before it", () => {
    const pages = reasonTables.slice(0, 3).flatMap((table) => Object.keys(table)) as Reason[];
    for (const reason of pages) {
      const { en } = causeText(sample(reason), "page");
      expect(en, reason).toMatch(/^[\p{Lu}\d"“]/u);
      expect(en, reason).not.toMatch(/^[\w-]+( [\w-]+)?: |^Expected/);
    }
    const wrong = cause("wrong-state", { verb: "waive", state: "closed", expected: ["open", "returned"] });
    expect(causeText(wrong, "page").en).toMatch(
      /^The task is “[^”]+”; this can be done while it is “[^”]+” or “[^”]+”$/,
    );
    expect(causeText(wrong).en).toBe("waive: the task is closed; expected open or returned");
  });

  it("names no command on a page, if a procedure, a task or a form refuses", () => {
    const typed = /`duban |\bduban \w+ \w+ |--\w/;
    const pages = reasonTables.slice(0, 3).flatMap((table) => Object.keys(table)) as Reason[];
    for (const reason of [...pages, "role-holder"] as Reason[]) {
      const { zh, en } = causeText(sample(reason), "page");
      expect(`${zh} ${en}`, reason).not.toMatch(typed);
    }
  });

  it("is listed once", () => {
    expect(allReasons.length).toBe(reasonTables.flatMap((table) => Object.keys(table)).length);
    expect(new Set(allReasons).size).toBe(allReasons.length);
  });

  it.each(allReasons)("has office-style Chinese for %s", (reason) => {
    const { zh, en } = causeText(sample(reason));
    expect(`${zh}${en}`).not.toMatch(/undefined|null|NaN|\[object/);
    expect(zh).not.toMatch(/应为(?:应有|须|不得)/);
    if (["usage", "failed"].includes(reason)) return;
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en.replaceAll("某值", "").replaceAll(/“[^”]*”/g, "")).not.toMatch(/[，。；：（）]/);
    // Commands, codes and file names are not prose.
    const prose = zh.replaceAll(/`[^`]*`|“[ -~]*”|--[\w-]+|\{.*\}|[\w.-]+@[\w.-]+|[A-Za-z][\w.:/=-]*/g, "");
    expect(unChinese(prose)).toEqual([]);
  });
});
