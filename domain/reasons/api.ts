import type { TokenReach } from "../api/scopes.ts";
import { listText, t } from "./words.ts";

const reaches = {
  organization: t("一家机构的", "of an organization"),
  authority: t("主管或监督人员的", "of an authority"),
  all: t("全部机构的", "of all organizations"),
} as const satisfies Readonly<Record<TokenReach, unknown>>;

/** Why a program's request is refused. */
export const apiReasons = {
  "token-missing": () =>
    t(
      "没有可用的令牌；请求头应为Authorization: Bearer 令牌",
      "Expected a token that works, as Authorization: Bearer TOKEN.",
    ),
  "scope-missing": ({ scope }: { scope: string }) =>
    t(`此令牌没有权限“${scope}”`, `The token has not the scope ${scope}.`),
  "too-many-tokens": () => t("错误的令牌太多；请一分钟后再试", "Too many wrong tokens: try again in a minute."),
  "too-many-requests": ({ allowed, seconds }: { allowed: number; seconds: number }) =>
    t(
      `请求太多：每分钟最多${allowed}次；请${seconds}秒后再试`,
      `Too many requests: expected at most ${allowed} a minute; try again in ${seconds} s.`,
    ),
  "not-as-described": ({ place, fault }: { place: string; fault: string }) =>
    t(
      `${place || "内容"}：与接口说明不符（${fault}）`,
      `${place || "(all)"}: expected what the description says (${fault})`,
    ),
  "body-unreadable": ({ fault }: { fault: string }) =>
    t(
      `内容无法读取（${fault}）；应为接口说明中的格式`,
      `The body cannot be read (${fault}); expected the form that the description names`,
    ),
  "body-too-large": ({ most }: { most: number }) =>
    t(`内容过大：最多${most}字节`, `The body is too large: expected at most ${most} bytes`),
  "api-failed": () => t("系统出现异常", "Something went wrong."),
  "nul-in-address": () => t("网址中不能有空字符（NUL）", "Expected no NUL."),
  "no-route": ({ path }: { path: string }) => t(`没有这个接口：${path}`, `There is no such route: ${path}`),
  "key-unusable": ({ most }: { most: number }) =>
    t(`Idempotency-Key：应为1至${most}个可见字符`, `Idempotency-Key: expected 1 to ${most} visible characters`),
  "key-reused": ({ key }: { key: string }) =>
    t(
      `Idempotency-Key“${key}”已用于另一个请求；应为新的`,
      `Idempotency-Key "${key}" came with another request before; expected a new one`,
    ),
  "key-in-flight": ({ key }: { key: string }) =>
    t(
      `Idempotency-Key“${key}”的请求正在办理；请稍后再试`,
      `The request with Idempotency-Key "${key}" is still being done; try again in a moment`,
    ),
  "scope-beyond": ({ scopes, reach }: { scopes: readonly string[]; reach: TokenReach }) =>
    t(
      `${reaches[reach].zh}令牌不能有权限“${listText(scopes).zh}”`,
      `A token ${reaches[reach].en} cannot have ${listText(scopes).en}`,
    ),
  "token-acts-as-nobody": ({ scopes }: { scopes: readonly string[] }) =>
    t(
      `权限“${listText(scopes).zh}”须有办理人；请用--as指明是谁`,
      `${listText(scopes).en} needs somebody as whom the token acts; expected --as`,
    ),
  "webhook-owner-needed": () =>
    t("--owner：没有给出；应指明无法送达时告知谁", "--owner: nothing is given; expected who is told when it fails"),
  "webhook-paused": () => t("已暂停，不能试验；请先恢复", "It is paused and takes no test; resume it first"),
  "not-over-organization": ({ code }: { code: string }) =>
    t(`${code}不由令牌所属的人监督或负责`, `The person of the token has no supervising role in ${code}`),
  "own-absence-alone": () =>
    t("令牌只能登记其本人的请假", "The token records absences of the person as whom it acts alone"),
  "issues-to-nobody": () =>
    t("令牌所属的人不是任何机构的主管单位", "The person of the token is the authority of no organization"),
} as const;
