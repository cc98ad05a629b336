import type { RenderContext } from "../../activities/render.ts";
import { defaultPolicies } from "../../domain/escalation/policies.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import type { ClaimedNotice } from "../../records/messages/deliveries.ts";

/** A notice of an invented association about its drill's record, due on Monday 30 November 2026 at 18:00 in Shanghai. */
export function notice(more: Partial<ClaimedNotice> = {}): ClaimedNotice {
  return {
    id: "n1",
    taskId: "t1",
    caseId: "c1",
    organizationId: "o1",
    personId: "p1",
    channel: "email",
    shape: "due",
    part: "doer",
    urgency: "prompt",
    whileStates: [],
    dueRevision: 0,
    details: {},
    step: "0:d:opened",
    sendAt: new Date(0),
    notAfter: null,
    attempts: 0,
    deliveryId: null,
    reference: null,
    earlierState: null,
    earlierAt: null,
    personName: "林小满",
    dailyHour: null,
    routineChannel: null,
    language: "zh-CN",
    to: "lin@example.org",
    toState: "ok",
    otherwise: [],
    left: false,
    holds: ["secretariat"],
    organizationName: "羊城灯彩行业协会",
    zone: "Asia/Shanghai",
    paused: false,
    duty: "24",
    taskStep: "do",
    taskState: "open",
    openedAt: new Date("2026-11-16T01:00:00Z"),
    taskDueRevision: 0,
    dueAt: new Date("2026-11-30T10:00:00Z"),
    climbDueAt: new Date("2026-11-30T10:00:00Z"),
    personOfTask: false,
    roles: ["secretariat"],
    taskPersonId: null,
    passedById: null,
    verifier: "supervisory-board",
    didIds: [],
    policy: "ordinary",
    verifierPolicy: "verdict",
    facts: {},
    subject: "",
    severity: null,
    circularId: null,
    askedUntil: null,
    ...more,
  };
}

/** What is read along with notices, at an instant. */
export const along = (now: Date, more: Partial<RenderContext> = {}): RenderContext => ({
  now,
  calendar: chinaCalendar(),
  publicUrl: "https://duban.example.org",
  sender: "羊城社会组织督办平台",
  codes: new Map([["p1/t1", "k7m2p9qx4w8r"]]),
  stories: new Map(),
  names: new Map([
    ["p2", "周守正"],
    ["p4", "郑知行"],
  ]),
  policies: new Map(Object.entries(defaultPolicies)),
  holders: new Map([
    [
      "o1",
      [
        { role: "secretariat", personId: "p1" },
        { role: "legal-representative", personId: "p5" },
        { role: "supervisory-board", personId: "p3" },
        { role: "authority", personId: "p6" },
      ],
    ],
  ]),
  reporters: new Map(),
  issued: new Map(),
  noticesByPerson: new Map(),
  figures: new Map(),
  ...more,
});
