import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { rowLabel, rowsOf } from "../../domain/forms/rows.ts";
import { drawOf, drawSample } from "../../domain/forms/sample.ts";
import { fieldsOf } from "../../domain/procedures/steps.ts";
import { type Exception, exceptionsIn } from "../../domain/tasks/exceptions.ts";
import type { TaskRow } from "../../records/tasks/tasks.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { safe } from "./format.ts";

/** Exceptions in a covering task's submission, with their reasons. */
export const exceptionsOf = (task: TaskRow): Exception[] =>
  exceptionsIn(fieldsOf(dutyOf(task.duty), task.step, task.facts), task.result as Record<string, unknown> | null);

export const exceptionLines = (task: TaskRow): string[] =>
  exceptionsOf(task).map(({ what, lacks, reason }) =>
    what
      ? say(
          `${safe(localized(what))}：${lacks.map((one) => safe(localized(one))).join("、")}未落实；${safe(reason) || "未说明理由"}`,
          `${safe(localized(what))}: ${lacks.map(({ en }) => safe(en)).join(", ")} is not so; ${safe(reason) || "no reason given"}`,
        )
      : safe(reason),
  );

/** The people in a random sample, and whether repeating the draw gives the same ones. */
export function drawLines(task: TaskRow): string[] {
  const draw = drawOf(task.facts);
  if (!draw) return [];
  const drawn = rowsOf(task.facts).map((row) => safe(rowLabel(row, currentLanguage())));
  return [
    say(
      `${drawn.join("、")}：从${draw.among.length}中抽取${drawn.length}，种子为${safe(draw.seed)}；${drawHolds(task) ? "重新抽取，结果相同" : "重新抽取，结果不同"}`,
      `${drawn.join(", ")}: ${drawn.length} of ${draw.among.length}, by the seed ${safe(draw.seed)}; ${drawHolds(task) ? "drawn again, they are the same" : "drawn again, they are NOT the same"}`,
    ),
  ];
}

/** The same for `--json`. */
export const drawData = (task: TaskRow): Record<string, unknown> => ({
  ...drawOf(task.facts),
  drawn: rowsOf(task.facts).map(({ id }) => id),
  holds: drawHolds(task),
});

function drawHolds({ facts }: TaskRow): boolean {
  const draw = drawOf(facts);
  const drawn = rowsOf(facts).map(({ id }) => id);
  const again = draw ? drawSample(draw) : [];
  return drawn.length > 0 && drawn.every((id) => again.includes(id));
}
