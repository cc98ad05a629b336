import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { verifyDossier } from "../../../client/dossier/verify.ts";
import { gapsOf } from "../../../records/tasks/gaps.ts";
import { atEnd } from "../../support/ending.ts";
import { refused } from "../../support/organization.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
let cookie: string;
beforeEach(async () => {
  desk = await openDesk();
  cookie = await desk.session(null);
});

const board = (query = "", who = cookie) => desk.get(`/board${query}`, { cookie: who });
const section = (text: string, view: string): string =>
  new RegExp(`<h2 id="${view}">[\\s\\S]*?</section>`).exec(text)?.[0] ?? "";

async function report(fields: Record<string, string>, who = cookie) {
  const { text } = await board("", who);
  const hidden =
    /action="\/board\/rectification"><input type="hidden" name="token" value="([^"]+)"[^>]*><input type="hidden" name="key" value="([^"]+)"/.exec(
      text,
    );
  const body = new URLSearchParams({ token: hidden?.[1] ?? "", key: hidden?.[2] ?? "", ...fields });
  const once = async () => {
    const response = await desk.app.request(`${origin}/board/rectification`, {
      method: "POST",
      body,
      headers: { cookie: who },
    });
    return { status: response.status, text: await response.text(), location: response.headers.get("location") };
  };
  return { first: await once(), again: once };
}

describe("the board", () => {
  it("begins with a button, lasts as a cookie that scripts cannot read, and ends permanently", async () => {
    const organization = await desk.organization();
    const path = `/s/${await desk.boardCode(organization.person("supervisory-board"))}`;
    const shown = await desk.get(path);
    expect(shown.status).toBe(200);
    expect(shown.headers.get("set-cookie")).toBeNull();
    const token = /name="token" value="([^"]+)"/.exec(shown.text)?.[1] ?? "";
    const entered = await desk.app.request(origin + path, { method: "POST", body: new URLSearchParams({ token }) });
    expect(entered.status).toBe(303);
    const set = entered.headers.get("set-cookie") ?? "";
    expect(set).toMatch(/HttpOnly/);
    expect(set).toMatch(/SameSite=Lax/);
    const given = set.split(";")[0] ?? "";
    const seen = await board("", given);
    expect(seen.status).toBe(200);
    const leave =
      /action="\/board\/leave"><input type="hidden" name="token" value="([^"]+)"/.exec(seen.text)?.[1] ?? "";
    await desk.app.request(`${origin}/board/leave`, {
      method: "POST",
      body: new URLSearchParams({ token: leave }),
      headers: { cookie: given },
    });
    expect((await board("", given)).status).toBe(401);
  });

  it("names statutes whose text must be read again, to the administrator only", async () => {
    const { text } = await board();
    expect(text).toContain("需重新核对的法规条款");
    expect(text).toContain("其他单位至少每年演练一次");
    expect(text).toContain("未核对原文，2026年11月30日见于转引");
    const organization = await desk.organization();
    const other = await board("", await desk.session(organization.person("supervisory-board")));
    expect(other.status).toBe(200);
    expect(other.text).not.toContain("需重新核对的法规条款");
  });

  it("shows where each level of a hazard holds, and why", async () => {
    expect(section((await board()).text, "levels")).toMatch(
      /(呼吸道传染病疫情：应急响应|respiratory epidemic: response) .*(沿用升级前的安排|as it was before the upgrade)/,
    );
  });

  it("says to a visitor without a session how to get one", async () => {
    const answer = await desk.get("/board");
    expect(answer.status).toBe(401);
    expect(answer.text).toContain("npm start");
  });

  it("shows late tasks, tasks that wait for a verdict, unreachable tasks and those set aside", async () => {
    const organization = await desk.organization();
    const late = await desk.finding(organization, "迟迟未办", "critical");
    const verdict = await desk.finding(organization, "等待结论");
    const mute = await desk.finding(organization, "无人可达", "minor");
    const aside = await desk.finding(organization, "系统出错", "minor");
    await desk.send(`/t/${await desk.code(organization.person("secretariat"), verdict.taskId)}`, "submit", {
      "ask-note": "x",
    });
    await desk.db.$executeRaw`update task set person_id = ${organization.person("staff")} where id = ${mute.taskId}`;
    await refused(desk.db, [organization.person("staff")]);
    await desk.db
      .$executeRaw`update task set poison = 'Error: no such step', next_at = null where id = ${aside.taskId}`;
    desk.pass(30);
    const { text } = await board();
    for (const [view, one] of Object.entries({ late, verdict, unreachable: mute, aside })) {
      const rows = [...section(text, view).matchAll(/href="\/board\/task\/(\w+)"/g)].map((found) => found[1]);
      expect(rows, view).toEqual([one.taskId]);
    }
    expect(section(text, "aside")).toContain("Error: no such step");
    expect(text).toContain("，共4件在办");
    const alone = await board("?view=verdict");
    expect(alone.text).toContain("等待结论");
    expect(alone.text).not.toContain("迟迟未办");
    expect((await board(`?q=${encodeURIComponent("没有这家")}`)).text).toContain("0家机构，共0件在办");
    expect((await board(`?q=${organization.code}&duty=29`)).text).toContain("迟迟未办");
    expect((await board("?duty=26")).text).not.toContain("迟迟未办");
    expect((await board("?q=%25")).text).toContain("0家机构");
  });

  it("counts the verifier's days for a task that waits for a verdict, and none for one that waits for another task", async () => {
    const organization = await desk.organization();
    const { taskId } = await desk.finding(organization, "系统出错", "critical");
    await desk.db.$executeRaw`update task set poison = 'Error: no such step' where id = ${taskId}`;
    desk.pass(30);
    const row = async (): Promise<string> => section((await board()).text, "aside");
    expect(await row()).toContain("已逾期");
    const later = new Date(desk.now().getTime() + 4 * 3_600_000);
    await desk.db.$executeRaw`update task set state = 'submitted', climb_due_at = ${later} where id = ${taskId}`;
    expect(await row()).toContain("还有4小时");
    expect(await row()).not.toContain("已逾期");
    await desk.db.$executeRaw`update task set state = 'open', waits_for = 1 where id = ${taskId}`;
    expect(await row()).not.toContain("已逾期");
  });

  it("counts a doer with one working address as reachable, and uses deputies if a role is vacant", async () => {
    const organization = await desk.organization({ vacant: ["secretariat"] });
    await desk.finding(organization, "x");
    await refused(desk.db, [organization.person("deputy")], ["email"]);
    expect(section((await board("?view=unreachable")).text, "unreachable")).toContain('<span class="count">0</span>');
    await desk.db.address.deleteMany({ where: { personId: organization.person("deputy"), channel: "sms" } });
    expect(section((await board("?view=unreachable")).text, "unreachable")).toContain('<span class="count">1</span>');
  });

  it("counts a task without a doer as unreachable, on the board and in doctor; a head's task does not pass to the secretariat", async () => {
    const organization = await desk.organization();
    const { taskId } = await desk.begun(organization, "60");
    const counted = async (): Promise<string[]> => [
      /<span class="count">(\d+)<\/span>/.exec(section((await board("?view=unreachable")).text, "unreachable"))?.[1] ??
        "",
      String((await gapsOf(desk.db)).unreachable.count),
    ];
    expect(await counted()).toEqual(["0", "0"]);
    // The secretariat alone cannot do it.
    await desk.db.$executeRaw`delete from holding where role <> 'secretariat'`;
    expect(await counted()).toEqual(["1", "1"]);
    // A deputy can.
    await desk.db.$executeRaw`
      insert into holding (id, organization_id, person_id, role, from_at)
      values ('stands-in', ${organization.id}, ${organization.person("deputy")}, 'deputy', ${desk.now()})`;
    expect(await counted()).toEqual(["0", "0"]);
    expect(await desk.state(taskId)).toBe("open");
  });

  it("opens a rectification from a finding, once for each form", async () => {
    const organization = await desk.organization();
    const fields = { organization: organization.code, finding: "账实不符 <script>", severity: "major" };
    const { first, again } = await report(fields);
    expect(first).toMatchObject({ status: 303, location: "/board?opened=1" });
    expect(await again()).toMatchObject({ status: 303 });
    const cases = await desk.db.$queryRaw<unknown[]>`select duty, subject, facts from "case"`;
    expect(cases).toEqual([{ duty: "29", subject: "账实不符 <script>", facts: { severity: "major" } }]);
  });

  it("shows the errors of a finding and keeps the typed values", async () => {
    const organization = await desk.organization();
    const wrong = await report({ organization: "GZ-NOWHERE", finding: "写了很多字", severity: "terrible" });
    expect(wrong.first.status).toBe(422);
    expect(wrong.first.text).toContain("写了很多字</textarea>");
    expect(wrong.first.text).toContain('id="finding-organization-problem"');
    expect(wrong.first.text).toContain('id="finding-severity-problem"');
    expect((await report({ organization: organization.code, finding: " ", severity: "minor" })).first.status).toBe(422);
    expect(await desk.db.$queryRaw`select id from "case"`).toEqual([]);
  });

  it("lets a supervisor open one only in their own organization", async () => {
    const here = await desk.organization();
    const there = await desk.organization();
    const who = await desk.session(here.person("supervisory-board"));
    expect((await report({ organization: there.code, finding: "x", severity: "minor" }, who)).first.status).toBe(422);
    expect((await report({ organization: here.code, finding: "x", severity: "minor" }, who)).first.status).toBe(303);
    const events = await desk.db.$queryRaw<{ actor: string }[]>`select actor from event`;
    expect(events).toEqual([{ actor: here.person("supervisory-board") }]);
  });

  it("lets an administrator remind, reassign, extend and cancel, but never verify or submit", async () => {
    const organization = await desk.organization();
    const { taskId } = await desk.finding(organization, "x");
    const page = `/board/task/${taskId}`;
    const headers = { cookie };
    for (const [verb, fields] of [
      ["press", { reason: "请抓紧" }],
      ["reassign", { to: organization.person("staff") }],
      ["grant-extension", { until: "2026-12-10" }],
    ] as const)
      expect((await desk.send(page, verb, fields, headers)).status, verb).toBe(303);
    const shown = await desk.get(page, headers);
    for (const verb of ["submit", "accept", "return", "acknowledge", "move", "take-on"]) {
      expect(shown.text).not.toContain(`name="verb" value="${verb}"`);
      const token =
        /name="verb" value="press"><input type="hidden" name="token" value="([^"]+)"/.exec(shown.text)?.[1] ?? "";
      const body = new URLSearchParams({ verb, token, reason: "x", "ask-note": "x", until: "2026-12-20" });
      expect((await desk.app.request(origin + page, { method: "POST", body, headers })).status, verb).toBe(409);
    }
    expect(await desk.state(taskId)).toBe("open");
    expect((await desk.send(page, "cancel", { reason: "重复立项" }, headers)).status).toBe(303);
    expect(await desk.state(taskId)).toBe("cancelled");
  });

  it("shows a case: its state, whom it waits for, what is missing, and what has happened", async () => {
    const organization = await desk.organization();
    const { caseId, taskId } = await desk.begun(organization, "26");
    const { status, text } = await desk.get(`/board/case/${caseId}?lang=en`, { cookie });
    expect(status).toBe(200);
    expect(text).toContain("Hold a drill");
    expect(text).toContain("适时组织演练");
    // The first phase is in progress with its doer; the others have not begun.
    expect(text).toMatch(/<li class="open"><strong>Set the date of the drill[\s\S]*?secretariat \d/);
    expect(text).toMatch(/<li class="to-come"><strong>Hold the drill/);
    expect(text).toContain(`/board/task/${taskId}`);
    expect((await desk.get(`/board/task/${taskId}`, { cookie })).text).toContain(`/board/case/${caseId}`);
    expect((await desk.get("/board/case/nonsense", { cookie })).status).toBe(404);
    await desk.db.organization.update({ where: { id: organization.id }, data: { pausedAt: new Date() } });
    const paused = await desk.get(`/board/case/${caseId}?lang=en`, { cookie });
    expect(paused.text).toContain("The organization is paused: nobody is reminded");
    expect(text).not.toContain("is paused");
  });

  it("has the dossier of a case, only for readers who may see the case", async () => {
    const [organization, other] = [await desk.organization(), await desk.organization()];
    const { caseId } = await desk.begun(organization, "26");
    expect((await desk.get(`/board/case/${caseId}`, { cookie })).text).toContain(
      `href="/board/case/${caseId}/dossier.zip"`,
    );
    const response = await desk.app.request(`${origin}/board/case/${caseId}/dossier.zip`, { headers: { cookie } });
    expect(response.headers.get("content-type")).toBe("application/zip");
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="dossier-${caseId}.zip"`);
    const file = join(await mkdtemp(join(tmpdir(), "duban-board-")), "dossier.zip");
    atEnd(() => rm(dirname(file), { recursive: true, force: true }));
    await writeFile(file, Buffer.from(await response.arrayBuffer()));
    expect(await verifyDossier(file)).toMatchObject({ whole: true, manifest: { case: caseId } });
    const foreign = { cookie: await desk.session(other.person("supervisory-board")) };
    expect((await desk.get(`/board/case/${caseId}/dossier.zip`, foreign)).status).toBe(404);
  });
});
