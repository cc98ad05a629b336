import { beforeAll, expect, it } from "vitest";
import { startWorld, type World } from "../../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

it.each(["60", "61", "62", "69", "70"])(
  "row %s is requested from both heads; either can submit it, and the other is notified by mail and sees it",
  async (duty) => {
    const organization = await world.organization();
    world.newMessages();
    const caseId = await world.start({ duty, organizationId: organization.id, subject: "", actor: "administrator" });
    await world.settled();
    const recipients = world.newMessages(organization).map(({ to }) => to);
    expect(recipients).toEqual(expect.arrayContaining([organization.email("head"), organization.email("party-head")]));
    const task = await world.db.task.findFirstOrThrow({ where: { caseId } });
    const waive = { taskId: task.id, verb: "waive" as const, actor: "administrator" as const, reason: "x" };
    // Each of the two heads may submit it.
    const { relationshipOf } = await import("../../../domain/tasks/standing.ts");
    const { holdersOf } = await import("../../../records/roster/holders.ts");
    const holders = (await holdersOf(world.db, [organization.id], world.now())).get(organization.id) ?? [];
    for (const role of ["head", "party-head"] as const)
      expect(relationshipOf(task as never, organization.person(role), holders)).toContain("doer");
    if (duty === "60") {
      const submission = { values: { decisions: "无" }, files: [] };
      await world.act({
        taskId: task.id,
        verb: "submit",
        actor: { personId: organization.person("party-head") },
        submission,
      });
      await world.settled();
      const messages = world.newMessages(organization);
      expect(messages.map(({ to, channel }) => [to, channel])).toEqual([[organization.email("head"), "email"]]);
      expect(messages[0]?.text).toContain("which you do together");
    } else await world.act(waive);
  },
);
