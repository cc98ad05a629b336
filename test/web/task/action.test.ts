import { beforeAll, describe, expect, it } from "vitest";
import { closeOrganization } from "../../../client/cases/closing.ts";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { photoFile, photoIn } from "../../support/browser/pictures.ts";
import type { Organization } from "../../support/organization.ts";
import { type Desk, openDesk, origin } from "../portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

const organizations = new Map<string, Promise<Organization>>();

async function finding(language: "zh-CN" | "en" = "zh-CN", fresh = false) {
  const known = fresh ? undefined : organizations.get(language);
  const founding = known ?? desk.organization({ language });
  if (!fresh) organizations.set(language, founding);
  const organization = await founding;
  const { taskId, caseId } = await desk.finding(organization, "消防通道堆放杂物");
  return {
    organization,
    taskId,
    caseId,
    page: async (role: Parameters<typeof organization.person>[0]) =>
      `/t/${await desk.code(organization.person(role), taskId)}`,
  };
}

describe("the page of a link", () => {
  it("says what must be done, why, by when, and what happens if nobody acts, in the reader's language", async () => {
    const { page } = await finding();
    const shown = await desk.get(await page("secretariat"));
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('<html lang="zh-CN">');
    expect(shown.text).toContain("完成整改并提交证明");
    expect(shown.text).toContain("消防通道堆放杂物");
    expect(shown.text).toContain("发现苗头、隐患及时督促整改");
    expect(shown.text).toContain("2026年11月30日（周一）18:00");
    expect(shown.text).toContain("还有5个工作日");
    expect(shown.text).toContain("告知监事会");
    expect(shown.text).toContain("告知业务主管单位");
    expect(shown.text).toMatch(/此后每3个工作日一次，直至办结/);
    const english = await finding("en");
    const page2 = await desk.get(await english.page("secretariat"));
    expect(page2.text).toContain('<html lang="en">');
    expect(page2.text).toContain("Correct it and submit the evidence");
    expect(page2.text).toContain("5 business days left");
    expect(page2.text).toContain("the supervisory board and you are notified");
  });

  it("says that its organization was closed, when and why, and offers no acts", async () => {
    const { organization, page, taskId } = await finding("zh-CN", true);
    const link = await page("secretariat");
    const board = { cookie: await desk.session(organization.person("supervisory-board")) };
    expect((await desk.get("/board", board)).status).toBe(200);
    await closeOrganization(desk.context, organization.code, { reason: "登记证书已注销", actor: "administrator" });
    const shown = await desk.get(link);
    expect(shown.text).toContain("本机构已于2026年11月23日（周一）10:00关闭（登记证书已注销）");
    expect(shown.text).not.toContain('name="verb"');
    expect(await desk.state(taskId)).toBe("cancelled");
    expect((await desk.get("/board", board)).status).toBe(403);
  });

  it("counts lateness in business days", async () => {
    const desk = await openDesk();
    const organization = await desk.organization();
    const { taskId } = await desk.finding(organization, "x");
    desk.pass(24 * 10);
    const shown = await desk.get(`/t/${await desk.code(organization.person("secretariat"), taskId)}?lang=zh-CN`);
    expect(shown.text).toContain("已逾期3个工作日");
  });

  it("shows the history to verifiers and people to whom it was escalated, not to everybody in the organization", async () => {
    const { page } = await finding();
    for (const role of ["supervisory-board", "legal-representative", "authority"] as const)
      expect((await desk.get(await page(role))).text).toContain("事情经过");
    for (const role of ["secretariat", "staff", "member"] as const)
      expect((await desk.get(await page(role))).text).not.toContain("事情经过");
  });

  it("announces a reminder after an acknowledgement only if there is one, and none before D once D has passed", async () => {
    const early = await finding("zh-CN", true);
    const inTime = await early.page("secretariat");
    await desk.send(inTime, "acknowledge");
    expect((await desk.get(`${inTime}?done=acknowledge`)).text).toContain("11月27日（周五）09:00还会提醒您");
    const late = await finding("zh-CN", true);
    desk.pass(24 * 15);
    const page = await late.page("secretariat");
    await desk.send(page, "acknowledge");
    const text = (await desk.get(`${page}?done=acknowledge`)).text;
    desk.pass(-24 * 15);
    expect(text).toContain("该项工作已逾期6个工作日，请尽快办理；办结之前仍会继续督办。");
    expect(text).not.toContain("还会提醒您");
  });

  it("accepts a submission with text and files, and shows it to the verifier, who accepts it", async () => {
    const { page, taskId } = await finding();
    const doer = await page("secretariat");
    const sent = await desk.send(doer, "submit", {
      "ask-note": "已清理通道\n第二行",
      "ask-files": [photoFile("../../照片 1.jpg"), new File(["%PDF-1.7"], "清单.pdf")],
    });
    expect(sent.status).toBe(303);
    expect(sent.headers.get("location")).toBe(`${doer}?done=submit`);
    expect(await desk.state(taskId)).toBe("submitted");
    expect((await desk.get(`${doer}?done=submit`)).text).toContain("已提交，谢谢！");
    const verifier = await page("supervisory-board");
    const shown = await desk.get(verifier);
    expect(shown.text).toContain("已清理通道\n第二行");
    expect(shown.text).toContain("照片 1.jpg");
    expect(shown.text).not.toContain("../");
    const file = /href="(\/t\/\w+\/file\/\w+)" download>照片/.exec(shown.text)?.[1] ?? "";
    const saved = await desk.get(file);
    expect(photoIn(saved.text)).toBe("../../照片 1.jpg");
    expect(saved.headers.get("content-disposition")).toMatch(/^attachment; /);
    expect(saved.headers.get("x-content-type-options")).toBe("nosniff");
    expect(saved.headers.get("content-type")).toBe("application/octet-stream");
    expect((await desk.send(verifier, "accept")).status).toBe(303);
    expect(await desk.state(taskId)).toBe("accepted");
    expect((await desk.get(`${verifier}?done=accept`)).text).toContain("已通过");
    // A confirmation in the address is shown only while it is true.
    expect((await desk.get(`${verifier}?done=return`)).text).not.toContain("已退回。");
  });

  it("shows the person who rectifies a finding the inspector's photos of it, and no other file", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId, caseId } = await desk.begun(organization, "28");
    const items = dutyOf("28").evidence.flatMap((ask) => ask.items ?? []);
    const sent = await desk.send(`/t/${await desk.code(organization.person("supervisory-board"), taskId)}`, "submit", {
      ...Object.fromEntries(items.map(({ name }) => [`ask-items.${name}`, "ok"])),
      "ask-items.plan": "finding",
      "ask-items.plan.note": "预案是去年的",
      "ask-items.plan.photo": photoFile("cover.jpg"),
      "ask-items.people.photo": photoFile("people.jpg"),
      "ask-findings": "严重：安全出口被锁",
      "ask-report": "检查了三处",
      "ask-files": [photoFile("exit.jpg"), new File(["%PDF-1.7"], "签到表.pdf", { type: "application/pdf" })],
    });
    expect(sent.status).toBe(303);
    const found = await desk.db.case.findMany({ where: { parentId: caseId }, include: { tasks: true } });
    const shown: Record<string, string[]> = {};
    for (const { subject, tasks } of found) {
      const { text } = await desk.get(`/t/${await desk.code(organization.person("secretariat"), tasks[0]?.id ?? "")}`);
      const files = [...text.matchAll(/href="([^"]+\/file\/[^"]+)" download>([^<]+)<\/a> <span class="hint">1 KB</g)];
      shown[subject] = await Promise.all(files.map(async ([, href = ""]) => photoIn((await desk.get(href)).text)));
    }
    expect(shown).toEqual({
      "工作方案和应急预案已及时完善：预案是去年的": ["cover.jpg"],
      安全出口被锁: ["exit.jpg"],
    });
  });

  it("acts once if the same button is pressed twice", async () => {
    const { page, taskId } = await finding();
    const doer = await page("secretariat");
    const token = /name="token" value="([^"]+)"/.exec((await desk.get(doer)).text)?.[1] ?? "";
    const body = new URLSearchParams({ verb: "submit", token, "ask-note": "ok" });
    for (let i = 0; i < 2; i++) {
      const answer = await desk.app.request(origin + doer, { method: "POST", body });
      expect(answer.status).toBe(303);
      expect(answer.headers.get("location")).toBe(`${doer}?done=submit`);
    }
    const rows = await desk.db.$queryRaw<
      { n: number }[]
    >`select count(*)::int as n from evidence where task_id = ${taskId}`;
    expect(rows[0]?.n).toBe(1);
    const other = await finding();
    const from = await other.page("secretariat");
    const token2 = /name="token" value="([^"]+)"/.exec((await desk.get(from)).text)?.[1] ?? "";
    const pass = new URLSearchParams({ verb: "delegate", token: token2, to: other.organization.person("staff") });
    for (let i = 0; i < 2; i++)
      expect((await desk.app.request(origin + from, { method: "POST", body: pass })).headers.get("location")).toBe(
        `${from}?done=delegate`,
      );
  });

  it("shows errors beside the fields and keeps the typed values", async () => {
    const { page, taskId } = await finding();
    const doer = await page("secretariat");
    const blank = await desk.send(doer, "submit", { "ask-note": "   " });
    expect(blank.status).toBe(422);
    expect(blank.text).toContain('id="submit-ask-note-problem"');
    expect(blank.text).toContain('aria-invalid="true"');
    const late = await desk.send(doer, "ask-extension", { until: "2026-11-24", reason: "材料还没到 <b>" });
    expect(late.status).toBe(409);
    expect(late.text).toContain("新的日期应晚于2026年11月30日");
    expect(late.text).toContain('value="2026-11-24"');
    expect(late.text).toContain("材料还没到 &lt;b&gt;</textarea>");
    const never = await desk.send(doer, "ask-extension", { until: "2026-02-31", reason: "x" });
    expect(never.status).toBe(422);
    expect(never.text).toContain("请选择一个日期");
    const why = await desk.send(doer, "not-mine", {});
    expect(why.text).toContain("请写明理由");
    const nobody = await desk.send(doer, "delegate", { to: "somebody-else" });
    expect(nobody.text).toContain("请选择一位人员");
    expect(await desk.state(taskId)).toBe("open");
  });

  it("says why the current state does not allow an act", async () => {
    const { page, taskId, organization } = await finding();
    const verifier = await page("supervisory-board");
    await desk.send(await page("secretariat"), "submit", { "ask-note": "done" });
    const token = /name="token" value="([^"]+)"/.exec((await desk.get(verifier)).text)?.[1] ?? "";
    await desk.send(verifier, "accept");
    const body = new URLSearchParams({ verb: "return", token, reason: "太晚了" });
    const headers = { cookie: await desk.device(organization.person("supervisory-board")) };
    const refused = await desk.app.request(origin + verifier, { method: "POST", body, headers });
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain("此事目前为“已通过”，不能再“退回”");
    expect(await desk.state(taskId)).toBe("accepted");
  });

  it("lets the doer request an extension and the verifier grant it", async () => {
    const { page, taskId } = await finding();
    expect(
      (await desk.send(await page("secretariat"), "ask-extension", { until: "2026-12-04", reason: "等配件" })).status,
    ).toBe(303);
    const verifier = await page("supervisory-board");
    const shown = await desk.get(verifier);
    expect(shown.text).toContain("申请延期至 2026年12月4日");
    expect(shown.text).toContain("等配件");
    expect((await desk.send(verifier, "grant-extension", { until: "2026-11-27" })).status).toBe(409);
    expect((await desk.send(verifier, "grant-extension", { until: "2026-12-04" })).status).toBe(303);
    expect((await desk.get(await page("secretariat"))).text).toContain("2026年12月4日（周五）18:00");
    expect(await desk.state(taskId)).toBe("open");
  });

  it("shows the doer why the task was returned, and the new due day", async () => {
    const { page } = await finding();
    await desk.send(await page("secretariat"), "submit", { "ask-note": "done" });
    await desk.send(await page("supervisory-board"), "return", { reason: "缺少照片", until: "2026-12-02" });
    const shown = await desk.get(await page("secretariat"));
    expect(shown.text).toContain("缺少照片");
    expect(shown.text).toContain("2026年12月2日");
    expect(shown.text).toContain("已退回");
  });

  it("lets a person to whom it was escalated send a message, reassign it, take it on or waive it", async () => {
    const { page, organization, taskId } = await finding();
    const board = await page("supervisory-board");
    expect((await desk.send(board, "press", { reason: "今天能完成吗？" })).status).toBe(303);
    expect((await desk.get(await page("secretariat"))).text).toContain("今天能完成吗？");
    expect((await desk.send(board, "reassign", { to: organization.person("staff") })).status).toBe(303);
    expect((await desk.get(await page("secretariat"))).text).toContain("此事现由staff");
    const head = await page("legal-representative");
    expect((await desk.send(head, "take-on")).status).toBe(303);
    expect((await desk.send(await page("authority"), "waive", { reason: "场地已退租" })).status).toBe(303);
    expect(await desk.state(taskId)).toBe("waived");
    expect((await desk.get(await page("authority"))).text).toContain("场地已退租");
  });

  it("offers no doer the verdict on their own work", async () => {
    const { page, organization, taskId } = await finding();
    const verifier = organization.person("supervisory-board");
    // Nor can it be reassigned to its verifier.
    expect((await desk.send(await page("secretariat"), "delegate", { to: verifier })).status).toBe(422);
    await desk.send(await page("supervisory-board"), "take-on");
    await desk.send(await page("supervisory-board"), "submit", { "ask-note": "自己做的" });
    const shown = await desk.get(await page("supervisory-board"));
    expect(shown.text).not.toContain('value="accept"');
    expect(await desk.state(taskId)).toBe("submitted");
  });
});

