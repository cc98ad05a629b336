import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import { formToken } from "../../web/http/guard.ts";
import type { Organization } from "../support/organization.ts";
import { programAt } from "./api/program.ts";
import { type Desk, openDesk, origin, secretKey } from "./portal.ts";

/** Number of messages to the database. Each costs the program and the database more than most statements of an act. */
async function messages(work: () => Response | Promise<Response>, status: number): Promise<number> {
  const sent = vi.spyOn(pg.Client.prototype, "query");
  try {
    expect((await work()).status).toBe(status);
    return sent.mock.calls.length;
  } finally {
    sent.mockRestore();
  }
}

/** Counts the messages of the second of two acts, when all statements have been described before. */
async function messagesOf(act: (desk: Desk, organization: Organization, taskId: string) => Promise<number>) {
  const desk = await openDesk();
  const organization = await desk.organization();
  let last = 0;
  for (const subject of ["消防通道堆放杂物", "灭火器过期"])
    last = await act(desk, organization, (await desk.finding(organization, subject)).taskId);
  return last;
}

describe("an act sends few messages to the database", () => {
  it("of a person through their link", async () => {
    const sent = await messagesOf(async (desk, organization, taskId) => {
      const code = await desk.code(organization.person("secretariat"), taskId);
      const body = new URLSearchParams({ verb: "acknowledge", token: formToken(secretKey, "task", code, taskId) });
      const headers = { "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin" };
      return messages(
        () => desk.app.request(`${origin}/t/${code}`, { method: "POST", headers, body: body.toString() }),
        303,
      );
    });
    expect(sent).toBe(5);
  });

  it("of a program", async () => {
    const sent = await messagesOf(async (desk, organization, taskId) => {
      const as = organization.person("secretariat");
      const token = await programAt(desk).token({ organization: organization.code, as }, "organization");
      const headers = {
        "Content-Type": "application/json",
        Authorization: `Bearer ${token}`,
        "Idempotency-Key": taskId,
      };
      const body = JSON.stringify({ status: "on-track", reason: "已安排专人办理" });
      return messages(
        () => desk.app.request(`${origin}/api/v1/tasks/${taskId}/report`, { method: "POST", headers, body }),
        200,
      );
    });
    expect(sent).toBe(6);
  });
});
