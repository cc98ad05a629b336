import { beforeAll, describe, expect, it } from "vitest";
import { languageGiven } from "../../cli/language.ts";
import { tablesOfReport } from "../../cli/views/report.ts";
import { scopes } from "../../domain/api/scopes.ts";
import { webhookEvents } from "../../domain/api/webhook-events.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { textsToReview } from "../../domain/catalogue/packs/reading.ts";
import { relatedDeadlines } from "../../domain/catalogue/packs/related-deadlines.ts";
import { defaultPolicies } from "../../domain/escalation/policies.ts";
import { hazardPacks } from "../../domain/hazards/index.ts";
import { circularSources } from "../../domain/procedures/circular.ts";
import { raisings } from "../../domain/procedures/kinds/opinion.ts";
import { severities } from "../../domain/procedures/severity.ts";
import { fieldsOf, phasesOf } from "../../domain/procedures/steps.ts";
import { formulaNames } from "../../domain/reporting/formula.ts";
import { outlooks } from "../../domain/tasks/outlook.ts";
import { taskStates } from "../../domain/tasks/task-states.ts";
import { cadences, levels, marks, registrations, roles } from "../../domain/terms.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { words } from "../../domain/words.ts";
import { unChinesePunctuation } from "../support/chinese.ts";
import { freshDatabase } from "../support/database.ts";
import { found, type Organization } from "../support/organization.ts";
import { standIn } from "./stand-in.ts";
import { commandLine } from "./typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = instantAt("2031-03-03", "10:00", zone);
const { duban } = commandLine(db, () => now, { locale: "zh_CN.UTF-8" });
const { rounds, carry, distribute } = standIn(db);
let organization: Organization;
let caseId: string;
let taskId: string;
let receipt: string;
let circular: string;
let policyCase: string;

beforeAll(async () => {
  organization = await found(db, now, { type: "HUB", language: "zh-CN" });
  await db.organization.update({ where: { id: organization.id }, data: { name: "珠江慈善会" } });
  for (const person of await db.person.findMany())
    await db.person.update({ where: { id: person.id }, data: { name: `王${person.name.replace(/[^0-9]/g, "")}` } });
  const started = await duban("rectification", "start", "--org", organization.code, "消防通道堵塞", "--json");
  ({ case: caseId, task: taskId } = started.data as { case: string; task: string });
  await rounds(now);
  await carry(taskId, now);
  await duban("drill", "start", "--org", organization.code, "--duty", "26");
  await duban("hazard", "report", "厨房有煤气味", "--org", organization.code, "--severity", "critical");
  for (const [title, ...more] of [["关于防汛工作的通知", "--urgent"], ["关于值班的通知"]] as const) {
    const words = ["--source", "authority", "--text", "请立即自查。", "--org", organization.code, ...more, "--json"];
    const { circular: id } = (await duban("circular", "issue", title, ...words)).data as { circular: string };
    circular ??= id;
    await distribute(now);
    policyCase ??= (await db.case.findFirstOrThrow({ where: { key: `policy-issued:${id}` } })).id;
    if (id !== circular) await duban("circular", "withdraw", id, "--reason", "重复下发");
  }
  const raised = await duban(
    "opinion",
    "raise",
    "希望延长开放时间",
    "--org",
    organization.code,
    "--kind",
    "difficulty",
    "--json",
  );
  if (raised.code !== 0) throw new Error(raised.err);
  receipt = (raised.data as { receipt: string }).receipt;
  now = instantAt("2031-04-03", "10:00", zone);
  await rounds(now);
});

/** English words of the program; ids, codes, options, commands, addresses, units of files and names of zones are not among them. */
/** Names that users type: of policies, steps and fields of forms, deadlines, events. */
const known: readonly string[] = [
  ...scopes,
  ...Object.keys(defaultPolicies),
  ...textsToReview("2031-04-03").map(({ name }) => name),
  ...allDuties.flatMap((duty) => relatedDeadlines(duty).map(({ name }) => name)),
  ...Object.keys(words.trigger),
  ...[
    ...marks,
    ...roles,
    ...cadences,
    ...levels,
    ...hazardPacks.map(({ name }) => name),
    ...registrations,
    ...taskStates,
    ...severities,
    ...outlooks.flatMap((one) => one.split("-")),
    ...circularSources,
    ...Object.keys(raisings),
  ],
  ...[
    "plan",
    "contacts",
    "rules",
    "agreement",
    "open",
    "done",
    "cancelled",
    "default",
    "policy",
    "issued",
    "call",
    "to",
    "action",
  ],
  ...allDuties.flatMap((duty) => {
    const steps = [...phasesOf(duty), "do"];
    const fields = steps.flatMap((step) =>
      step === "do" || phasesOf(duty).length === 0 ? [] : fieldsOf(duty, step, {}),
    );
    return [...steps, ...fields.flatMap(({ name, items = [] }) => [name, ...items.map((item) => item.name)])];
  }),
  ...[
    "inspect",
    "items",
    "led",
    "by",
    "yes",
    "do",
    "note",
    "severity",
    "ok",
    "finding",
    "na",
    "list",
    "show",
    "set",
    "issue",
    "coverage",
    "raise",
    "min",
    "next",
    "smtp",
    "direction",
    "amount",
    "goods",
    "purpose",
    "donor",
    "key",
    "received",
    "used",
  ],
].flatMap((name) => name.split(/[^A-Za-z]+/));

