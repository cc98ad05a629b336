import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ceiling } from "../support/timeouts.ts";

/**
 * Adds one of each thing in the lists of docs/contributing.md to a copy of the tree, with only its first step. The compiler or a test must name
 * the missing files, and the page must list exactly those.
 */
const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const copied = [
  "domain",
  "workflows",
  "records",
  "activities",
  "client",
  "cli",
  "web",
  "local",
  "worker",
  "bin",
  "prisma",
  "bench",
];
const alone = [
  "config.ts",
  "package.json",
  "tsconfig.json",
  "prisma.config.ts",
  "docs",
  "examples",
  "README.md",
  "README.zh-CN.md",
];
const tests = ["test/architecture/registries.test.ts", "test/docs", "test/domain/catalogue/citation.test.ts"];
let copy: string;
/** Faults that the compiler and the tests report for the copy. */
let said: readonly string[] = [];

/** What is added for each subject, by the heading of its list; `mark` matches every message about it. */
const subjects = [
  {
    heading: "A kind of procedure",
    mark: /'LT'|"LT |"LT:|kinds\/lottery\.ts|workflows\/lottery\.ts|docs\/stories\.md/,
    first: ["domain/terms.ts"],
    made: { "domain/procedures/kinds/lottery.ts": "<kind>", "workflows/lottery.ts": "<kind>" },
  },
  { heading: "A channel", mark: /'pager'/, first: ["domain/terms.ts"], made: {} },
  { heading: "A shape of message", mark: /'poll'/, first: ["domain/terms.ts"], made: {} },
  { heading: "A type of form field", mark: /'rating'/, first: ["domain/catalogue/duty.ts"], made: {} },
  {
    heading: "A noun of the command line",
    mark: /commands\/lottery\.ts/,
    first: [],
    made: { "cli/commands/lottery.ts": "<noun>" },
  },
  {
    heading: "A duty",
    mark: /S99|docs\/duties\.md/,
    first: [],
    made: { "domain/catalogue/packs/statutory-duties.ts": "<pack>" },
  },
] as const;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "duban-how-to-add-"));
  for (const folder of [...copied, ...alone])
    await cp(join(root, folder), join(copy, folder), {
      recursive: true,
      filter: (path) => !/\/(node_modules|migrations|images)$/.test(path),
    });
  await mkdir(join(copy, "test"));
  await cp(join(root, "test"), join(copy, "test"), {
    recursive: true,
    filter: (path) => !/\/test\/histories$/.test(path),
  });
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  await add();
  said = (await Promise.all([compiled(), tested()])).flat();
}, ceiling(180));

afterAll(() => rm(copy, { recursive: true, force: true }));

async function edit(file: string, before: string, after: string): Promise<void> {
  const text = await readFile(join(copy, file), "utf8");
  expect(text, file).toContain(before);
  await writeFile(join(copy, file), text.replace(before, after));
}

async function make(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(copy, file)), { recursive: true });
  await writeFile(join(copy, file), text);
}

async function add(): Promise<void> {
  await edit("domain/terms.ts", '  "OL",\n', '  "OL",\n  "LT",\n');
  await make("domain/procedures/kinds/lottery.ts", "export const lottery = {};\n");
  await make("workflows/lottery.ts", "export const lottery = {};\n");
  await edit("domain/terms.ts", '["email", "sms"]', '["email", "sms", "pager"]');
  await edit("domain/terms.ts", '  "digest",\n', '  "digest",\n  "poll",\n');
  await edit("domain/catalogue/duty.ts", '  "matrix",\n]', '  "matrix",\n  "rating",\n]');
  await make("cli/commands/lottery.ts", "export const lotteryCommands = {};\n");
  await edit(
    "domain/catalogue/packs/statutory-duties.ts",
    "const meetings: readonly Duty[] = [\n",
    `const meetings: readonly Duty[] = [
  minutes("S99", "party-member-meeting", { article: "第十一条", quote: "组织学习" }, say("组织学习", "Hold a study session"), "monthly"),
`,
  );
}

async function compiled(): Promise<string[]> {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = await run(process.execPath, [tsc, "-p", ".", "--tsBuildInfoFile", "types.tsbuildinfo"], {
    cwd: copy,
    maxBuffer: 1e8,
  }).catch((error: { stdout: string }) => error);
  return stdout.split(/\n(?=\S)/).filter(Boolean);
}

async function tested(): Promise<string[]> {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  await make(
    "vitest.config.ts",
    'export default { cacheDir: ".vite", test: { env: { TZ: "UTC" }, maxWorkers: 1 } };\n',
  );
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
  const report = join(copy, "report.json");
  const options = ["run", "--reporter=json", `--outputFile=${report}`, ...tests];
  await run(process.execPath, [vitest, ...options], { cwd: copy, env, maxBuffer: 1e8 }).catch(() => undefined);
  const { testResults } = JSON.parse(await readFile(report, "utf8")) as {
    testResults: { assertionResults: { status: string; fullName: string; failureMessages: string[] }[] }[];
  };
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed")
    .flatMap(({ fullName, failureMessages }) => {
      const message = failureMessages.join("\n").replace(/\n\s+at [\s\S]*/, "");
      return message.split("\n").map((line) => `${fullName}: ${line}`);
    });
}

/** A section of the page, and the files of its list: those before the colon of each line. */
async function listed(heading: string): Promise<{ section: string; files: string[] }> {
  const page = await readFile(join(root, "docs/contributing.md"), "utf8");
  const section = page.split(`\n### ${heading}\n`)[1]?.split(/\n##/)[0] ?? "";
  const files = [...section.matchAll(/^- ((?:`[^`]+\/[^`]+`(?:, )?)+): /gm)].flatMap(([, list = ""]) =>
    [...list.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file),
  );
  return { section, files };
}

const paths =
  /(?:activities|bin|cli|client|config|docs|domain|records|test|web|worker|workflows)\/[\w./-]+\.(?:ts|md|jsonl)/g;

describe("a forgotten registration is reported", () => {
  it.each(subjects)("$heading", async ({ heading, mark, first, made }) => {
    const about = said.filter((one) => mark.test(one));
    const named = new Set(
      about.flatMap((one) => (/^\S+\(\d/.test(one) ? [one.slice(0, one.indexOf("("))] : (one.match(paths) ?? []))),
    );
    const { section, files } = await listed(heading);
    expect(files.length).toBeGreaterThan(1);
    // Files whose name depends on the addition are created by whoever adds it.
    const existing = files.filter((file) => !file.includes("<"));
    expect([...named, ...first].filter((file) => !(file in made)).sort()).toEqual(
      expect.arrayContaining(existing.sort()),
    );
    expect(
      [...named].filter((file) => !section.includes(file) && !(file in made)),
      about.join("\n"),
    ).toEqual([]);
  });

  it("and the copy has no other error", () => {
    expect(said.filter((one) => !subjects.some(({ mark }) => mark.test(one)))).toEqual([]);
  });
});
