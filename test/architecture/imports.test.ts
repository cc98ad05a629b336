import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { sourceFiles } from "../support/source-files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Allowed imports (docs/contributing.md). A path matches to its end: `domain/time` is that folder only; `type:` allows types only.
 * Packages: those listed; `*` any.
 */
const table: Readonly<Record<string, { ours: readonly string[]; packages: readonly string[] }>> = {
  domain: { ours: ["domain"], packages: ["chinese-days", "libphonenumber-js/min", "pinyin-pro", "zod"] },
  workflows: { ours: ["workflows", "domain", "type:activities"], packages: ["@temporalio/workflow"] },
  records: { ours: ["records", "domain", "prisma"], packages: ["node:crypto", "@opentelemetry/api"] },
  activities: {
    ours: ["activities", "domain", "records", "prisma/client.ts", "type:workflows", "type:config.ts"],
    packages: [
      ...["@temporalio/activity", "@temporalio/common", "nodemailer", "nodemailer/*", "standardwebhooks", "ipaddr.js"],
      "node:*",
    ],
  },
  client: {
    ours: ["client", "domain", "records", "prisma/client.ts", "workflows/protocol.ts", "type:workflows"],
    packages: ["file-type", "iconv-lite", "saxes", "csv-parse/sync", "csv-parse", "yauzl", "yazl", "node:*"],
  },
  cli: {
    ours: ["cli", "client", "domain", "records", "type:prisma/client.ts"],
    packages: ["commander", "csv-parse/sync", "cli-progress", "picocolors", "node:*"],
  },
  web: {
    ours: ["web", "domain", "records", "client", "type:prisma/client.ts"],
    packages: [
      ...["sharp", "lru-cache", "busboy", "proxy-addr", "hono", "hono/*", "@hono/node-server", "@hono/zod-openapi"],
      "@opentelemetry/api",
      "node:*",
    ],
  },
  local: { ours: ["local", "config.ts"], packages: ["*"] },
  prisma: { ours: ["prisma"], packages: ["*"] },
  worker: {
    ours: [
      "worker",
      "domain",
      "records",
      "activities",
      "client",
      "cli",
      "web",
      "local",
      "prisma",
      "config.ts",
      "workflows/protocol.ts",
    ],
    packages: ["*"],
  },
  bin: {
    ours: ["bin", "worker", "cli", "client", "domain", "local", "records", "prisma", "config.ts"],
    packages: ["*"],
  },
};
/** Only these may import it. */
const readsEnvironment = ["config.ts"];

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const filesOf = (folder: string): string[] => sourceFiles([folder]);

