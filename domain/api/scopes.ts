import type { Text } from "../terms.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** What a token of a program may do. */
export const scopes = ["organizations:read", "tasks:read", "reports:read"] as const;
export type Scope = (typeof scopes)[number];

export const scopeTitles: Readonly<Record<Scope, Text>> = {
  "organizations:read": t("读取机构", "read organizations"),
  "tasks:read": t("读取工作", "read tasks"),
  "reports:read": t("读取报表", "read reports"),
};
