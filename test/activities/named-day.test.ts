import { expect, it } from "vitest";
import { renderMessage } from "../../activities/render.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { along, notice } from "../support/notices.ts";

const zone = "Asia/Shanghai";
/** The report to the registrar of 2026: the law names 31 May, a Sunday; it is late from the end of Monday 1 June. */
const dueAt = instantAt("2026-06-01", "24:00", zone);
const about = {
  duty: "S2",
  dueAt,
  climbDueAt: dueAt,
  openedAt: instantAt("2026-04-01", "09:00", zone),
  facts: { askedBy: "2026-05-29" },
  policy: "filing",
};
const at = (day: string, time = "09:00") => along(instantAt(day, time, zone));

it("mail and SMS request by Friday 29 May what a statute requires by 31 May 2026", () => {
  const reminder = { ...about, shape: "reminder" as const, details: { because: "-1bd" } };
  const { email } = renderMessage("x", [notice(reminder)], at("2026-05-28"));
  expect(email?.subject).toContain("明日18:00到期");
  expect(email?.text).toContain("2026年5月29日");
  expect(email?.text).not.toContain("逾期");
  const { sms } = renderMessage("x", [notice({ ...reminder, channel: "sms" })], at("2026-05-28"));
  expect(sms?.text).toContain("明日18:00");
});

it("nobody is late on the Monday after; from Tuesday 2 June, 00:00, the task is", () => {
  const pressed = { ...about, shape: "reminder" as const, details: { because: "press" } };
  const monday = renderMessage("x", [notice(pressed)], at("2026-06-01", "23:59")).email;
  expect(monday?.subject).not.toContain("逾期");
  expect(monday?.text).not.toContain("逾期");
  expect(monday?.text).not.toContain("5月29日");
  const tuesday = renderMessage("x", [notice({ ...pressed, shape: "overdue" })], at("2026-06-02")).email;
  expect(tuesday?.subject).toContain("已逾期");
});

it("after an extension the new day is stated", () => {
  const moved = { ...about, taskDueRevision: 1, dueRevision: 1, dueAt: instantAt("2026-06-12", "18:00", zone) };
  const { email } = renderMessage(
    "x",
    [notice({ ...moved, shape: "reminder", details: { because: "-1bd" } })],
    at("2026-05-28"),
  );
  expect(email?.subject).toContain("6月12日18:00到期");
});
