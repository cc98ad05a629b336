/** A sample in Prometheus text format 0.0.4. Label values come from closed lists (channels, verbs, steps), never from personal data. */
export interface Metric {
  name: string;
  help: string;
  type: "gauge" | "counter";
  values: readonly { labels?: Readonly<Record<string, string>>; value: number }[];
}

/** Allowed label values; any other value is left out. */
const labelValue = /^[\w.:-]{1,80}$/;

export const exposition = (metrics: readonly Metric[]): string =>
  metrics
    .map(({ name, help, type, values }) =>
      [
        `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", " ")}`,
        `# TYPE ${name} ${type}`,
        ...values.map(({ labels = {}, value }) => `${name}${labelled(labels)} ${Number.isFinite(value) ? value : 0}`),
        "",
      ].join("\n"),
    )
    .join("");

function labelled(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([key, value]) => `${key}="${labelValue.test(value) ? value : "other"}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}
