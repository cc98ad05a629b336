import type { Grown } from "../types.ts";

const width = 640;
const panel = { height: 150, left: 70, right: 20, top: 34, gap: 26 };

interface Panel {
  title: string;
  value(one: Grown): number | null;
}

const panels: readonly Panel[] = [
  { title: "Processor time a mail, ms", value: ({ cpuMsPerMail }) => cpuMsPerMail },
  {
    title: "First mail after, s (the later of both rungs)",
    value: ({ rungs }) => Math.max(...rungs.map(({ firstMail }) => firstMail)),
  },
  { title: "Memory at its peak, MB", value: ({ memory }) => memory },
];

const text = (x: number, y: number, words: string, more = ""): string =>
  `<text x="${x}" y="${y}" ${more}>${words.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</text>`;

/** Draws a panel for each figure over the sizes of the city, on a logarithmic axis of sizes; each figure starts at zero. */
export function growthChart(grown: readonly Grown[], caption: string): string {
  const step = panel.top + panel.height + panel.gap;
  const height = panels.length * step + 40;
  const logs = grown.map(({ organizations }) => Math.log10(organizations));
  const [least, most] = [Math.min(...logs), Math.max(...logs)];
  const inner = width - panel.left - panel.right - 40;
  const x = (organizations: number): number =>
    Math.round(panel.left + 20 + (most === least ? 0.5 : (Math.log10(organizations) - least) / (most - least)) * inner);
  const drawn = panels.flatMap(({ title, value }, n) => {
    const known = grown.flatMap((one) => {
      const at = value(one);
      return at === null ? [] : [{ organizations: one.organizations, at }];
    });
    const top = n * step + panel.top;
    const bottom = top + panel.height;
    const highest = Math.max(...known.map(({ at }) => at), 0.001) * 1.2;
    const y = (at: number): number => Math.round(bottom - (at / highest) * panel.height);
    const points = known.map(({ organizations, at }) => `${x(organizations)},${y(at)}`);
    return [
      text(panel.left, top - 12, title, 'font-weight="bold"'),
      `<path d="M${panel.left} ${top}V${bottom}H${width - panel.right}" fill="none" stroke="#888"/>`,
      text(panel.left - 8, bottom, "0", 'text-anchor="end"'),
      `<polyline points="${points.join(" ")}" fill="none" stroke="#1f5f99" stroke-width="2"/>`,
      ...known.flatMap(({ organizations, at }) => [
        `<circle cx="${x(organizations)}" cy="${y(at)}" r="4" fill="#1f5f99"/>`,
        text(x(organizations), y(at) - 10, String(Number(at.toFixed(2))), 'text-anchor="middle"'),
        text(x(organizations), bottom + 15, organizations.toLocaleString("en"), 'text-anchor="middle"'),
      ]),
    ];
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#222">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...drawn,
    text(panel.left, height - 10, caption, 'font-size="10" fill="#555"'),
    "</svg>",
  ].join("\n")}\n`;
}
