import type { Phase, PhaseState } from "../../domain/procedures/phases.ts";
import type { LanguageCode, Text } from "../../domain/terms.ts";
import { textIn } from "../../domain/words.ts";
import type { TaskRow } from "../../records/tasks/tasks.ts";
import { attribute, type Html, html } from "../http/html.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const states: Readonly<Record<PhaseState, Text>> = {
  done: t("已完成", "Done"),
  open: t("办理中", "Under way"),
  waiting: t("等待前序事项", "Waits for others"),
  "given-up": t("不再办理", "Cancelled"),
  "to-come": t("尚未开始", "Not asked yet"),
};
const tones: Readonly<Partial<Record<PhaseState, string>>> = { done: "done", open: "soon" };

export const phasesTitle = (language: LanguageCode): string => textIn(t("进展", "Where it stands"), language);

/** Title of a phase with its state. */
export const phaseHead = ({ title, state }: Pick<Phase<TaskRow>, "title" | "state">, language: LanguageCode): Html =>
  html`<strong>${textIn(title, language)}</strong> <span class="badge ${tones[state] ?? ""}">${textIn(states[state], language)}</span>`;

/** Phases of a task's case, with the task's own marked; nothing for a case of one phase. The doers of other phases are not named. */
export function phaseSection(phases: readonly Phase<TaskRow>[], taskId: string, language: LanguageCode): Html {
  if (phases.length < 2) return html``;
  const current = (phase: Phase<TaskRow>): boolean => phase.tasks.some(({ id }) => id === taskId);
  return html`<section class="card" aria-labelledby="phases"><h2 id="phases">${phasesTitle(language)}</h2>
<ol class="phases">${phases.map((phase) => html`<li class="${phase.state}" ${attribute("aria-current", current(phase) ? "step" : null)}>${phaseHead(phase, language)}</li>`)}</ol></section>`;
}
