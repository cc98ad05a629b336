import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { envelopesOf } from "../../activities/envelopes.ts";
import { renderMessage } from "../../activities/render.ts";
import { digestLimit } from "../../domain/messages/languages/index.ts";
import type { ClaimedNotice } from "../../records/messages/deliveries.ts";
import { along, notice } from "../support/notices.ts";

const one = fc.record({
  personId: fc.constantFrom("p1", "p2"),
  taskId: fc.constantFrom("t1", "t2", "t3"),
  channel: fc.constantFrom("email" as const, "sms" as const),
  urgency: fc.constantFrom("routine" as const, "prompt" as const, "emergency" as const),
  shape: fc.constantFrom("due" as const, "reminder" as const, "overdue" as const, "escalated" as const),
  part: fc.constantFrom("doer" as const, "supervisor" as const, "copy" as const),
  earlier: fc.constantFrom(null, null, "failed", "unknown"),
});
const notices = fc.array(one, { maxLength: 40 }).map((all) =>
  all.map(({ earlier, ...more }, index) =>
    notice({
      ...more,
      id: `n${index}`,
      ...(earlier && {
        reference: `r-${more.personId}-${more.channel}-${earlier}`,
        earlierState: earlier,
        attempts: 1,
      }),
    }),
  ),
);
const about = ({ personId, channel, taskId }: ClaimedNotice): string => `${personId}/${channel}/${taskId}`;
const most = 10;

describe("notices of one instant", () => {
  it("are one message for each task, reader and channel, whatever their urgency; none is lost", () => {
    fc.assert(
      fc.property(notices, (all) => {
        const envelopes = envelopesOf(all, most);
        const ids = envelopes.flatMap((envelope) => envelope.notices.map(({ id }) => id));
        expect([...ids].sort()).toEqual(all.map(({ id }) => id).sort());
        const transports = new Map<string, number>();
        for (const { notices: carried, reference, deliveryId } of envelopes) {
          const [first] = carried;
          // One recipient, one channel.
          expect(new Set(carried.map(({ personId, channel }) => `${personId}/${channel}`)).size).toBe(1);
          // A notice that may have been sent keeps the reference that its provider knows.
          for (const { earlierState, reference: earlier } of carried)
            if (earlierState === "unknown") expect(reference).toBe(earlier);
          if (first?.reference === null) expect(reference).toBe(deliveryId);
          // An emergency is never one line among other tasks.
          if (carried.some(({ urgency }) => urgency === "emergency"))
            expect(new Set(carried.map(({ taskId }) => taskId)).size).toBe(1);
          const certain = carried.filter(({ earlierState }) => earlierState !== "unknown");
          for (const key of new Set(certain.map(about))) transports.set(key, (transports.get(key) ?? 0) + 1);
        }
        expect([...transports.values()].every((times) => times === 1)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("mention each task once, by the notice with the highest shape", () => {
    const now = new Date("2026-11-24T00:00:00Z");
    const both = [
      notice({ id: "a", channel: "sms", shape: "due", details: { because: "opened" } }),
      notice({ id: "b", channel: "sms", shape: "reminder", urgency: "emergency", details: { because: "opened+4h" } }),
    ];
    const [envelope, ...rest] = envelopesOf(both, most);
    expect(rest).toEqual([]);
    const { sms } = renderMessage("x", envelope?.notices ?? [], along(now));
    expect(sms?.template).toBe("DUBAN_ZH_REMINDER");
    const mail = renderMessage(
      "x",
      both.map((each) => ({ ...each, channel: "email" as const })),
      along(now),
    ).email;
    expect(mail?.subject).toContain("提醒");
    expect(mail?.text).not.toContain("2项");
  });

  it("about a thousand silent organizations are one mail to their authority, with the worst first and the others counted behind a link", () => {
    const all = Array.from({ length: 7_000 }, (_, n) =>
      notice({
        ...{ id: `n${n}`, taskId: `t${n}`, organizationId: `o${n % 1_000}`, organizationName: `第${n % 1_000}号社` },
        ...{ personId: "p6", holds: ["authority"], part: "supervisor", urgency: "routine" },
        ...{ shape: "overdue", ...(n === 6_500 && { dueAt: new Date("2026-11-10T10:00:00Z") }) },
      }),
    );
    const envelopes = envelopesOf(all, digestLimit);
    expect(envelopes.map(({ notices: carried }) => carried.length)).toEqual([7_000]);
    const codes = new Map(all.map(({ taskId }) => [`p6/${taskId}`, `code-${taskId}`]));
    const { email } = renderMessage("x", all, along(new Date("2026-12-07T01:00:00Z"), { codes }));
    const text = email?.text ?? "";
    expect(email?.subject).toContain("今日7000项上报");
    expect(text).toMatch(/code-t6500\b[\s\S]*code-t0\b/);
    expect(text).toContain("其余6995项，请打开链接查看");
    expect(text).toContain("code-t6500/all");
    expect(new TextEncoder().encode(text + (email?.html ?? "")).length).toBeLessThan(30_000);
  });
});
