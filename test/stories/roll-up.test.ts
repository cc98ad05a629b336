import { beforeAll, describe, expect } from "vitest";
import { raiseOpinion } from "../../client/kinds/opinion.ts";
import type { Role } from "../../domain/terms.ts";
import type { InboxMessage } from "../../local/inbox.ts";
import { liveFigures } from "../../records/views/roll-ups.ts";
import { chapters } from "../support/chapters.ts";
import type { Organization } from "../support/organization.ts";
import { roleOf } from "../support/recipients.ts";
import { startWorld, type World } from "../support/world.ts";

let city: World;
let organization: Organization;

beforeAll(async () => {
  city = await startWorld();
  organization = await city.organization({ type: "IND" });
  await city.plan();
});

const by = (role: Role) => ({ personId: organization.person(role) });
const taskOf = (duty: string) =>
  city.db.task.findFirstOrThrow({ where: { organizationId: organization.id, duty }, orderBy: { openedAt: "desc" } });
const submit = (taskId: string, role: Role, values: Record<string, string>) =>
  city.act({ taskId, verb: "submit", actor: by(role), submission: { values, files: [] } });
let firstOfApril: InboxMessage[] = [];
const mailTo = (role: Role, messages = city.newMessages(organization)): string =>
  messages
    .filter((one) => one.channel === "email" && roleOf(one) === role)
    .map((one) => one.text)
    .join("\n");
const handedOver = async (taskId: string): Promise<string> => {
  const lines = await city.db.evidence.findMany({ where: { taskId, type: "figures" }, orderBy: { round: "asc" } });
  return JSON.stringify(lines.map((line) => line.data));
};

const chapter = chapters();

describe("at the month's end", () => {
  chapter("the submitted opinions are listed for the register (row 47, monthly)", async () => {
    const words = "建议延长核酸检测点开放时间";
    const opinion = {
      organization: organization.code,
      kind: "opinion" as const,
      words,
      requester: {},
      actor: "system" as const,
    };
    const { caseId } = await raiseOpinion(city.context, opinion);
    const { id } = await city.task(caseId, "take-up");
    await submit(id, "secretariat", { decision: "no", answer: "已由区里统一安排" });
    const register = await city.db.task.findFirstOrThrow({
      where: { organizationId: organization.id, step: "collect" },
    });
    await submit(register.id, "secretariat", { opinions: "1", register: words });
    expect(await handedOver(register.id)).toContain(words);
    expect(await city.resultOf(`opinion-${register.caseId}`)).toBe("registered");
    await city.record("opinion-register", `opinion-${register.caseId}`);
  });

  chapter(
    "a live roll-up of every duty goes to the legal representative, who returns and accepts it (row 27)",
    async () => {
      const publicity = await taskOf("66");
      await city.act({ taskId: publicity.id, verb: "waive", actor: "administrator", reason: "本月已由街道统一宣传" });
      await city.until("2031-03-31 18:05");
      city.newMessages();
      await city.until("2031-04-01 09:05", { plan: true });
      // March is over: its roll-up is due on the fifth business day of April.
      const rollUp = await taskOf("27");
      expect(rollUp.dueAt).toEqual(new Date("2031-04-07T10:00:00Z"));
      firstOfApril = city.newMessages(organization);
      const [live] =
        (
          await liveFigures(city.db, [{ ...rollUp, state: "open", zone: "Asia/Shanghai" }], city.calendar, city.now())
        ).get(rollUp.id) ?? [];
      expect(JSON.stringify(live)).toMatch(/done 3, open \d+, late \d+, missed \d+/);
      await submit(rollUp.id, "secretariat", { summary: "总体正常" });
      await city.settled();
      expect(mailTo("legal-representative")).toMatch(/\d+ duties, all periods: done 3, open \d+, late \d+/);
      await city.act({
        taskId: rollUp.id,
        verb: "return",
        actor: by("legal-representative"),
        reason: "请补充培训情况",
      });
      await submit(rollUp.id, "secretariat", { summary: "总体正常，培训已排入下月" });
      // The submitter cannot verify their own roll-up.
      const own = city.act({ taskId: rollUp.id, verb: "accept", actor: by("secretariat") });
      await expect(own).rejects.toThrow(/expected verifier/);
      await city.act({ taskId: rollUp.id, verb: "accept", actor: by("legal-representative") });
      expect((await city.db.case.findUniqueOrThrow({ where: { id: rollUp.caseId } })).state).toBe("done");
      // Both submitted roll-ups are stored as they were.
      expect(JSON.parse(await handedOver(rollUp.id))).toHaveLength(2);
    },
  );

  chapter("the heads review the overdue list, which is stored as they reviewed it (row 60)", async () => {
    const review = await taskOf("60");
    expect(review.step).toBe("review");
    const read = mailTo("head", firstOfApril);
    expect(read).toMatch(/Overdue: \d+ in all/);
    await submit(review.id, "head", { decisions: "培训延至4月10日，其余本周内办结" });
    expect(await handedOver(review.id)).toMatch(/共\d+项/);
    expect((await city.db.case.findUniqueOrThrow({ where: { id: review.caseId } })).state).toBe("done");
  });
});
