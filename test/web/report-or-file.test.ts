import { beforeAll, describe, expect, it } from "vitest";
import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { type Desk, openDesk } from "./portal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

const inOrder = Object.fromEntries(
  dutyOf("28").evidence.flatMap(({ items = [] }) => items.map(({ name }) => [`ask-items.${name}`, "ok"] as const)),
);

describe("a report as text or file", () => {
  it("is described on the page as either, is rejected if both are missing, and is accepted as a file", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.begun(organization, "28");
    const page = `/t/${await desk.code(organization.person("supervisory-board"), taskId)}`;
    expect((await desk.get(page)).text).toContain("不填写的，须提交“检查报告（文件）或照片”。");
    const refused = await desk.send(page, "submit", inOrder);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("检查报告：请填写，不超过20000字；或提交“检查报告（文件）或照片”");
    const accepted = await desk.send(page, "submit", { ...inOrder, "ask-files": [new File(["%PDF-1.7"], "报告.pdf")] });
    expect(accepted.status).toBe(303);
    expect(await desk.state(taskId)).toBe("closed");
  });

  it("is accepted as text alone", async () => {
    const organization = await desk.organization({ language: "en" });
    const { taskId } = await desk.begun(organization, "28");
    const page = `/t/${await desk.code(organization.person("supervisory-board"), taskId)}`;
    expect((await desk.get(page)).text).toContain(
      "If you leave it empty, “The report as a file, or photos” is needed.",
    );
    expect((await desk.send(page, "submit", { ...inOrder, "ask-report": "x" })).status).toBe(303);
  });

  it("states the default severity of findings: minor for a check of weak links", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const hint = async (duty: string, role: "secretariat" | "supervisory-board") => {
      const { taskId } = await desk.begun(organization, duty);
      return (await desk.get(`/t/${await desk.code(organization.person(role), taskId)}`)).text;
    };
    expect(await hint("4", "secretariat")).toContain("不写按一般处理");
    expect(await hint("28", "supervisory-board")).toContain("不写按较重处理");
  });
});
