import type { FormField } from "../catalogue/duty.ts";
import type { Text } from "../terms.ts";
import type { Artefact, CaseView } from "./procedure.ts";

/** Whether the stored version is still valid, or is replaced by the submission. */
export const renewal: FormField = {
  name: "freshness",
  type: "choice",
  label: { zh: "现行版本是否有变化", en: "Does what is on file still hold?" },
  required: true,
  nothing: { zh: "unchanged", en: "unchanged" },
  options: [
    { value: "renewed", label: { zh: "有更新，提交新版", en: "Renewed: here is the new version" } },
    { value: "unchanged", label: { zh: "无变化，继续有效", en: "Unchanged: it still holds" } },
  ],
};

/** Content of a renewed version; empty if unchanged. */
export const renewed = (name: string, label: Text): FormField => ({
  name,
  type: "text",
  label,
  required: false,
  when: { field: renewal.name, is: "renewed" },
});

/** Whether a submission confirms the stored version, and thus makes no new one. */
export const unchanged = (submission: Readonly<Record<string, unknown>>): boolean =>
  submission[renewal.name] === "unchanged";

export const hasVersion = (view: Pick<CaseView, "versions">, artefact: Artefact): boolean =>
  view.versions?.[artefact] !== undefined;
