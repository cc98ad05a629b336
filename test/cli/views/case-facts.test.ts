import { describe, expect, it } from "vitest";
import { instantAt } from "../../../domain/time/zones.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
const now = instantAt("2031-03-03", "10:00", zone);
const { duban } = commandLine(db, () => now);
const chinese = commandLine(db, () => now, { locale: "zh_CN.UTF-8" }).duban;
const organization = await found(db, now, {});

const started = async (...words: string[]): Promise<string> => {
  const { data, err } = await duban(...words, "--org", organization.code, "--json");
  expect(err).toBe("");
  return (data as { case: string }).case;
};

describe("the facts of a case", () => {
  it("are printed in the organization's zone: a drill's period ends at 18:00, not at 10:00", async () => {
    const drill = await started("drill", "start", "--duty", "26");
    const { out } = await duban("case", "show", drill);
    expect(out).toContain("period ends: 2031-06-30 18:00");
    expect(out).not.toMatch(/\d{4}-\d{2}-\d{2}T|endsAt/);
    const inChinese = (await chinese("case", "show", drill)).out;
    expect(inChinese).toContain("期满时间：2031-06-30 18:00");
    expect(inChinese).not.toMatch(/\d{4}-\d{2}-\d{2}T|endsAt/);
    // Programs read the instant.
    expect((await duban("case", "show", drill, "--json")).data).toMatchObject({
      facts: { endsAt: "2031-06-30T10:00:00.000Z" },
    });
  });

  it("are printed in the language of the command", async () => {
    const finding = await started("rectification", "start", "消防通道堵塞", "--severity", "critical");
    expect((await duban("case", "show", finding)).out).toContain("severity: critical");
    expect((await chinese("case", "show", finding)).out).toContain("严重程度：紧急");
  });

  it("are printed in the same way in the log", async () => {
    const { data } = await duban(
      "hazard",
      "report",
      "插座松动",
      "--org",
      organization.code,
      "--severity",
      "minor",
      "--json",
    );
    const { case: hazard } = data as { case: string };
    expect((await duban("hazard", "grade", hazard, "--severity", "critical", "--reason", "冒烟")).code).toBe(0);
    expect((await duban("case", "show", hazard)).out).toContain("severity minor → critical");
    expect((await chinese("case", "show", hazard)).out).toContain("严重程度 一般 → 紧急");
  });
});
