import { beforeAll, describe, expect, it } from "vitest";
import { issueCircular } from "../../client/cases/circulars.ts";
import { newId } from "../../records/rows.ts";
import { type Desk, openDesk, origin } from "./portal.ts";
import { routes as table } from "./routes.ts";

let desk: Desk;
let paths: { mine: string; other: string; case: string; otherCase: string; circular: string; otherCircular: string };
let own: { cookie: string; link: string; file: string };
const cookies: Record<string, string> = {};

beforeAll(async () => {
  desk = await openDesk({ inbox: () => [], clock: undefined as never });
  const here = await desk.organization();
  const there = await desk.organization();
  const { taskId, caseId } = await desk.finding(here, "x");
  const foreign = await desk.finding(there, "y");
  const link = `/t/${await desk.code(here.person("secretariat"), taskId)}`;
  await desk.send(link, "submit", { "ask-note": "x", "ask-files": new File(["x"], "x.txt") });
  const [file] = await desk.db.$queryRaw<{ id: string }[]>`select id from evidence where type = 'file'`;
  own = { cookie: await desk.session(here.person("supervisory-board")), link, file: file?.id ?? "" };
  const issue = async (code: string) =>
    (
      await issueCircular(desk.context, {
        event: "policy-issued",
        source: "local",
        title: "通知",
        text: "请落实。",
        organizations: [code],
        actor: "administrator",
      })
    ).id;
  paths = {
    circular: `/board/circulars/${await issue(here.code)}`,
    otherCircular: `/board/circulars/${await issue(there.code)}`,
    mine: `/board/task/${taskId}`,
    other: `/board/task/${foreign.taskId}`,
    case: `/board/case/${caseId}`,
    otherCase: `/board/case/${foreign.caseId}`,
  };
  cookies.nobody = "";
  cookies["a made-up session"] = "duban-session=AAAAAAAAAAAA";
  cookies["a task's code as session"] = link.replace("/t/", "duban-session=");
  for (const role of ["secretariat", "staff", "member", "volunteer", "deputy"] as const)
    cookies[role] = await desk.session(here.person(role));
  const gone = here.person("head");
  cookies["who has left"] = await desk.session(gone);
  await desk.db.$executeRaw`update person set left_at = ${desk.now()} where id = ${gone}`;
  const former = here.person("regulator");
  cookies["who held a role"] = await desk.session(former);
  await desk.db.$executeRaw`update holding set until_at = ${desk.now()} where person_id = ${former}`;
});

// Each from a different address, because wrong codes are counted by address.
let requests = 0;
const request = (method: string, path: string, cookie: string) =>
  desk.app.request(origin + path, {
    method,
    headers: { cookie, "x-forwarded-for": `10.0.${(requests >> 8) & 255}.${requests++ & 255}` },
    ...(method === "POST" && { body: new URLSearchParams({ verb: "waive", reason: "x" }) }),
  });