/** Values and files that a help shows as they are typed. */
const typed: readonly string[] = [
  "never",
  "import",
  "off",
  ...known,
  ...webhookEvents.flatMap((event) => event.split(".")),
  ...tablesOfReport,
  ...formulaNames.flatMap((name) => name.split("-")),
  "yes",
  "silent",
  "paused",
  "guangzhou",
  "statutory",
  "exits",
  "jpg",
];

function english(text: string): string[] {
  const bare = text
    .replace(/`[^`]*`/g, "")
    .replace(/https:\/\/[\w.]+/g, "")
    .replace(/\S+@\S+|examples\/\S+/g, "")
    .replace(/\b[A-Z0-9-]{8,}\b/g, "")
    .replace(/--[a-z-]+(?:[ =]<[^>]*>)?/g, "")
    .replace(/[<[][a-z|]+[>\]]/g, "")
    .replace(/[A-Z][a-z]+\/[A-Z][a-z]+/g, "")
    .replace(/\b(?:GZ-[A-Z]+-\d+|[a-z0-9]{16}|[A-Z]{4,}|[0-9a-f]{12}|[A-Z]{2}|[A-Z]{3})\b/g, "")
    .replace(/\b(?:JSON|CSV|XLSX|UTF-8|GBK|SHA|IANA|YYYY|THH|MM|DD|Ctrl-C|zh-CN|en|duban|none|all|Duban)\b/g, "");
  return [...bare.matchAll(/[A-Za-z]{3,}/g)].map(([word]) => word);
}

/** A description that consists only of the values of an option. */
const values = /^[\w-]+(?:, [\w-]+)*(?:（.*)?$/;

describe("the command line in a Chinese terminal", () => {
  it("recognizes it by LC_ALL and LANG, after --lang", async () => {
    for (const [given, code] of [
      ["zh_CN.UTF-8", "zh-CN"],
      ["zh", "zh-CN"],
      ["zh_HK", "zh-CN"],
      ["en_US.UTF-8", "en"],
      ["C", "en"],
      ["de_DE", undefined],
    ] as const)
      expect(languageGiven(given)).toBe(code);
    expect((await duban("org", "list")).out).toContain("名称");
    expect((await duban("org", "list", "--lang", "en")).out).toContain("name");
    expect((await duban("--lang=en", "org", "list")).out).toContain("name");
    const wrong = await duban("org", "list", "--lang", "klingon");
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--lang: "klingon"; expected zh-CN or en')]);
    const german = commandLine(db, () => now, { locale: "de_DE.UTF-8" });
    expect((await german.duban("org", "list")).out).toContain("name");
  });

  it("prints the same JSON in every language", async () => {
    const english = commandLine(db, () => now).duban;
    for (const words of [["case", "show", caseId], ["task", "list"], ["status"], ["duty", "show", "26"], ["overdue"]])
      expect((await duban(...words, "--json")).out).toBe((await english(...words, "--json")).out);
    const error = async (one: typeof duban) => JSON.parse((await one("org", "show", "GZ-NONE", "--json")).err);
    expect(await error(duban)).toEqual(await error(english));
  });

  it("has help in Chinese for every command, option and argument", async () => {
    const program: string[][] = [[]];
    for (let path = program.shift(); path; path = program.shift()) {
      const { code, out } = await duban(...path, "--help");
      expect([path, code]).toEqual([path, 0]);
      const [usage = "", ...rest] = out.split("\n");
      expect(usage).toContain("用法：");
      // Terms are in the left column, and their descriptions in the right one.
      const descriptions = rest.flatMap((line) => /^ {2}\S.*? {2,}(\S.*)$/.exec(line)?.[1] ?? []);
      expect([path, descriptions.filter((words) => !values.test(words) && !/\p{Script=Han}/u.test(words))]).toEqual([
        path,
        [],
      ]);
      const at = rest.findIndex((line) => line.startsWith("命令："));
      if (at >= 0)
        for (const line of rest.slice(at + 1))
          if (/^ {2}(?!help)[a-z]/.test(line)) program.push([...path, line.trim().split(" ")[0] ?? ""]);
    }
  });

  it("has no English in any help, except what is typed literally", async () => {
    const program: string[][] = [[]];
    const found: Record<string, string[]> = {};
    for (let path = program.shift(); path; path = program.shift()) {
      const { out } = await duban(...path, "--help");
      const lines = out.split("\n");
      const at = lines.findIndex((line) => line.startsWith("命令："));
      if (at >= 0)
        for (const line of lines.slice(at + 1))
          if (/^ {2}(?!help)[a-z]/.test(line)) program.push([...path, line.trim().split(" ")[0] ?? ""]);
      const descriptions = lines.slice(1).flatMap((line) => {
        // Terms are on the left, and their descriptions on the right, or below if they are long.
        const right = /^ {2}\S.*? {2,}(\S.*)$/.exec(line)?.[1] ?? (/^ {2}\S/.test(line) ? "" : line.trim());
        return values.test(right) ? [] : english(right).filter((word) => !typed.includes(word));
      });
      if (descriptions.length > 0) found[path.join(" ")] = descriptions;
    }
    expect(found).toEqual({});
  });

  it.each([
    ["status"],
    ["overdue"],
    ["org", "list"],
    ["org", "show", "ORG"],
    ["person", "list"],
    ["duty", "list"],
    ["duty", "show", "26"],
    ["duty", "show", "4"],
    ["duty", "show", "36"],
    ["duty", "show", "42"],
    ["policy", "list"],
    ["case", "list"],
    ["case", "show", "CASE"],
    ["task", "list"],
    ["task", "show", "TASK"],
    ["hazard", "list"],
    ["drill", "start", "--org", "ORG", "--duty", "26"],
    ["inspection", "list"],
    ["opinion", "list"],
    ["opinion", "show", "RECEIPT"],
    ["event", "list"],
    ["site", "list", "--org", "ORG"],
    ["version", "list", "--org", "ORG"],
    ["circular", "list"],
    ["circular", "show", "CIRCULAR"],
    ["circular", "coverage", "CIRCULAR"],
    ["case", "show", "POLICY"],
    ["campaign", "list"],
    ["clock"],
    ["task", "ack", "TASK"],
    ["org", "pause", "ORG", "--yes"],
    ["org", "resume", "ORG"],
  ])("shows %s %s %s in Chinese", async (...words: string[]) => {
    const stands: Record<string, string> = {
      CASE: caseId,
      TASK: taskId,
      RECEIPT: receipt,
      CIRCULAR: circular,
      POLICY: policyCase,
    };
    const given = words.map((word) => (word === "ORG" ? organization.code : (stands[word] ?? word)));
    const { code, out, err } = await duban(...given);
    expect([code, err]).toEqual([0, ""]);
    const englishLines = out.split("\n").filter((line) => english(line).some((word) => !known.includes(word)));
    expect(englishLines).toEqual([]);
    expect(out.split("\n").flatMap(unChinesePunctuation)).toEqual([]);
  });

  it("names every fact of a campaign, and says by when its first disclosure must be published", async () => {
    const words = ["--org", organization.code, "--title", "洪灾救援", "--emergency", "--declared", "某地洪灾"];
    await db.organization.update({ where: { id: organization.id }, data: { charity: true, qualified: true } });
    const { out } = await duban("campaign", "start", ...words);
    expect(out).toMatch(/首次公示应于2031年4月8日（周二）24:00前完成（应急期间，截至2031年4月8日）。还须办理：/);
    const shown = await duban("case", "show", /募捐(\w+)已开始/.exec(out)?.[1] ?? "");
    expect(shown.out).toContain("名称：洪灾救援；");
    const englishLines = shown.out
      .split("\n")
      .filter((line) => /[\s；]（?[a-z]+[ ：]/i.test(line.replace(/标识 \S+/g, "")));
    expect(englishLines).toEqual([]);
  });

  it.each([
    [["org", "show", "GZ-NONE"], 3, "没有机构“GZ-NONE”；应为机构代码"],
    [["organisation"], 2, "没有命令“organisation”"],
    [["org", "show"], 2, "缺少参数“code”"],
    [["org", "list", "--limit", "x"], 2, "--limit：“x”无法使用；应为1至999999的整数"],
    [["task", "accept", "TASK"], 4, "须由该工作的核验人操作，此人为管理员"],
    [["org", "import", "/nowhere.csv"], 2, "无法读取"],
  ] as const)("says what is wrong with %s in Chinese", async (words, exit, problem) => {
    const { code, err } = await duban(...words.map((word) => (word === "TASK" ? taskId : word)));
    expect([code, err]).toEqual([exit, expect.stringContaining(problem)]);
    expect(err).toMatch(/^错误：/);
  });

  it("asks before a pause, with Chinese punctuation", async () => {
    const { err, code } = await duban("org", "pause", organization.code);
    expect([code, err]).toEqual([2, expect.stringContaining(`暂停珠江慈善会（${organization.code}）将使`)]);
    expect(err.split("\n").flatMap(unChinesePunctuation)).toEqual([]);
  });
});

it("the kind of an opinion and the outcome of a case are in words", async () => {
  expect((await duban("opinion", "list")).out).toContain("工作、生活、学习上的困难");
  const opinion = await db.case.findFirstOrThrow({ where: { kind: "OL" } });
  // Ends the case as its workflow does.
  await db.case.update({ where: { id: opinion.id }, data: { state: "done", outcome: "declined", settledAt: now } });
  const [, row = ""] = (await duban("opinion", "list")).out.split("\n");
  expect(row).toContain("不予受理");
  expect(row).not.toMatch(/declined|difficulty/);
});
