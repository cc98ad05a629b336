import type { Trial } from "./line.ts";

/** Values of cells: plain, strange, long. */
export const formulas = [
  "=1+1",
  "@SUM(A1)",
  "+cmd|' /C calc'!A0",
  "-2+3",
  "\t=1",
  "\r=1",
  "＝1+1",
  "＋1",
  "－1",
  "＠a",
  ' =HYPERLINK("//x")',
];
export const odd = [
  "\u202etxt.exe",
  "\u200b",
  "\0",
  "\ud800",
  "\u2028",
  "а@example.org",
  "𝓪@example.org",
  "ａ@example.org",
  "٠١٢",
  "１３８",
  "\ufeff",
  "\u001b[31m",
];
export const plain = [
  "测试机构",
  "CHA",
  "foundation",
  "Asia/Shanghai",
  "yes",
  "no",
  "zh-CN",
  "越秀区",
  "li <li@example.org> +86 138 0013 8000",
  "2026-11-20",
  "received",
  "100",
  "12,345.60",
  "¥1",
  "",
  "GZ-X-001",
  "a@example.org",
  "+44 7700 900123",
  "138 0013 8000",
];
export const long = [
  "x".repeat(100_000),
  "9".repeat(50_000),
  "(".repeat(30_000),
  `${"a.".repeat(20_000)}@x.y`,
  "; ".repeat(20_000),
  "<".repeat(20_000),
  '"'.repeat(9_999),
];

export const cell = ({ pick, random }: Trial): string => {
  const kind = random();
  if (kind < 0.45) return pick(plain);
  if (kind < 0.6) return pick(formulas);
  if (kind < 0.75) return pick(plain) + pick(odd);
  if (kind < 0.8) return pick(long);
  return Array.from({ length: Math.floor(random() * 20) }, () =>
    String.fromCodePoint(random() < 0.7 ? 32 + Math.floor(random() * 95) : Math.floor(random() * 0xd7ff)),
  ).join("");
};
