import { beforeAll, describe } from "vitest";
import { act } from "../../client/tasks/act.ts";
import { RefusedError } from "../../domain/errors.ts";
import { deciding } from "../../domain/tasks/permitted.ts";
import { verbs } from "../../domain/tasks/task-states.ts";
import { type Role, roles } from "../../domain/terms.ts";
import { newId } from "../../records/rows.ts";
import { commandLine } from "../cli/typed.ts";
import type { Organization } from "../support/organization.ts";
import { attackLine } from "./line.ts";
import { openStage, type Stage, tokenIn } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});

const day = 86_400_000;
/** Commands that decide. For a doer, `extend` requests an extension, and `delegate` passes the task on. */
const typed: readonly (readonly [string, ...string[]])[] = [
  ["accept"],
  ["return", "--reason", "x"],
  ["waive", "--reason", "x"],
  ["press", "--say", "x"],
  ["extend", "--refuse", "--reason", "x"],
  ["move", "--to", "2026-12-04"],
  ["cancel", "--reason", "x"],
];

/** A finding whose doer has both roles: through the role of its step if one of them has it, or because it was reassigned to them. */
async function doing(pair: readonly [Role, Role], submitted: boolean) {
  const { desk } = stage;
  const organization: Organization = await desk.organization({ language: "zh-CN" });
  // If an authority supervises the organization, nobody has the role of the party committee.
  const [held, role] = pair[0] === "party-committee" ? [pair[1], pair[0]] : pair;
  const doer = organization.person(held);
  const holding = { id: newId(), organizationId: organization.id, personId: doer, role, fromAt: new Date(0) };
  await desk.db.holding.create({ data: holding });
  const { taskId } = await desk.finding(organization, "灯坏了");
  if (!pair.includes("secretariat")) await desk.db.task.update({ where: { id: taskId }, data: { personId: doer } });
  const until = new Date(desk.now().getTime() + 10 * day);
  const actor = { personId: doer };
  await act(desk.context, { taskId, verb: "ask-extension", actor, until, reason: "x" });
  if (submitted) {
    const submission = { values: { note: "已修好" }, files: [] };
    await act(desk.context, { taskId, verb: "submit", actor, submission });
  }
  return { organization, doer, taskId };
}

/** The acts that a doer is refused succeed for people who may do them; otherwise the refusals above would prove nothing. */
async function entitled(duban: ReturnType<typeof commandLine>["duban"]): Promise<void> {
  const submittedFor = ["accept", "return"];
  for (const [name, ...more] of typed.filter(([name]) => name !== "move" && name !== "cancel")) {
    const { organization, taskId } = await doing(["secretariat", "staff"], submittedFor.includes(name));
    const { code, err } = await duban("task", name, taskId, "--as", organization.person("supervisory-board"), ...more);
    if (code !== 0) throw new Error(`who may ${name} was refused: ${err}`);
  }
}

describe("own work", () => {
  attackLine(
    {
      attack:
        "Own work: every decision by a person who has two roles and does the task, before and after submission, by act, page, board and command line",
      pass: "0 waived, extended, reassigned, reminded or verified",
      n: "all",
      fast: 1,
      seconds: 1_200,
    },
    async ({ whole, pick, tried, succeeded, note }) => {
      const { desk } = stage;
      const all = roles.flatMap((one, i) => roles.slice(i + 1).map((two) => [one, two] as const));
      const pairs = whole ? all : [["secretariat", "supervisory-board"] as const, pick(all), pick(all)];
      const { duban } = commandLine(desk.db, desk.now);
      const decisions = verbs.filter(deciding);
      for (const pair of pairs)
        for (const submitted of [false, true]) {
          const { organization, doer, taskId } = await doing(pair, submitted);
          const look = async () =>
            JSON.stringify([await desk.db.task.findFirst({ where: { id: taskId } }), await desk.db.event.count()]);
          const before = await look();
          const cookie = await desk.session(doer);
          const doors: [string, string, Record<string, string>][] = [
            // They have confirmed a code, so only the rule about own work refuses them.
            ["page", `/t/${await desk.code(doer, taskId)}`, { cookie: await desk.device(doer) }],
            ["board", `/board/task/${taskId}`, { cookie }],
          ];
          const about = `${pair.join(" + ")}, ${submitted ? "submitted" : "open"}`;
          const to =
            organization.person("staff") === doer ? organization.person("member") : organization.person("staff");
          // A refused act changes nothing, so each page is rendered only once.
          const pages = await Promise.all(
            doors.map(async ([door, path, headers]) => {
              const { text } = await stage.ask(path, { headers });
              return { door, path, headers, text, token: tokenIn(text) };
            }),
          );
          for (const verb of decisions) {
            const until = new Date(desk.now().getTime() + 11 * day);
            await act(desk.context, { taskId, verb, actor: { personId: doer }, reason: "x", until, to }).then(
              () => succeeded(`${about}: ${verb} by act`),
              (error) => {
                if (!(error instanceof RefusedError)) throw error;
              },
            );
            tried();
            for (const { door, path, headers, text, token } of pages) {
              if (text.includes(`name="verb" value="${verb}"`)) succeeded(`${about}: ${verb} is offered by ${door}`);
              const answer = await stage.post(path, { verb, token, reason: "x", until: "2026-12-04", to }, { headers });
              if (answer.status === 303) succeeded(`${about}: ${verb} by ${door}`);
              tried();
            }
          }
          for (const [name, ...more] of typed) {
            if ((await duban("task", name, taskId, "--as", doer, ...more)).code === 0)
              succeeded(`${about}: ${name} by command line`);
            tried();
          }
          if ((await look()) !== before) succeeded(`${about}: the task was changed`);
        }
      await entitled(duban);
      note(`${pairs.length} pairs of roles, ${decisions.length} decisions`);
    },
  );
});
