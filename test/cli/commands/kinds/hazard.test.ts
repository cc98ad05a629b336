import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { instantAt } from "../../../../domain/time/zones.ts";
import { photo as photoBytes } from "../../../support/browser/pictures.ts";
import { freshDatabase } from "../../../support/database.ts";
import { found } from "../../../support/organization.ts";
import { standIn } from "../../stand-in.ts";
import { commandLine } from "../../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
// A Monday after every announced calendar.
const now = instantAt("2031-03-03", "22:00", zone);
const { duban } = commandLine(db, () => now);
const engine = standIn(db);
const organization = await found(db, now, {});
const other = await found(db, now, {});
const report = (...more: string[]) => duban("hazard", "report", "厨房有煤气味", "--org", organization.code, ...more);

interface Reported {
  case: string;
  created: boolean;
  severity: string;
  dueAt: string;
}

describe("duban hazard", () => {
  it("reports a hazard for a person of the organization, which must be acknowledged within the hour; called twice under one key, it reports one hazard", async () => {
    const as = organization.email("volunteer");
    const first = await report("--as", as, "--severity", "critical", "--key", "k", "--json");
    expect(first.data).toMatchObject({ created: true, severity: "critical", dueAt: "2031-03-03T15:00:00.000Z" });
    const { case: caseId } = first.data as Reported;
    const [opened] = await db.event.findMany({ where: { caseId, verb: "opened" } });
    expect(opened).toMatchObject({ actor: organization.person("volunteer"), after: { event: "hazard-opened" } });
    const again = await report("--severity", "minor", "--key", "k");
    expect(again.out).toContain(`It was there already: ${caseId}`);
    const minor = await report("--severity", "minor");
    expect(minor.out).toContain("to be taken up by 2031-03-04 16:00");
  });

  it("stores the given photos with the task that handles it, each once", async () => {
    const folder = await mkdtemp(join(tmpdir(), "duban-hazard-"));
    const photo = join(folder, "gas.jpg");
    await writeFile(photo, photoBytes("gas.jpg"));
    await expect(report("--photo", join(folder, "none.jpg"))).resolves.toMatchObject({
      code: 2,
      err: expect.stringContaining('none.jpg" cannot be read (ENOENT)'),
    });
    const given = ["--photo", photo, "--as", organization.email("volunteer"), "--key", "photo", "--json"];
    const { case: caseId } = (await report(...given)).data as Reported;
    await report(...given);
    expect(await db.evidence.findMany({ where: { task: { caseId, step: "take-up" } } })).toMatchObject([
      { type: "file", round: 0, name: "gas.jpg", mime: "image/jpeg", personId: organization.person("volunteer") },
    ]);
    expect((await duban("case", "show", caseId)).out).toContain("gas.jpg (329 bytes");
  });

  it("lists hazards with what each waits for", async () => {
    await report("--severity", "critical");
    const { out } = await duban("hazard", "list", "--org", organization.code);
    expect(out).toContain("Take the hazard or incident up");
    expect(out).toContain("critical: 厨房有煤气味");
    expect((await duban("hazard", "list", "--org", other.code, "--json")).data).toEqual([]);
  });

  it("changes the severity: open tasks follow the other ladder, and the log says why", async () => {
    const { case: caseId } = (await report("--severity", "minor", "--json")).data as Reported;
    const [task] = await db.task.findMany({ where: { caseId } });
    await engine.rounds(now);
    const grade = () => duban("hazard", "grade", caseId, "--severity", "critical", "--reason", "火势蔓延");
    expect((await grade()).out).toContain("is critical now");
    expect((await grade()).out).toContain("It was critical already");
    const after = await db.task.findUniqueOrThrow({ where: { id: task?.id ?? "" } });
    expect(after).toMatchObject({ policy: "emergency", dueAt: instantAt("2031-03-03", "23:00", zone) });
    const shown = await duban("case", "show", caseId);
    expect(shown.out).toContain("severity minor → critical");
    expect(shown.out).toContain("火势蔓延");
    const fix = await duban("rectification", "start", "x", "--org", organization.code, "--json");
    const wrong = await duban("hazard", "grade", (fix.data as Reported).case, "--severity", "minor", "--reason", "x");
    expect(wrong).toMatchObject({ code: 3, err: expect.stringContaining('No hazard "') });
  });

  it("shows the phases of a hazard and of its review separately", async () => {
    const hazard = (await duban("duty", "show", "20")).out;
    expect(hazard).toContain("Take measures");
    expect(hazard).toContain("Ladder (hazard-minor)");
    const review = (await duban("duty", "show", "21")).out;
    expect(review).not.toContain("Take measures");
    expect((await duban("duty", "show", "69")).out).toContain("Remind whom it concerns");
    expect((await duban("duty", "show", "28")).out).not.toContain("Remind whom it concerns");
  });

  it.each([
    ["an organization that is not there", ["--org", "GZ-9"], 3, 'No organization "GZ-9"'],
    [
      "a severity that is none",
      ["--severity", "huge"],
      2,
      '--severity: "huge"; expected one of critical, major, minor',
    ],
    ["somebody who has no part in it", ["--as", other.email("head")], 4, "expected somebody who holds a role"],
  ])("refuses %s, and writes nothing", async (_what, more, code, words) => {
    const before = await db.case.count();
    const answer = await report(...more);
    expect(answer).toMatchObject({ code, out: "" });
    expect(answer.err).toContain(words);
    expect(await db.case.count()).toBe(before);
  });

  it("refuses a hazard if the duty is paused, and notifies people when a paused organization is resumed", async () => {
    await duban("duty", "set", "20", "--org", other.code, "--pause", "--yes");
    const refused = await duban("hazard", "report", "x", "--org", other.code);
    expect(refused).toMatchObject({ code: 4, err: expect.stringContaining("duty 20 is paused for") });
    await duban("duty", "set", "20", "--org", other.code, "--resume");
    await duban("org", "pause", other.code, "--yes");
    const { case: caseId } = (await duban("hazard", "report", "x", "--org", other.code, "--json")).data as Reported;
    expect((await db.task.findFirstOrThrow({ where: { caseId } })).nextAt).toBeNull();
    await duban("org", "resume", other.code);
    expect((await db.task.findFirstOrThrow({ where: { caseId } })).nextAt).not.toBeNull();
  });
});