describe("a link that does not work", () => {
  it("shows the same page whether it is unknown, expired, revoked, for another purpose or of a person who has left", async () => {
    const { page, organization, taskId } = await finding("zh-CN", true);
    const unknown = await desk.get("/t/AAAAAAAAAAAA");
    expect(unknown.status).toBe(404);
    expect(unknown.text).toContain("这个链接打不开");
    expect(unknown.text).toContain("This link does not open");
    const expectSame = async (path: string) => {
      const answer = await desk.get(path);
      expect(answer.status).toBe(404);
      expect(answer.text.replaceAll(path, "")).toBe(unknown.text.replaceAll("/t/AAAAAAAAAAAA", ""));
    };
    const revoked = await page("staff");
    await desk.db.$executeRaw`update link set revoked_at = now() where person_id = ${organization.person("staff")}`;
    const expired = await page("member");
    await desk.db
      .$executeRaw`update link set expires_at = ${desk.now()} where person_id = ${organization.person("member")}`;
    const left = await page("deputy");
    await desk.db.$executeRaw`update person set left_at = ${desk.now()} where id = ${organization.person("deputy")}`;
    const released = await page("volunteer");
    await desk.db
      .$executeRaw`update holding set until_at = ${desk.now()} where person_id = ${organization.person("volunteer")}`;
    const other = await desk.organization();
    const elsewhere = `/t/${await desk.code(other.person("secretariat"), taskId)}`;
    const session = `/t/${await desk.boardCode(organization.person("head"))}`;
    for (const path of [
      revoked,
      expired,
      left,
      released,
      elsewhere,
      session,
      "/t/short",
      "/t/%00%27or1=1",
      "/t/AAAAAAAAAAA%0A",
    ])
      await expectSame(path);
  });

  it("does not open the file of another case", async () => {
    const mine = await finding();
    const other = await finding();
    await desk.send(await other.page("secretariat"), "submit", {
      "ask-note": "x",
      "ask-files": new File(["secret"], "a.txt"),
    });
    const [file] = await desk.db.$queryRaw<
      { id: string }[]
    >`select id from evidence where type = 'file' and task_id = ${other.taskId}`;
    expect((await desk.get(`${await mine.page("secretariat")}/file/${file?.id}`)).status).toBe(404);
    expect((await desk.get(`${await other.page("member")}/file/${file?.id}`)).status).toBe(404);
    expect((await desk.get(`${await other.page("secretariat")}/file/${file?.id}`)).status).toBe(200);
  });
});

