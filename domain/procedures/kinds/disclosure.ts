import { line, must, say, text } from "../../catalogue/packs/fields.ts";
import { platformFields, platformGate } from "../../donations/platform.ts";
import type { Kind } from "../../terms.ts";
import type { Procedure } from "../procedure.ts";
import { byLaw } from "./by-law.ts";
import { files } from "./fields.ts";

/** Code in the catalogue: a campaign or project whose donations are disclosed. */
export const disclosureKind = "DD" satisfies Kind;

/** Rows: a campaign, with disclosures of receipts and use; a project that only spends. */
export const disclosureDuties = { campaign: "40a", project: "40b" } as const;
export type DisclosureDuty = (typeof disclosureDuties)[keyof typeof disclosureDuties];

/**
 * Donation disclosure (rows 40a and 40b): its tasks are requested as each disclosure becomes due. Events in between have terms of their own: a
 * donor's question, a changed use, transactions with a related party.
 */
export const disclosure: Procedure = {
  workflow: "disclosure",
  beginsAtOnce: true,
  statutory: true,
  needsVerdict: true,
  opens: () => [],
  listens: true,
  steps: {
    publish: {
      title: { zh: "核对并公布款物接收、使用情况", en: "Check and publish what was received and used" },
      fields: [
        {
          name: "statement",
          type: "text",
          label: { zh: "公布说明", en: "A word with the figures" },
          required: false,
        },
        ...platformFields,
      ],
      gate: platformGate,
      publishes: "statement",
    },
    "answer-query": {
      title: say("答复捐赠人查询", "Answer a donor's question"),
      fields: [must(text("answer", "答复", "Answer")), files],
      tells: "answer",
      due: byLaw("donor-query", "askedOn"),
      policy: "filing",
    },
    "file-changed-use": {
      title: say("变更捐赠用途备案", "File the changed use of donations"),
      fields: [must(line("filing-number", "备案回执号", "Number of the filing receipt")), files],
      due: byLaw("changed-use", "decidedOn"),
      policy: "filing",
    },
    "disclose-related": {
      title: say("公开关联交易", "Disclose dealings with a related party"),
      fields: [must(line("address", "公开网址", "Public address", "address")), files],
      due: byLaw("related-party-dealings", "dealtOn"),
      policy: "disclosure-matter",
    },
  },
};
