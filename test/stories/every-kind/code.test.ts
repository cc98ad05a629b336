import { beforeAll, describe, expect, it } from "vitest";
import { sendAccessCode, tryAccessCode } from "../../../client/registry/access-codes.ts";
import { newId } from "../../../records/rows.ts";
import { startWorld, type World } from "../../support/world.ts";

const secretKey = "a secret of thirty-two characters";
let world: World;
beforeAll(async () => {
  world = await startWorld();
});

describe("an access code", () => {
  it("is sent at once, also at night, by SMS or e-mail, can remember a device, and is in no log", async () => {
    const organization = await world.organization({ language: "zh-CN" });
    const personId = organization.person("supervisory-board");
    const subject = "消防通道堆放杂物";
    const facts = { severity: "major" };
    const caseId = await world.start({
      duty: "29",
      organizationId: organization.id,
      subject,
      facts,
      actor: "administrator",
    });
    await world.until("2031-03-04 23:30");
    world.newMessages();
    const events = await world.db.event.count({ where: { caseId } });
    for (const channel of ["sms", "email"] as const) {
      const id = newId();
      expect(await sendAccessCode(world.context, { id, personId, channel }, ["email", "sms"])).toBe("sent");
      await world.settled();
      const [message, ...more] = world.newMessages();
      expect(more).toEqual([]);
      expect(message).toMatchObject({ channel });
      expect(message?.subject ?? "").not.toMatch(/\d/);
      expect(message?.text).toMatch(
        channel === "sms" ? /^【督办】验证码\d{6}，10分钟内有效，请勿告诉他人。$/ : /验证码：\d{6}/,
      );
      const code = /\d{6}/.exec(message?.text ?? "")?.[0] ?? "";
      expect(await tryAccessCode(world.context, { id, personId, code, secretKey })).toMatchObject({
        token: expect.any(String),
      });
    }
    expect(await world.db.event.count({ where: { caseId } })).toBe(events);
    expect(await world.db.notice.count({ where: { caseId, shape: "code" } })).toBe(0);
  });

  it("is sent again if the server is busy, while the code is valid, and not if the server refused it", async () => {
    const organization = await world.organization();
    const personId = organization.person("supervisory-board");
    world.inbox.fail({ smtp: { at: "data", code: 451 } });
    const id = newId();
    await sendAccessCode(world.context, { id, personId, channel: "email" }, ["email"]);
    await world.until("2031-03-04 23:40");
    const message = async (subjectId: string) => world.db.directMessage.findFirstOrThrow({ where: { subjectId } });
    expect(await message(id)).toMatchObject({ state: "sent", attempts: 2 });
    world.inbox.fail({ smtp: { at: "rcpt", code: 550 } });
    const other = newId();
    await sendAccessCode(world.context, { id: other, personId, channel: "email" }, ["email"]);
    await world.until("2031-03-04 23:55");
    expect(await message(other)).toMatchObject({ state: "refused", attempts: 1 });
  });
});
