import { expect, it } from "vitest";
import { openDesk, origin } from "./portal.ts";
import { formFields, queryFields, routes } from "./routes.ts";

it.each(["%00", "%ff", "%ed%a0%80"])(
  "%s in a path, a query or a form is treated as an unknown value and causes no database error",
  async (bytes) => {
    const desk = await openDesk({ inbox: () => [], inboxOpen: true });
    const organization = await desk.organization({ type: "CHA" });
    const { taskId, caseId } = await desk.finding(organization, "x");
    const cookie = await desk.session(organization.person("supervisory-board"));
    const page = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
    const known: Record<string, string> = {
      "/t/:code": page,
      "/s/:code": `/s/${await desk.boardCode(null)}`,
      "/o/:code": `/o/${organization.code}`,
      "/org/:code": `/org/${organization.code}`,
      "/board/task/:id": `/board/task/${taskId}`,
      "/board/case/:id": `/board/case/${caseId}`,
      ":task": taskId,
      ":what": "rectification",
    };
    const broken: string[] = [];
    let requests = 0;
    const request = async (method: string, path: string, body?: URLSearchParams): Promise<void> => {
      requests += 1;
      const headers = { cookie, "x-forwarded-for": `10.1.${requests >> 8}.${requests & 255}` };
      const answer = await desk.app.request(origin + path, { method, headers, ...(body && { body }) });
      if (answer.status >= 500) broken.push(`${method} ${path} ${body ?? ""}: ${answer.status}`);
    };
    for (const route of Object.keys(routes)) {
      const [method = "", pattern = ""] = route.split(" ");
      if (/clock|leave/.test(pattern)) continue;
      let path = pattern;
      for (const [from, to] of Object.entries(known)) path = path.replace(from, to);
      for (const given of [pattern, path]) {
        const last = given.replace(/:\w+(?!.*:)/, `a${bytes}b`).replace(/:\w+/g, "x");
        await request(method === "POST" ? "GET" : method, last);
        await request(
          method,
          given.replace(/:\w+/g, bytes),
          method === "POST" ? new URLSearchParams({ token: "x" }) : undefined,
        );
      }
      if (/:/.test(path)) continue;
      if (method !== "POST")
        await request(method, `${path}?${queryFields.map((name) => `${name}=a${bytes}`).join("&")}`);
      else {
        const shown = await (await desk.app.request(origin + path, { headers: { cookie } })).text();
        const token = /name="token" value="([^"]+)"/.exec(shown)?.[1] ?? "x";
        for (const verb of ["press", "submit"])
          await request(
            method,
            path,
            new URLSearchParams({ ...Object.fromEntries(formFields.map((name) => [name, "a\0b"])), verb, token }),
          );
      }
    }
    for (const name of queryFields)
      for (const path of ["/board", "/org", "/inbox", page]) await request("GET", `${path}?${name}=${bytes}`);
    expect(broken).toEqual([]);
    expect(desk.logged).toEqual([]);
  },
);
