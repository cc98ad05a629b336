import { describe, expect, it } from "vitest";
import { renderMessage } from "../../activities/render.ts";
import { defaultPolicies } from "../../domain/escalation/policies.ts";
import { actNotices } from "../../domain/messages/languages/vocabulary.ts";
import { reportName } from "../../domain/tasks/outlook.ts";
import type { Act, Recipient, TaskFacts } from "../../domain/tasks/task.ts";
import { type TaskRelationship, type Verb, verbs } from "../../domain/tasks/task-states.ts";
import { transition } from "../../domain/tasks/transition.ts";
import { type LanguageCode, languageCodes } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import type { ClaimedNotice } from "../../records/messages/deliveries.ts";
import { type AfterAct, doneWords } from "../../web/task/done-words.ts";
import { unChinese } from "../support/chinese.ts";
import { along, notice } from "../support/notices.ts";
import { fresh } from "../support/task-facts.ts";

/**
 * Every sentence that an act or a rung sends or shows, before D and after it, in both languages, as one table for each. Written by
 * `npx vitest run test/activities/golden.test.ts -u` and read by people: a sentence that is not true for its row is a fault.
 */
const due = new Date("2026-11-30T10:00:00Z");
/** A host as short as those recommended for SMS. */
const short = { publicUrl: "https://d.example.cn" };
const instants = { before: new Date("2026-11-24T02:00:00Z"), after: new Date("2026-12-08T02:00:00Z") } as const;
type When = keyof typeof instants;
const later = { before: new Date("2026-12-04T10:00:00Z"), after: new Date("2026-12-15T10:00:00Z") } as const;

const facts: TaskFacts = { ...fresh(), openedAt: new Date("2026-11-16T01:00:00Z"), dueAt: due, firstDueAt: due };

/** Who does each act: the doer, the verifier, or a supervisor. */
const standings: Readonly<Record<Verb, TaskRelationship>> = {
  acknowledge: "doer",
  submit: "doer",
  accept: "verifier",
  return: "verifier",
  "ask-extension": "doer",
  "grant-extension": "verifier",
  "refuse-extension": "verifier",
  delegate: "doer",
  report: "doer",
  "ask-reports": "supervisor",
  "not-mine": "doer",
  reassign: "supervisor",
  "take-on": "supervisor",
  press: "supervisor",
  waive: "supervisor",
  move: "administrator",
  cancel: "administrator",
};
const verifying: readonly Verb[] = ["accept", "return"];

/** The state in which each act is tried: a verdict needs a submission, a reply needs a request. */
function from(verb: Verb, when: When): TaskFacts {
  if (verifying.includes(verb)) return { ...facts, state: "submitted", didIds: ["p3"], returns: 1 };
  const asked = verb === "grant-extension" || verb === "refuse-extension";
  return asked ? { ...facts, askedUntil: later[when], askedById: "p3" } : facts;
}

function actOf(verb: Verb, when: When): Act {
  const dated: readonly Verb[] = ["ask-extension", "return", "move"];
  return {
    verb,
    by: standings[verb] === "administrator" ? null : "p2",
    standing: [standings[verb]],
    at: instants[when],
    reason: "场地尚未落实",
    ...(verb === "report" && { outlook: "at-risk" as const }),
    ...(verb === "ask-reports" && { every: "2bd" as const }),
    ...(dated.includes(verb) && { until: later[when] }),
    ...((verb === "delegate" || verb === "reassign") && { to: "p1" }),
  };
}

const partOf = ({ audience, former }: Recipient, verb: Verb): ClaimedNotice["part"] =>
  former && verb !== "take-on"
    ? "copy"
    : typeof audience === "object" || audience === "doer"
      ? "doer"
      : audience === "verifier"
        ? "verifier"
        : "supervisor";

const holds = { doer: "secretariat", verifier: "supervisory-board", supervisor: "legal-representative" } as const;

/** Notices of one act, one for each recipient who gets one at once. */
function toldOf(verb: Verb, when: When, language: LanguageCode): { part: string; notice: ClaimedNotice }[] {
  const before = from(verb, when);
  const change = transition(before, actOf(verb, when), () => later[when]);
  if (change === "done already") throw new Error(`${verb} changes nothing`);
  const after = { ...before, ...change.set };
  return change.recipients.map((told) => {
    const part = partOf(told, verb);
    return {
      part: `${told.shape} → ${part}`,
      notice: notice({
        language,
        shape: told.shape,
        part,
        holds: [holds[part as keyof typeof holds] ?? "secretariat"],
        taskState: after.state,
        dueAt: after.dueAt,
        climbDueAt: after.dueAt,
        askedUntil: after.askedUntil,
        facts: after.facts ?? {},
        details: {
          because: verb === "report" ? reportName("at-risk") : verb,
          reason: "场地尚未落实",
          from: "p2",
          ...(told.former && { to: "p4" }),
        },
      }),
    };
  });
}

