import type { Procedure } from "../procedure.ts";

/** Donation disclosure (rows 40a and 40b): its tasks are asked for as each disclosure comes up. */
export const disclosure: Procedure = {
  workflow: "disclosure",
  opens: () => [],
  listens: true,
  steps: {
    publish: {
      title: { zh: "核对并公布款物接收、使用情况", en: "Check and publish what was received and used" },
      asks: [
        {
          name: "statement",
          type: "text",
          label: { zh: "公布说明(可留空)", en: "A word with the figures (may be empty)" },
          required: false,
        },
      ],
    },
  },
};
