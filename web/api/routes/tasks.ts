import { reachedTask } from "../../../client/api/reach.ts";
import { actedData } from "../../../client/api/task-data.ts";
import { caseDetail, taskDetail } from "../../../client/api/task-detail.ts";
import type { ActContext } from "../../../client/context.ts";
import { futureOf } from "../../../client/instants.ts";
import { organizationById } from "../../../client/kinds/campaign-plan.ts";
import { personOf } from "../../../client/registry/people.ts";
import { act, type TaskAct } from "../../../client/tasks/act.ts";
import { passedOnAlready } from "../../../client/tasks/passed-on.ts";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { BadInputError } from "../../../domain/errors.ts";
import { itemsShown, photoOf } from "../../../domain/forms/checklist.ts";
import type { SubmittedFile } from "../../../domain/forms/submission.ts";
import { fieldsOf } from "../../../domain/procedures/steps.ts";
import { cause } from "../../../domain/reasons/index.ts";
import type { TaskRow } from "../../../records/tasks/tasks.ts";
import type { FormFile } from "../../http/multipart.ts";
import type { ApiKit, Asked } from "../kit.ts";
import { nothing } from "../schemas.ts";
import {
  actedSchema,
  caseParams,
  caseSchema,
  submissionBody,
  taskDetailSchema,
  taskParams,
  type VerbBody,
  verbRoutes,
} from "./schemas-of-tasks.ts";

/** One task or case in full, and every verb on a task. */
export function taskRoutes(kit: ApiKit): void {
  const { context } = kit.site.deps;
  const reading = { scope: "tasks:read", query: nothing } as const;
  kit.get(
    {
      ...{ ...reading, path: "/api/v1/tasks/{task}", summary: "A task: its form, and what the token may do" },
      ...{ params: taskParams, answer: taskDetailSchema },
    },
    (caller, { task }) => taskDetail(context, caller, task),
  );
  kit.get(
    {
      ...{ ...reading, path: "/api/v1/cases/{case}", summary: "A case with its tasks" },
      ...{ params: caseParams, answer: caseSchema },
    },
    (caller, params) => caseDetail(context, caller, params.case),
  );

  const acting = { scope: "tasks:write", params: taskParams, answer: actedSchema } as const;
  kit.act(
    {
      ...{ ...acting, path: "/api/v1/tasks/{task}/submit", summary: "Hand in what is asked for" },
      body: submissionBody,
      form: (values) => ({ values }),
      description: "As JSON, or as a form whose fields are the values and whose files are the evidence.",
    },
    async (inner, asked) => {
      const task = await reachedTask(inner, asked.caller, asked.params.task);
      const submission = { values: asked.body.values, files: evidence(task, asked.files) };
      return done(inner, asked, task, { verb: "submit", submission });
    },
  );
  for (const [verb, { summary, body }] of Object.entries(verbRoutes) as [keyof typeof verbRoutes, VerbRoute][])
    kit.act({ ...acting, path: `/api/v1/tasks/{task}/${verb}`, summary, body }, async (inner, asked) => {
      const task = await reachedTask(inner, asked.caller, asked.params.task);
      return done(inner, asked, task, { verb, ...(await given(inner, task, asked.body)) });
    });
}

type VerbRoute = (typeof verbRoutes)[keyof typeof verbRoutes];

async function given(
  { db, now }: ActContext,
  task: TaskRow,
  { reason, until, to, status, every }: VerbBody,
): Promise<Omit<TaskAct, "taskId" | "actor" | "verb">> {
  const zone = until === undefined ? undefined : (await organizationById(db, task.organizationId)).zone;
  return {
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && zone && { until: futureOf(until, "until", zone, now()) }),
    ...(to !== undefined && { to: (await personOf(db, to)).id }),
    ...(status !== undefined && { outlook: status }),
    ...(every !== undefined && { every }),
  };
}

async function done(
  context: ActContext,
  { actor }: Pick<Asked<unknown, unknown>, "actor">,
  task: TaskRow,
  input: Omit<TaskAct, "taskId" | "actor">,
): Promise<object> {
  const wanted = { ...input, taskId: task.id, actor };
  if (passedOnAlready(task, wanted)) return actedData(task, input.verb, false);
  const { changed, task: after } = await act(context, wanted, task);
  return actedData(after, input.verb, changed);
}

/** Files by the name of their form part; `photo.<field>.<item>` shows an item of a checklist. */
function evidence(task: TaskRow, files: readonly FormFile[]): SubmittedFile[] {
  const fields = fieldsOf(dutyOf(task.duty), task.step, task.facts);
  if (files.length > 0 && !fields.some(({ type }) => type === "file"))
    throw new BadInputError(cause("form-takes-no-file", { option: "files", fields: fields.map(({ name }) => name) }));
  return files.map(({ field, ...file }) => {
    const about = itemsShown(fields).find((one) => field === `photo.${one.field}.${one.item}`);
    return about ? photoOf(about, file) : file;
  });
}