describe("a machine that opens a link", () => {
  it("changes nothing by GET or HEAD, however often and with any address", async () => {
    const { page, taskId } = await finding();
    const doer = await page("secretariat");
    const before = await desk.db.$queryRaw`select * from task where id = ${taskId}`;
    const events = await desk.db.$queryRaw`select count(*) from event`;
    for (const method of ["GET", "HEAD"])
      for (const query of ["", "?done=submit", "?verb=submit&ask-note=x", "?verb=waive&reason=x", "?lang=en"])
        expect((await desk.app.request(origin + doer + query, { method })).status).toBe(200);
    expect(await desk.db.$queryRaw`select * from task where id = ${taskId}`).toEqual(before);
    expect(await desk.db.$queryRaw`select count(*) from event`).toEqual(events);
  });

  it("is refused a POST from another site, or without the form's own token", async () => {
    const { page, taskId } = await finding();
    const doer = await page("secretariat");
    const foreign = await desk.send(doer, "submit", { "ask-note": "x" }, { "sec-fetch-site": "cross-site" });
    expect(foreign.status).toBe(403);
    const body = new URLSearchParams({ verb: "submit", "ask-note": "x" });
    expect((await desk.app.request(origin + doer, { method: "POST", body })).status).toBe(403);
    const elsewhere = { origin: "https://evil.example" };
    expect((await desk.app.request(origin + doer, { method: "POST", body, headers: elsewhere })).status).toBe(403);
    const staff = /name="token" value="([^"]+)"/.exec((await desk.get(await page("authority"))).text)?.[1] ?? "";
    body.set("token", staff);
    expect((await desk.app.request(origin + doer, { method: "POST", body })).status).toBe(403);
    expect(await desk.state(taskId)).toBe("open");
  });

  it("that tries codes is blocked by address for a minute", async () => {
    const desk = await openDesk();
    const organization = await desk.organization();
    const { taskId } = await desk.finding(organization, "x");
    const good = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
    const from = (address: string) => ({ "x-forwarded-for": address });
    for (let i = 0; i < 30; i++)
      expect((await desk.get(`/t/guess${String(i).padStart(7, "0")}`, from("192.0.2.1"))).status).toBe(404);
    const stopped = await desk.get(good, from("192.0.2.1"));
    expect(stopped.status).toBe(429);
    expect(stopped.headers.get("retry-after")).toBe("60");
    expect((await desk.get("/board", { cookie: "duban-session=AAAAAAAAAAAA", ...from("192.0.2.1") })).status).toBe(429);
    expect((await desk.get(good, from("192.0.2.2"))).status).toBe(200);
    desk.pass(1 / 59);
    expect((await desk.get(good, from("192.0.2.1"))).status).toBe(200);
  });
});

