import { MockActivityEnvironment } from "@temporalio/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { absenceNote, delegateGoneNote } from "../../activities/absence-note.ts";
import { advanceRound } from "../../activities/advance.ts";
import { comeBack, goAway } from "../../client/registry/absences.ts";
import { leave } from "../../client/registry/people.ts";
import { act } from "../../client/tasks/act.ts";
import { RefusedError } from "../../domain/errors.ts";
import { languageOf } from "../../domain/messages/languages/index.ts";
import type { Role } from "../../domain/terms.ts";
import { commandLine } from "../cli/typed.ts";
import { unChinese } from "../support/chinese.ts";
import type { Organization } from "../support/organization.ts";
import { type Desk, openDesk, origin } from "../web/portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

const submission = { values: { note: "已清理" }, files: [] };
const away = (organization: Organization, who: Role, delegate: Role, from = "2026-11-23", until = "2026-11-27") =>
  goAway(desk.context, {
    person: organization.email(who),
    delegate: organization.email(delegate),
    organization: organization.code,
    from,
    until,
    actor: "administrator",
  });
/** Whom the ladder has notified so far, by role. */
async function toldOf(organization: Organization, taskId: string, round: string): Promise<string[]> {
  const deps = {
    ...desk.context,
    transports: new Map(),
    publicUrl: origin,
    secretKey: "",
    sender: "",
    log: () => undefined,
  };
  const now = desk.now().getTime();
  await new MockActivityEnvironment().run(() => advanceRound(deps, { round, now }));
  const notices = await desk.db.notice.findMany({ where: { taskId } });
  const people = (["secretariat", "deputy", "staff"] as const).map(
    (role) => [organization.person(role), role] as const,
  );
  return [...new Set(notices.map(({ personId }) => new Map(people).get(personId as never) ?? personId))];
}
const roundOf = async (taskId: string) => (await desk.db.task.findUniqueOrThrow({ where: { id: taskId } })).round;

