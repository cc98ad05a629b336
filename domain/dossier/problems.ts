import type { Text } from "../terms.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Possible problems of a dossier, in words. */
const words = {
  "not-a-zip": () => t("不是完整的压缩文件", "it is no whole ZIP archive"),
  "not-a-dossier": () => t("缺少清单，或清单不是卷宗的清单", "its manifest is missing, or is none of a dossier"),
  "unsafe-name": ({ path }: ByPath) => t(`文件名不安全，未读取：${path}`, `a name that is not safe, not read: ${path}`),
  "too-large": ({ path }: ByPath) =>
    t(
      `解压后的大小与压缩文件不相称，未读取：${path}`,
      `unpacks to more than such an archive can hold, not read: ${path}`,
    ),
  "too-many": ({ count }: { count: number }) => t(`文件过多：${count}个`, `too many files: ${count}`),
  twice: ({ path }: ByPath) => t(`同一文件名出现两次：${path}`, `the same name twice: ${path}`),
  unreadable: ({ path }: ByPath) => t(`无法读取：${path}`, `cannot be read: ${path}`),
  "manifest-changed": () => t("清单与其校验值不符", "the manifest does not agree with its checksum"),
  "other-seal": ({ seal }: { seal: string }) =>
    t(`清单的校验值不是给出的那个，而是${seal}`, `the manifest's checksum is not the one given but ${seal}`),
  changed: ({ path }: ByPath) => t(`内容被改动：${path}`, `changed: ${path}`),
  missing: ({ path }: ByPath) => t(`缺少文件：${path}`, `missing: ${path}`),
  added: ({ path }: ByPath) => t(`多出文件：${path}`, `added: ${path}`),
  "not-as-handed-in": ({ path }: ByPath) =>
    t(`与提交时的校验值不符：${path}`, `not as it was handed in, by the hash kept then: ${path}`),
  "line-unreadable": ({ line }: ByLine) => t(`记录第${line}行无法读取`, `line ${line} of the log cannot be read`),
  "line-changed": ({ line }: ByLine) => t(`记录第${line}行被改动`, `line ${line} of the log was changed`),
  "line-out-of-order": ({ line }: ByLine) =>
    t(
      `记录第${line}行与上一行不衔接：有记录被移动、抽走或插入`,
      `line ${line} of the log does not follow from the one before: lines were moved, removed or added`,
    ),
  "log-cut": ({ has, said }: { has: number; said: number }) =>
    t(`记录有${has}行，清单为${said}行`, `the log has ${has} lines, the manifest says ${said}`),
  "other-case": ({ line }: ByLine) => t(`记录第${line}行属于另一事项`, `line ${line} of the log is of another case`),
} satisfies Readonly<Record<string, (values: never) => Text>>;

interface ByPath {
  path: string;
}
interface ByLine {
  /** From 1. */
  line: number;
}

export type ProblemName = keyof typeof words;
type Values<Say> = Say extends (values: infer Given extends object) => Text ? Given : Record<never, never>;

/** A problem of a dossier, with its place. */
export type DossierProblem = {
  [Name in ProblemName]: { readonly problem: Name } & Values<(typeof words)[Name]>;
}[ProblemName];

export const problemText = (one: DossierProblem): Text => words[one.problem](one as never);
