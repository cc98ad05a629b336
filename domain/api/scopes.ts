import type { Text } from "../terms.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** What a token gives access to: one organization, the organizations that a person oversees, or all. */
export const tokenReaches = ["organization", "authority", "all"] as const;
export type TokenReach = (typeof tokenReaches)[number];

interface ScopeRule {
  title: Text;
  /** The reaches with which a token may have this scope. */
  of: readonly TokenReach[];
  /** The scope allows acts: a token of an organization must then name the person as whom it acts. */
  acts: boolean;
}

const anybody: readonly TokenReach[] = tokenReaches;
const authorities: readonly TokenReach[] = ["authority", "all"];
const rules = {
  "organizations:read": { title: t("读取机构", "read organizations"), of: anybody, acts: false },
  "tasks:read": { title: t("读取工作和事项", "read tasks and cases"), of: anybody, acts: false },
  "reports:read": { title: t("读取报表", "read reports"), of: anybody, acts: false },
  "circulars:read": {
    title: t("读取文件和落实情况", "read circulars and their coverage"),
    of: authorities,
    acts: false,
  },
  "levels:read": { title: t("读取风险等级", "read levels of hazards"), of: authorities, acts: false },
  "tasks:write": { title: t("办理工作", "act on tasks"), of: anybody, acts: true },
  "cases:write": { title: t("开始事项、登记事情", "start cases and record events"), of: anybody, acts: true },
  "hazards:write": { title: t("报告隐患", "report hazards"), of: anybody, acts: true },
  "donations:read": { title: t("读取捐赠收支", "read donations and their use"), of: anybody, acts: false },
  "donations:write": {
    title: t("登记捐赠收支", "record donations and their use"),
    of: ["organization", "all"],
    acts: true,
  },
  "absences:write": { title: t("登记请假", "record absences"), of: ["organization", "all"], acts: true },
  "circulars:write": { title: t("下发、撤回文件", "issue and withdraw circulars"), of: authorities, acts: true },
  "levels:write": { title: t("设定风险等级", "set levels of hazards"), of: authorities, acts: true },
  "organizations:write": { title: t("导入、修改机构", "import and change organizations"), of: ["all"], acts: true },
  "people:write": { title: t("登记、修改人员", "add and change people"), of: ["all"], acts: true },
} as const satisfies Readonly<Record<string, ScopeRule>>;

/** A scope: what a program may do with its token. */
export type Scope = keyof typeof rules;
export const scopes = Object.keys(rules) as readonly Scope[];

export const scopeRule = (scope: Scope): ScopeRule => rules[scope];
export const scopeTitles = Object.fromEntries(scopes.map((scope) => [scope, rules[scope].title])) as Readonly<
  Record<Scope, Text>
>;

/** Those of the given scopes that a token of this reach cannot have. */
export const scopesBeyond = (wanted: readonly Scope[], reach: TokenReach): Scope[] =>
  wanted.filter((scope) => !scopeRule(scope).of.includes(reach));