describe("access", () => {
  it("is defined for every route", () => {
    const routes = [
      ...new Set(
        desk.app.routes.filter((route) => route.method !== "ALL").map(({ method, path }) => `${method} ${path}`),
      ),
    ];
    for (const route of routes) expect(Object.keys(table), `a route that is not in the table`).toContain(route);
    for (const route of Object.keys(table)) expect(routes, `in the table, but no route`).toContain(route);
  });

  it("is denied to everybody except administrators and supervisors, on every route of the board", async () => {
    for (const [route, access] of Object.entries(table)) {
      if (access !== "session") continue;
      // After many wrong codes a visitor is locked out for a minute and would get only that response.
      desk.pass(1);
      const [method = "", pattern = ""] = route.split(" ");
      const path = pattern
        .replace("/board/task/:id", paths.mine)
        .replace("/board/case/:id", paths.case)
        .replace("/board/circulars/:id", paths.circular)
        .replace(":evidence", own.file);
      for (const [who, cookie] of Object.entries(cookies)) {
        const answer = await request(method, path, cookie);
        expect([401, 403], `${who}: ${route}`).toContain(answer.status);
        expect(await answer.text(), `${who}: ${route}`).not.toContain("测试机构");
      }
    }
  });

  it("is denied without a session of one's own, on every route of a person's own pages", async () => {
    for (const [route, access] of Object.entries(table)) {
      if (access !== "own") continue;
      desk.pass(1);
      const [method = "", path = ""] = route.split(" ");
      for (const cookie of ["", "duban-my=AAAAAAAAAAAA", await desk.session(null), cookies["who has left"] ?? ""])
        expect((await request(method, path, cookie)).status, route).toBe(401);
    }
  });

  it("is denied without a token, whatever the session, on every route of the API", async () => {
    for (const [route, access] of Object.entries(table)) {
      if (access !== "token") continue;
      const [method = "", path = ""] = route.split(" ");
      for (const cookie of ["", own.cookie, await desk.session(null)])
        expect((await request(method, path, cookie)).status, route).toBe(401);
    }
  });

  it("is limited to one's own organizations", async () => {
    expect((await request("GET", paths.mine, own.cookie)).status).toBe(200);
    expect((await request("GET", `${paths.mine}/file/${own.file}`, own.cookie)).status).toBe(200);
    expect((await request("GET", paths.other, own.cookie)).status).toBe(404);
    expect((await request("GET", paths.case, own.cookie)).status).toBe(200);
    expect((await request("GET", paths.otherCase, own.cookie)).status).toBe(404);
    expect((await request("GET", paths.circular, own.cookie)).status).toBe(200);
    expect((await request("GET", paths.otherCircular, own.cookie)).status).toBe(404);
    expect(await (await request("GET", "/board/circulars", own.cookie)).text()).not.toContain(paths.otherCircular);
    expect((await request("GET", `${paths.mine}/file/circular`, own.cookie)).status).toBe(404);
    expect((await request("POST", paths.other, own.cookie)).status).toBe(404);
    expect((await request("POST", `${paths.otherCase}/duty`, own.cookie)).status).toBe(404);
    // Nor can an authority withdraw a circular of another.
    for (const path of [paths.circular, paths.otherCircular])
      expect((await request("POST", `${path}/withdraw`, own.cookie)).status).toBe(404);
    expect((await request("GET", `${paths.other}/file/${own.file}`, own.cookie)).status).toBe(404);
    expect((await request("GET", `/board/task/${newId()}`, own.cookie)).status).toBe(404);
    const board = await (await request("GET", "/board?view=late&q=", own.cookie)).text();
    expect(board).not.toContain(paths.other);
    const everything = await (await request("GET", "/board", await desk.session(null))).text();
    expect(everything).toContain("2 organizations".replace("2 organizations", "2家机构"));
  });

  it("requires the code, on every route of a link, and a session gives no access by a task's code", async () => {
    for (const [route, access] of Object.entries(table)) {
      if (access !== "link") continue;
      desk.pass(1);
      const [method = "", pattern = ""] = route.split(" ");
      const wrong = pattern.startsWith("/t/") ? own.cookie.replace("duban-session=", "") : own.link.replace("/t/", "");
      expect(
        (await request(method, pattern.replace(":code", wrong).replace(":evidence", own.file), own.cookie)).status,
        route,
      ).toBe(404);
    }
  });

  it("is denied to POSTs without the form's own token, on every route that acts", async () => {
    // Visitors who tried wrong codes are admitted again.
    desk.pass(1);
    const begin = `/s/${await desk.boardCode(null)}`;
    const links = [own.link, `${own.link}/hazard`, `${own.link}/code`, `${own.link}/device`, begin];
    for (const path of [...links, "/board/leave", "/board/rectification", "/board/hazard", paths.mine])
      expect((await request("POST", path, own.cookie)).status, path).toBe(403);
  });

  it("to the clock and the inbox does not exist in an installation without them", async () => {
    const bare = await openDesk();
    const body = new URLSearchParams({ to: "+1d" });
    expect((await bare.app.request(`${origin}/clock`, { method: "POST", body })).status).toBe(404);
    expect((await bare.get("/inbox")).status).toBe(404);
    expect((await bare.get("/inbox.json")).status).toBe(404);
    expect((await bare.get("/")).text).not.toContain("/inbox");
  });

  it("has headers that allow only the board's own scripts, and no framing or caching of pages", async () => {
    for (const path of ["/", own.link, "/board", "/nowhere", "/inbox"]) {
      const { headers } = await request("GET", path, own.cookie);
      // Only the board's own script, which suggests search terms.
      const scripts = path === "/board" ? "; script-src 'self'; connect-src 'self'" : "";
      expect(headers.get("content-security-policy"), path).toBe(
        `default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'${scripts}`,
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });
});