/** Subject, lead, label and day, button, and the consequences of not acting: what a recipient acts on. */
function said(one: ClaimedNotice, now: Date): string {
  const { email } = renderMessage("x", [one], along(now));
  const { subject = "", text = "" } = email ?? {};
  const [head = "", ...body] = text.split("\n\n").slice(0, -2);
  const state = head.split("\n").slice(2).join(" · ");
  const words = body
    .filter((block) => !/^\s|^“|依据：|^Source:/.test(block))
    .map((block) =>
      block
        .split("\n")
        .filter((line) => !/https:|林小满|^Dear/.test(line))
        .join(" "),
    );
  return [`**${subject}**`, state, ...words].filter(Boolean).join("<br>");
}

type Rung = Pick<ClaimedNotice, "shape" | "part"> & { verdict: boolean };

/** Every shape and recipient of the rungs of the product's policies, and other notices about a task. */
function rungsTold(): Rung[] {
  const told: Rung[] = Object.values(defaultPolicies).flatMap((policy) =>
    policy.rungs.flatMap(({ tell }) =>
      tell.map(({ audience, shape }) => ({
        shape,
        part:
          audience === "participants"
            ? ("participant" as const)
            : audience === "verifier"
              ? ("verifier" as const)
              : shape === "escalated" || supervising.includes(audience)
                ? ("supervisor" as const)
                : ("doer" as const),
        verdict: policy.name === "verdict" && audience !== "verifier",
      })),
    ),
  );
  told.push(
    ...(["overdue", "escalated"] as const).map((shape) => ({ shape, part: "copy" as const, verdict: false })),
    { shape: "escalated", part: "doer", verdict: false },
    ...(["doer", "participant", "asker"] as const).map((part) => ({ shape: "settled" as const, part, verdict: false })),
    { shape: "call", part: "asker", verdict: false },
    { shape: "test", part: "doer", verdict: false },
  );
  const key = ({ shape, part, verdict }: Rung): string => `${shape}/${part}/${verdict}`;
  return [...new Map(told.map((one) => [key(one), one])).values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const supervising: readonly string[] = ["legal-representative", "supervisory-board", "authority"];

function table(language: LanguageCode): string {
  const acts = verbs.flatMap((verb) => {
    const early = toldOf(verb, "before", language);
    const late = toldOf(verb, "after", language);
    return early.map(({ part, notice: one }, index) => {
      const other = late[index]?.notice ?? one;
      return `|${verb}|${part}|${said(one, instants.before)}|${said(other, instants.after)}|`;
    });
  });
  const ends = (["closed/doer", "closed/verifier", "withdrawn/doer"] as const).map((told) => {
    const [because = "", part = "doer"] = told.split("/");
    const one = notice({
      language,
      shape: "settled",
      part: part as "doer",
      holds: [holds[part as keyof typeof holds]],
      taskState: "cancelled",
      details: { because, reason: "登记证书已注销" },
    });
    return `|${because}|settled → ${part}|${said(one, instants.before)}|${said(one, instants.after)}|`;
  });
  const handovers = (["new-role/doer", "new-role/verifier", "new-address/doer", "new-address/verifier"] as const).map(
    (told) => {
      const [because = "", part = "doer"] = told.split("/");
      const one = notice({
        language,
        shape: "due",
        part: part as "doer",
        holds: [holds[part as keyof typeof holds]],
        taskState: part === "verifier" ? "submitted" : "open",
        details: { because },
      });
      return `|${because}|due → ${part}|${said(one, instants.before)}|${said(one, instants.after)}|`;
    },
  );
  const reports = (["report-blocked/supervisor", "answer-report/doer", "progress/doer"] as const).map((told) => {
    const [name = "", part = "doer"] = told.split("/");
    const one = notice({
      language,
      shape: part === "doer" ? "reminder" : "escalated",
      part: part as "doer",
      holds: [holds[part as keyof typeof holds]],
      details: {
        because: name === "progress" ? "progress-5bd" : name,
        ...(name !== "progress" && { reason: "场地尚未落实", from: "p2" }),
      },
    });
    return `|${name}|${one.shape} → ${part}|${said(one, instants.before)}|${said(one, instants.after)}|`;
  });
  const rungs = rungsTold().map(({ shape, part, verdict }) => {
    const taskState = shape === "settled" ? "closed" : verdict || part === "verifier" ? "submitted" : "open";
    const role = holds[part as keyof typeof holds] ?? "staff";
    const one = notice({ language, shape, part, taskState, holds: [role], details: { because: "-1bd" } });
    const cells = [instants.before, instants.after].map((now) => said(one, now));
    return `|${shape}${verdict ? ", waits for a verdict" : ""}|${part}|${cells.join("|")}|`;
  });
  const messages = [...rungsTold(), { shape: "returned", part: "doer", verdict: false } as const]
    .filter(({ part, shape }) => part !== "asker" && part !== "copy" && shape !== "test")
    .map(({ shape, part, verdict }) => {
      const taskState = shape === "settled" ? "closed" : verdict || part === "verifier" ? "submitted" : "open";
      const one = notice({ language, channel: "sms", shape, part, taskState, details: { because: "-1bd" } });
      const cells = [instants.before, instants.after].map(
        (now) => renderMessage("x", [one], along(now, short)).sms?.text ?? "",
      );
      return `|${shape}${verdict ? ", waits for a verdict" : ""}|${part}|${cells.join("|")}|`;
    });
  const danger = (["doer", "supervisor"] as const).map((part) => {
    const one = notice({
      language,
      channel: "sms",
      part,
      shape: part === "doer" ? "due" : "escalated",
      severity: "critical",
      policy: "emergency",
      subject: "厨房有煤气味，二楼有人头晕",
    });
    const reporters = new Map([["c1", { personId: "p9", name: "何婉仪", phone: "13800138000" }]]);
    const cells = [instants.before, instants.after].map(
      (now) => renderMessage("x", [one], along(now, { ...short, reporters })).sms?.text ?? "",
    );
    return `|danger|${part}|${cells.join("|")}|`;
  });
  const several = [instants.before, instants.after].map((now) => {
    const all = ["a", "b", "c"].map((taskId) => notice({ language, channel: "sms", id: taskId, taskId }));
    return renderMessage("x", all, along(now, short)).sms?.text ?? "";
  });
  const pages = verbs.map((verb) => {
    const after = (when: When): string => {
      const before = from(verb, when);
      const change = transition(before, actOf(verb, when), () => later[when]);
      if (change === "done already") return "";
      const task = {
        ...before,
        ...change.set,
        policy: "ordinary",
        climbFrom: facts.openedAt,
        climbDueAt: before.dueAt,
        waitsFor: 0,
      };
      return doneWords(verb, {
        task,
        organization: { zone: "Asia/Shanghai" },
        calendar: along(instants[when]).calendar,
        policies: new Map(Object.entries(defaultPolicies)),
        now: instants[when],
        paused: false,
        access: { language },
      } as unknown as AfterAct);
    };
    return `|${verb}|${word("verb", verb, language)}|${after("before")}|${after("after")}|`;
  });
  const head = "|-|-|-|-|";
  return [
    "# What people read",
    "Made by `npx vitest run test/activities/golden.test.ts -u`. D is 2026-11-30 18:00; “before” is 2026-11-24 10:00, “after” 2026-12-08 10:00.",
    "## What is told at once of an act",
    ["|verb|shape → reader|before D|after D|", head, ...acts, ...reports, ...ends, ...handovers].join("\n"),
    "## What a rung tells",
    ["|shape|reader|before D|after D|", head, ...rungs].join("\n"),
    "## What an SMS says",
    ["|shape|reader|before D|after D|", head, ...messages, ...danger, `|several|doer|${several.join("|")}|`].join("\n"),
    "## What the page says to whoever acted",
    ["|verb|button|before D|after D|", head, ...pages].join("\n"),
    "",
  ].join("\n\n");
}

describe("every sentence of an act or a rung", () => {
  it.each(languageCodes)("is in the table in %s", async (language) => {
    await expect(table(language)).toMatchFileSnapshot(`golden/${language}.md`);
  });
  it("is Chinese throughout in the Chinese table", () => {
    const words = table("zh-CN")
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .flatMap((line) => line.split("|").slice(3));
    expect(
      words
        .slice(2)
        .flatMap(unChinese)
        .filter((one) => !/before D|after D/.test(one)),
    ).toEqual([]);
  });
  it("differs for each recipient of an act", () => {
    const told = verbs.flatMap((verb) =>
      toldOf(verb, "before", "en").flatMap(({ notice: { part, shape } }) =>
        shape === "returned" ? [] : [`${verb === "report" ? reportName("at-risk") : verb}/${part}`],
      ),
    );
    const known: readonly string[] = actNotices;
    expect(told.filter((one) => !known.includes(one))).toEqual([]);
  });
  it("promises nothing before a past day, and asks nobody to meet one", () => {
    for (const verb of verbs)
      for (const { notice: one } of toldOf(verb, "after", "zh-CN")) {
        const { subject = "" } = renderMessage("x", [one], along(instants.after)).email ?? {};
        const late = one.dueAt < instants.after;
        if (late) expect(subject, verb).not.toContain("11月30日18:00前");
      }
  });
  it("has no label without a value", () => {
    for (const verb of verbs)
      for (const { notice: one } of toldOf(verb, "before", "zh-CN")) {
        const bare = { ...one, details: { because: verb === "report" ? reportName("at-risk") : verb, from: "p2" } };
        expect(renderMessage("x", [bare], along(instants.before)).email?.text, verb).not.toMatch(
          /说明（|理由（|意见（|原因（|支持（/,
        );
      }
  });
});