function importsOf(path: string): Import[] {
  const text = readFileSync(join(root, path), "utf8");
  const imports: Import[] = [];
  const pattern =
    /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:([^;'"`()]*?)\s+from\s+)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;
  for (const [, , type, names = "", fixed, dynamic] of text.matchAll(pattern)) {
    const to = fixed ?? dynamic ?? "";
    const named = /^\{([\s\S]*)\}$/
      .exec(names.trim())?.[1]
      ?.split(",")
      .map((one) => one.trim())
      .filter(Boolean);
    const typeOnly =
      type !== undefined || (named !== undefined && named.length > 0 && named.every((one) => one.startsWith("type ")));
    imports.push({ from: path, to: to.startsWith(".") ? normalize(join(dirname(path), to)) : to, typeOnly });
  }
  return imports;
}

/** Whether a text contains the code of a kind, or the number of a duty. */
const namesKind = (text: string): boolean =>
  /"(DR|RX|DD|RT|SI|HI|FG|MM|VG|AG|CA|OL|PR|FR|CR)"|\bdut(?:y|ies|yOf)\b[^"\n]{0,20}"\d{1,2}[a-z]?"|"\d{1,2}[a-z]"|"\d{1,2}"\]\.includes\(duty/.test(
    text,
  );

const within = (path: string, allowed: string): boolean => path === allowed || path.startsWith(`${allowed}/`);

function permitted({ to, typeOnly }: Import, folder: string): boolean {
  const rules = table[folder];
  if (!rules) return false;
  const ours = Object.keys(table).some((one) => within(to, one)) || to === "config.ts";
  if (ours)
    return rules.ours.some((rule) =>
      rule.startsWith("type:") ? typeOnly && within(to, rule.slice(5)) : within(to, rule),
    );
  return rules.packages.some((rule) => {
    const name = rule.replace(/^type:/, "");
    if (rule.startsWith("type:") && !typeOnly) return false;
    return name === "*" || name === to || (name.endsWith("*") && to.startsWith(name.slice(0, -1)));
  });
}

describe("the folders", () => {
  for (const folder of Object.keys(table))
    test(`${folder} imports only what it may`, () => {
      const wrong = filesOf(folder)
        .flatMap(importsOf)
        .filter((one) => !permitted(one, folder))
        .map(({ from, to, typeOnly }) => `${from} imports ${typeOnly ? "types of " : ""}${to}`);
      expect(wrong).toEqual([]);
    });

  test("the check can fail: a rule of domain that reads the database is reported", () => {
    const wrong: Import = { from: "domain/x.ts", to: "prisma/client.ts", typeOnly: false };
    expect(permitted(wrong, "domain")).toBe(false);
    expect(permitted({ ...wrong, to: "node:fs" }, "domain")).toBe(false);
    expect(permitted({ ...wrong, to: "activities/index.ts", typeOnly: true }, "workflows")).toBe(true);
    expect(permitted({ ...wrong, to: "activities/index.ts" }, "workflows")).toBe(false);
  });

  test("the environment is read in one file", () => {
    const readers = Object.keys(table)
      .flatMap(filesOf)
      .filter((path) =>
        /process\.env/.test(readFileSync(join(root, path), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")),
      )
      .filter((path) => !readsEnvironment.includes(path));
    expect(readers).toEqual([]);
  });

  test("SQL is in records only", () => {
    const speakers = Object.keys(table)
      .filter((folder) => folder !== "records" && folder !== "prisma" && folder !== "local")
      .flatMap(filesOf)
      .filter((path) => /\$(queryRaw|executeRaw)|\$queryRawUnsafe/.test(readFileSync(join(root, path), "utf8")));
    expect(speakers).toEqual([]);
  });

  test("no workflow waits for a condition with a timeout: waitUntil lets a timer that is about to fire run out", () => {
    const withTimeout = filesOf("workflows").filter((path) => {
      const text = readFileSync(join(root, path), "utf8");
      return [...text.matchAll(/\bcondition\(/g)].some(({ index }) => {
        let depth = 0;
        for (let at = index + "condition".length; at < text.length; at++) {
          if ("([{".includes(text[at] ?? "")) depth += 1;
          else if (")]}".includes(text[at] ?? "") && --depth === 0) return false;
          else if (text[at] === "," && depth === 1) return true;
        }
        return false;
      });
    });
    expect(withTimeout).toEqual([]);
  });

  test("shared code, clients, commands, pages and workflows contain no kind's code and no row's number", () => {
    const files = [
      ...["client", "cli", "web", "workflows"].flatMap(filesOf),
      "activities/advance.ts",
      "activities/attempt.ts",
      "activities/claim.ts",
      "activities/deliver.ts",
      "activities/render.ts",
      "records/cases/starts.ts",
      "records/tasks/tasks.ts",
      ...filesOf("domain/messages/languages"),
    ];
    const naming = files.filter((path) => namesKind(readFileSync(join(root, path), "utf8")));
    expect(
      naming,
      "expected a constant of the kind's own file (domain/procedures/kinds), or a datum of its procedure",
    ).toEqual([]);
  });

  test("a kind's code and a row's number are recognized in any notation", () => {
    for (const line of [
      'found.kind === "VG"',
      'duty === "47"',
      'dutyOf("40a")',
      'duty: "29",',
      '["63", "32", "9"].includes(duty)',
    ])
      expect(namesKind(line), line).toBe(true);
    for (const line of [
      "kind: projectKind",
      'limit: "50"',
      'rows="3" maxlength="2000"',
      'say("例如29或22a", "such as 29 or 22a")',
    ])
      expect(namesKind(line), line).toBe(false);
  });
});
