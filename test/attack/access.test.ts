import { describe } from "vitest";
import { issueCircular } from "../../client/cases/circulars.ts";
import { roles } from "../../domain/terms.ts";
import { routes } from "../web/routes.ts";
import { attackLine } from "./line.ts";
import { openStage, tokenIn } from "./stage.ts";

describe("routes", () => {
  attackLine(
    {
      attack:
        "Every route for every kind of visitor: without a code, or with that of another organization, a lower role, a person who has left",
      pass: "100% denied",
      n: "all",
      fast: 1,
    },
    async ({ whole, tried, succeeded, note }) => {
      const stage = await openStage();
      const { desk } = stage;
      const here = await desk.organization();
      const there = await desk.organization();
      const { taskId, caseId } = await desk.finding(here, "x");
      const circular = await issueCircular(desk.context, {
        event: "policy-issued",
        source: "local",
        title: "通知",
        text: "请落实。",
        organizations: [here.code],
        actor: "administrator",
      });
      const own = `/t/${await desk.code(here.person("secretariat"), taskId)}`;
      const file = new File([new Uint8Array([0x25, 0x50, 0x44, 0x46])], "x.txt", { type: "text/plain" });
      await desk.send(own, "submit", { "ask-note": "x", "ask-files": file }).catch(() => undefined);
      const evidence = await desk.db.evidence.findFirst({ where: { taskId, type: "file" } });
      const { name } = await desk.db.organization.findFirstOrThrow({ where: { id: here.id } });
      const overseer = await desk.session(there.person("supervisory-board"));
      const visitors: Record<string, { code: string; cookie: string; begins?: true }> = {
        nobody: { code: "AAAAAAAAAAAA", cookie: "" },
        "a made-up session": { code: "ABCDEFGHIJKL", cookie: "duban-session=AAAAAAAAAAAA" },
        "an overseer of another organization": {
          code: await desk.boardCode(there.person("supervisory-board")),
          cookie: overseer,
          begins: true,
        },
        "another organization's secretariat": {
          code: await desk.code(there.person("secretariat"), taskId),
          cookie: await desk.session(there.person("secretariat")),
        },
      };
      const lower = roles.filter((role) => ["staff", "member", "volunteer", "deputy"].includes(role));
      for (const role of whole ? lower : lower.slice(0, 1))
        visitors[role] = {
          code: await desk.boardCode(here.person(role)),
          begins: true,
          cookie: await desk.session(here.person(role)),
        };
      const gone = here.person("head");
      visitors["somebody who has left"] = { code: await desk.code(gone, taskId), cookie: await desk.session(gone) };
      await desk.db.$executeRaw`update person set left_at = ${desk.now()} where id = ${gone}`;
      const before = await stage.digest();
      let count = 0;
      for (const [route, access] of Object.entries(routes)) {
        if (access === "open" || access === "demo") continue;
        const [method = "", pattern = ""] = route.split(" ");
        for (const [who, { code, cookie, begins }] of Object.entries(visitors)) {
          const path = pattern
            .replace(":code", code)
            .replace("/board/case/:id", `/board/case/${caseId}`)
            .replace("/board/circulars/:id", `/board/circulars/${circular.id}`)
            .replace(":id", taskId)
            .replace(":task", taskId)
            .replace(":evidence", evidence?.id ?? taskId)
            .replace(":organization", here.id)
            .replace(":day", "late")
            .replace(":what", "rectification");
          // Ending one's own session affects nobody else.
          if (route === "POST /board/leave" && cookie === overseer) continue;
          // Starting a session does not either.
          if (route === "POST /s/:code" && begins) continue;
          const form = method === "POST" ? await stage.ask(path, { headers: { cookie } }) : undefined;
          const fields = {
            verb: "waive",
            token: tokenIn(form?.text ?? "") || "x",
            reason: "x",
            subject: "x",
            severity: "major",
          };
          const answer = form
            ? await stage.post(path, { ...fields, code: here.code, organization: here.id }, { headers: { cookie } })
            : await stage.ask(path, { method, headers: { cookie } });
          count += 1;
          tried();
          // Links to other languages contain the path of the request.
          const said = answer.text.replaceAll(path, "").replaceAll(encodeURIComponent(path), "");
          // A person's own page names the organization in which they have a role.
          const ownPage = access === "own" && (begins === true || who === "another organization's secretariat");
          const leaks = [...(ownPage && cookie !== overseer ? [] : [name]), taskId, caseId, circular.id].some((one) =>
            said.includes(one),
          );
          // One's own: a page about whoever has the link, a session's beginning, and another organization's board for who oversees it.
          const owned =
            (answer.status === 200 &&
              ((cookie === overseer && !pattern.includes(":id")) || /\/(all|code|handover|hazard)$/.test(pattern))) ||
            (ownPage && [200, 303].includes(answer.status)) ||
            // Without a mail there is no sheet; the response redirects to the link itself.
            (pattern === "/t/:code/sheet" && answer.status === 303 && `${answer.headers.location}/sheet` === path) ||
            (pattern === "/s/:code" && answer.status === 200 && begins);
          if (leaks || !(owned || [401, 403, 404, 409, 422].includes(answer.status)))
            succeeded(`${who}: ${route}: ${answer.status}`);
        }
      }
      const after = await stage.digest();
      for (const [table, digest] of Object.entries(after))
        if (digest !== before[table]) succeeded(`${table} was written`);
      const logged = stage.logged();
      if (logged.includes("a page failed")) succeeded(`a page failed: ${logged.slice(0, 200)}`);
      note(`${count} requests by ${Object.keys(visitors).length} visitors`);
    },
  );
});
