/** Design values for portal, print and mail. In the portal each is a custom property of the same name. */

/**
 * Colours by use, on light and dark screens. Names that end in `soft` are backgrounds; those that end in `ink` are text on the colour of the same
 * name.
 */
export const colours = {
  ink: { light: "#1c2a30", dark: "#e6edef" },
  soft: { light: "#52636b", dark: "#a7b6bc" },
  line: { light: "#d5dde0", dark: "#37474d" },
  /** Border of inputs. */
  edge: { light: "#75868e", dark: "#7f9097" },
  paper: { light: "#f4f6f6", dark: "#12191c" },
  card: { light: "#ffffff", dark: "#1b2529" },
  brand: { light: "#1f4e5f", dark: "#8cc4d6" },
  "brand-ink": { light: "#ffffff", dark: "#0d1a1f" },
  "brand-soft": { light: "#e4eef1", dark: "#22363d" },
  late: { light: "#a3241b", dark: "#ff9d92" },
  "late-ink": { light: "#ffffff", dark: "#2a0d0a" },
  "late-soft": { light: "#fbe9e7", dark: "#3d1f1c" },
  soon: { light: "#7a4b00", dark: "#f3c477" },
  "soon-soft": { light: "#fdf1db", dark: "#392b12" },
  done: { light: "#1d6338", dark: "#8fd6a8" },
  "done-soft": { light: "#e4f3e9", dark: "#17301f" },
  focus: { light: "#0a6ed1", dark: "#6db8ff" },
} as const satisfies Readonly<Record<string, { light: `#${string}`; dark: `#${string}` }>>;
export type ColourName = keyof typeof colours;
export type Scheme = "light" | "dark";

/** Spaces; a name is the number of quarters of 16 pixels. */
export const spaces = {
  "space-1": "4px",
  "space-2": "8px",
  "space-3": "12px",
  "space-4": "16px",
  "space-6": "24px",
  "space-8": "32px",
} as const;

/** Font sizes and line heights: Chinese needs more space between lines than Latin text. */
export const type = {
  "type-small": ".875rem",
  "type-hint": ".9375rem",
  "type-body": "1.0625rem",
  "type-lead": "1.125rem",
  "type-title": "1.5rem",
  "type-figure": "1.75rem",
  "line-text": "1.65",
  "line-title": "1.35",
} as const;

/** System fonts for Chinese: no font is downloaded. */
export const faces =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', Roboto, sans-serif";

/** CSS rules that make the tokens custom properties: light, dark if the reader prefers it, and light in print. */
export function tokenRules(): string {
  const scheme = (name: Scheme): string =>
    Object.entries(colours)
      .map(([colour, value]) => `--${colour}: ${value[name]};`)
      .join(" ");
  const sizes = Object.entries({ ...spaces, ...type, faces })
    .map(([name, value]) => `--${name}: ${value};`)
    .join(" ");
  return `:root { ${scheme("light")} ${sizes} }
@media screen and (prefers-color-scheme: dark) { :root { ${scheme("dark")} } }
`;
}