describe("uploading files", () => {
  it("refuses the eleventh file and one that is too large, and keeps the typed values", async () => {
    const { page, taskId } = await finding();
    const doer = await page("secretariat");
    const many = Array.from({ length: 11 }, (_, i) => new File(["x"], `${i}.txt`));
    const eleven = await desk.send(doer, "submit", { "ask-note": "十一个文件", "ask-files": many });
    expect(eleven.status).toBe(422);
    expect(eleven.text).toContain("一次最多10个文件");
    expect(eleven.text).toContain("十一个文件</textarea>");
    const large = await desk.send(doer, "submit", {
      "ask-note": "太大",
      "ask-files": new File([new Uint8Array(10 * 1024 * 1024 + 1)], "big.dat"),
    });
    expect(large.status).toBe(422);
    expect(large.text).toContain("big.dat: 超过10 MB");
    for (const { text } of [eleven, large]) {
      expect(text).toContain("您填写的文字都还在；选过的照片和文件没有保留，请重新选择。");
      expect(text).toContain("文件没有保留，请重新选择。");
      // The page does not also say that everything was kept.
      expect(text).not.toContain("您填写的内容都还在");
    }
    expect(await desk.state(taskId)).toBe("open");
    const whole = new File([new Uint8Array(10 * 1024 * 1024)], "whole.dat");
    expect((await desk.send(doer, "submit", { "ask-note": "刚好", "ask-files": whole })).status).toBe(303);
  });
});