describe("a person who is away", () => {
  it("has a delegate who is asked and may act; the work counts as the person's, so neither verifies it", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    await away(organization, "secretariat", "deputy");
    await away(organization, "deputy", "staff");
    const { taskId } = await desk.finding(organization, "消防通道堆放杂物");
    expect(await toldOf(organization, taskId, await roundOf(taskId))).toEqual(["staff"]);
    const list = `/t/${await desk.code(organization.person("staff"), taskId)}/all`;
    expect((await desk.get(list)).text).toContain("1项待办");
    await act(desk.context, { taskId, verb: "submit", actor: { personId: organization.person("staff") }, submission });
    const done = await desk.db.task.findUniqueOrThrow({ where: { id: taskId } });
    expect([...done.didIds].sort()).toEqual([organization.person("secretariat"), organization.person("staff")].sort());
    // The absent person tries to verify it as well, and is refused.
    await desk.db.holding.create({
      data: {
        id: taskId,
        organizationId: organization.id,
        personId: organization.person("secretariat"),
        role: "supervisory-board",
        fromAt: new Date(0),
      },
    });
    await expect(
      act(desk.context, { taskId, verb: "accept", actor: { personId: organization.person("secretariat") } }),
    ).rejects.toThrow(RefusedError);
    const accepted = act(desk.context, {
      taskId,
      verb: "accept",
      actor: { personId: organization.person("supervisory-board") },
    });
    expect((await accepted).state).toBe("accepted");
  });

  it("may still submit what they had begun", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.finding(organization, "灭火器过期");
    const actor = { personId: organization.person("secretariat") };
    await act(desk.context, { taskId, verb: "acknowledge", actor });
    await away(organization, "secretariat", "deputy");
    expect((await act(desk.context, { taskId, verb: "submit", actor, submission })).state).toBe("submitted");
    expect((await desk.db.task.findUniqueOrThrow({ where: { id: taskId } })).didIds).toEqual([actor.personId]);
  });

  it("cannot have a delegate who verifies their work, a loop, a second absence, or a delegate of another organization", async () => {
    const organization = await desk.organization();
    const other = await desk.organization();
    await expect(away(organization, "secretariat", "supervisory-board")).rejects.toThrow(
      /verifies what the person does/,
    );
    await expect(away(organization, "secretariat", "authority")).rejects.toThrow(/of the same organization/);
    await away(organization, "secretariat", "deputy");
    await expect(away(organization, "deputy", "secretariat", "2026-11-26")).rejects.toThrow(/come back/);
    await expect(away(organization, "secretariat", "staff", "2026-11-27", "2026-11-30")).rejects.toThrow(
      /is away already/,
    );
    await expect(away(organization, "secretariat", "deputy", "2026-11-22")).rejects.toThrow();
    expect((await away(organization, "secretariat", "deputy"))[0]?.created).toBe(false);
    expect((await away(organization, "deputy", "secretariat", "2026-11-28", "2026-11-30"))[0]?.created).toBe(true);
    const foreign = {
      person: organization.email("secretariat"),
      delegate: other.email("deputy"),
      actor: "administrator" as const,
    };
    await expect(goAway(desk.context, { ...foreign, from: "2026-12-01", until: "2026-12-02" })).rejects.toThrow(
      RefusedError,
    );
  });

  it("is sent what was done and what is open on the day of return, once; the delegate is notified at the beginning", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { duban } = commandLine(desk.db, desk.now);
    const [who, delegate] = [organization.email("secretariat"), organization.email("deputy")];
    // A Saturday: the next workday is the day of return.
    const made = await duban(
      "person",
      "away",
      who,
      "--to",
      delegate,
      "--from",
      "2026-11-23",
      "--until",
      "2026-11-27",
      "--json",
    );
    expect(made.code).toBe(0);
    const [{ id: subjectId } = { id: "" }] = made.data as { id: string }[];
    const messages = await desk.db.directMessage.findMany({ where: { subjectId }, orderBy: { kind: "asc" } });
    expect(messages.map(({ kind, address, sendAt }) => [kind, address, sendAt.toISOString()])).toEqual([
      ["back", who, "2026-11-30T01:00:00.000Z"],
      ["stand-in", delegate, "2026-11-23T02:00:00.000Z"],
    ]);
    const first = await desk.finding(organization, "消防通道堆放杂物");
    await desk.finding(organization, "灭火器过期");
    const actor = { personId: organization.person("deputy") };
    await act(desk.context, { taskId: first.taskId, verb: "submit", actor, submission });
    desk.pass(24 * 7);
    const about = { subjectId, name: "陈明华", language: "zh-CN" as const };
    const deps = { db: desk.db, sender: "督办平台", publicUrl: origin };
    const back = await absenceNote(deps, { ...about, kind: "back" }, desk.now());
    expect(back?.done).toEqual([expect.stringMatching(/^完成整改并提交证明（消防通道堆放杂物），由deputy[^，]*提交$/)]);
    expect(back?.waits).toEqual(["完成整改并提交证明（灭火器过期），11月30日（周一）18:00截止"]);
    const late = await absenceNote(deps, { ...about, kind: "back" }, new Date("2026-11-30T10:00:01Z"));
    expect(late?.waits).toEqual(["完成整改并提交证明（灭火器过期），11月30日（周一）18:00到期，已逾期"]);
    for (const note of [
      back,
      await absenceNote(deps, { ...about, kind: "stand-in" }, new Date("2026-11-23T02:00:00Z")),
    ]) {
      if (!note) throw new Error("no note");
      const { subject, text, html } = languageOf("zh-CN").note(note);
      expect(unChinese(`${subject}\n${text}`.replace(/[\w-]+ \d{3}/g, "某"))).toEqual([]);
      expect(html).toContain("灭火器过期");
    }
    desk.pass(-24 * 7);
    await comeBack(desk.context, { person: who });
    const now = await desk.db.directMessage.findMany({ where: { subjectId, kind: "back" } });
    expect(now.map(({ sendAt }) => sendAt)).toEqual([desk.now()]);
    expect((await duban("person", "absences", "--org", organization.code)).out).not.toContain("deputy");
  });

  it("is asked again when the delegate leaves, and the person who arranges it is notified once", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const made = await away(organization, "secretariat", "deputy");
    await away(organization, "head", "deputy", "2026-12-14", "2026-12-18");
    await leave(desk.context, organization.person("deputy"), {
      actor: "administrator",
      organization: organization.code,
    });
    const left = await desk.db.absence.findMany({ where: { organizationId: organization.id } });
    expect(left.filter(({ untilAt }) => untilAt > desk.now())).toEqual([]);
    const { taskId } = await desk.finding(organization, "消防通道堆放杂物");
    expect(await toldOf(organization, taskId, await roundOf(taskId))).toEqual(["secretariat"]);
    const told = await desk.db.directMessage.findMany({
      where: { organizationId: organization.id },
      orderBy: { address: "asc" },
    });
    expect(told.filter(({ state }) => state === "queued").map(({ kind, address }) => [kind, address])).toEqual(
      [
        ["delegate-gone", organization.email("legal-representative")],
        ["delegate-gone", organization.email("secretariat")],
      ].sort(([, a = ""], [, b = ""]) => a.localeCompare(b)),
    );
    const deps = { db: desk.db, sender: "督办平台", publicUrl: origin };
    const note = await delegateGoneNote(deps, { subjectId: made[0]?.id ?? "", name: "陈明华" });
    if (!note) throw new Error("no note");
    const { subject, text } = languageOf("zh-CN").note(note);
    expect(subject).toMatch(/请假，现在无人代办$/);
    expect(unChinese(`${subject}\n${text}`.replace(/[\w-]+ \d{3}/g, "某"))).toEqual([]);
    expect(languageOf("en").note(note).text).toContain("has left the organization");
  });
});
