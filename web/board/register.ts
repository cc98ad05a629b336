import type { ActContext, Actor } from "../../client/context.ts";
import { putOnDuty, registerOf, takeOffDuty } from "../../client/kinds/project.ts";
import type { Progress } from "../../client/tasks/progress.ts";
import { RefusedError } from "../../domain/errors.ts";
import { projectKind } from "../../domain/procedures/kinds/project.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { type Html, html } from "../http/html.ts";
import type { Form } from "../http/multipart.ts";
import { gone, nothingSelected, type RegisterRefusal, registerSection, tickOf } from "./register-page.ts";

/** Whether a case has a register of people who can be put on duty. */
export const hasRegister = ({ case: found }: Progress): boolean => found.kind === projectKind;

/** Volunteers of a project, for the page of its case; empty for other kinds. */
export async function registerOfCase(
  { db, now }: ActContext,
  progress: Progress,
  shown: { language: LanguageCode; token: string; refused: RegisterRefusal | null },
): Promise<Html> {
  if (!hasRegister(progress)) return html``;
  const { case: found, organization, tasks } = progress;
  const { volunteers } = await registerOf(db, found, organization, now(), tasks);
  return registerSection({
    ...shown,
    volunteers,
    path: found.state === "open" ? `/board/case/${found.id}/duty` : null,
  });
}

/** Puts the selected people on duty, or takes them off it. @returns what prevented it; null: it is done */
export async function changeDuty(
  context: ActContext,
  { case: found, organization }: Progress,
  form: Form,
  actor: Actor,
): Promise<RegisterRefusal | null> {
  const { volunteers } = await registerOf(context.db, found, organization, context.now());
  const chosen = volunteers.filter(({ id }) => form.fields.has(tickOf(id)));
  const ticked = chosen.map(({ id }) => id);
  if (ticked.length === 0) return { ticked, missing: [nothingSelected] };
  const duty = { caseId: found.id, named: ticked, actor };
  const left = form.fields.get("duty") === "off" ? [] : chosen.filter((one) => one.left);
  if (left.length > 0) return { ticked, missing: left.map(gone) };
  try {
    if (form.fields.get("duty") === "off") await takeOffDuty(context, duty);
    else await putOnDuty(context, duty);
    return null;
  } catch (error) {
    if (error instanceof RefusedError && error.missing.length > 0) return { ticked, missing: error.missing };
    throw error;
  }
}
